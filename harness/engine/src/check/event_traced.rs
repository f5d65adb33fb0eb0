//! The history of an identity keeps an event with its author, its instant and its nature.
//! Source: `INS/va1.27`, `.39`, `.54`.

use banc_contract::Question;
use banc_contract::answer::IdentityEvent;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::reading::{
    Read, Seen, answer_before, answer_now, ask_identity_journal, subject, wrong_shape,
};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTraced {
    /// Name under which the record is kept.
    pub usager: String,
    /// Natures accepted, as in the contract; any when empty.
    pub natures: Vec<String>,
    /// Field that the event must name; any when absent.
    pub champ: Option<String>,
    /// User that must be its author; any when absent.
    pub auteur: Option<String>,
}

/// The events of an identity since the window began.
pub(super) fn new_events<'a>(facts: &'a Facts, name: &str) -> Read<Seen<&'a [IdentityEvent]>> {
    let usager = subject(facts, name)?;
    let what = "historique de l'identité";
    let matches = |question: &Question| matches!(question, Question::IdentityJournal { usager: asked } if asked == usager);
    let now = answer_now(facts, what, matches)?;
    let banc_contract::Answer::Evenements(events) = now.value else {
        return Err(wrong_shape(now.index, what));
    };
    let before = match answer_before(facts, what, matches).map(|seen| seen.value) {
        Ok(banc_contract::Answer::Evenements(before)) => before.as_slice(),
        // The record did not exist before the action: every event is new.
        _ => &[],
    };
    if !events.starts_with(before) {
        return Err(Finding::non_concluant(format!(
            "{what} : les lignes d'avant l'action ont changé, les nouvelles ne se distinguent pas"
        ))
        .with([now.evidence()]));
    }
    Ok(Seen {
        index: now.index,
        value: &events[before.len()..],
    })
}

impl EventTraced {
    fn concerns(&self, event: &IdentityEvent) -> bool {
        (self.natures.is_empty() || self.natures.contains(&event.nature))
            && self
                .champ
                .as_ref()
                .is_none_or(|champ| event.champs.contains(champ))
    }
}

impl Judge for EventTraced {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        ask_identity_journal(facts, &self.usager)
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let events = match new_events(facts, &self.usager) {
            Ok(events) => events,
            Err(finding) => return finding,
        };
        let what = if self.natures.is_empty() {
            "l'évènement".to_owned()
        } else {
            format!("un évènement « {} »", self.natures.join(" » ou « "))
        };
        let bad = |message: String| {
            Finding::non_conforme(Provenance::Declaree, message).with([events.evidence()])
        };
        let concerned: Vec<_> = events
            .value
            .iter()
            .filter(|event| self.concerns(event))
            .collect();
        if concerned.is_empty() {
            let natures: Vec<_> = events
                .value
                .iter()
                .map(|event| event.nature.as_str())
                .collect();
            let seen = if natures.is_empty() {
                "rien".to_owned()
            } else {
                natures.join(", ")
            };
            return bad(format!(
                "l'historique devait garder {what} ; il garde : {seen}"
            ));
        }
        for event in concerned {
            if event.utilisateur.trim().is_empty() {
                return bad(format!("l'historique garde {what} sans son auteur"));
            }
            if self
                .auteur
                .as_deref()
                .is_some_and(|auteur| auteur != event.utilisateur)
            {
                return bad(format!("l'historique garde {what} sous un autre auteur"));
            }
            if event.instant.trim().is_empty() {
                return bad(format!("l'historique garde {what} sans date ni heure"));
            }
            if event.instant.parse::<Timestamp>().is_err() {
                return Finding::non_concluant(
                    "la date d'un évènement n'est pas écrite comme le veut le contrat (RFC 3339)",
                )
                .with([events.evidence()]);
            }
        }
        Finding::conforme(
            Provenance::Declaree,
            format!("l'historique garde {what} avec son auteur, sa date et son heure"),
        )
        .with([events.evidence()])
    }
}

#[cfg(test)]
pub(super) mod tests {
    use banc_contract::{Answer, Outcome, Status};

    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    /// An event that moves the status.
    pub(in super::super) fn event(avant: Option<Status>, apres: Option<Status>) -> IdentityEvent {
        IdentityEvent {
            instant: "2026-01-15T09:30:00Z".to_owned(),
            utilisateur: "dr-morel".to_owned(),
            nature: "modification".to_owned(),
            statut_avant: avant,
            statut_apres: apres,
            champs: vec!["lieu_naissance".to_owned()],
        }
    }

    fn verdict(before: Vec<IdentityEvent>, after: Vec<IdentityEvent>) -> Verdict {
        let question = || Question::IdentityJournal {
            usager: "p1".to_owned(),
        };
        let facts = Sample::new()
            .saw(question(), Answer::Evenements(before))
            .act(Outcome::Fait(Box::default()))
            .saw(question(), Answer::Evenements(after))
            .facts();
        let check = EventTraced {
            usager: "usager".to_owned(),
            natures: vec!["modification".to_owned()],
            champ: Some("lieu_naissance".to_owned()),
            auteur: Some("dr-morel".to_owned()),
        };
        check.judge(&facts).verdict
    }

    #[test]
    fn a_new_event_needs_author_and_instant() {
        let good = || event(None, None);
        assert_eq!(verdict(Vec::new(), vec![good()]), Verdict::Conforme);
        assert_eq!(verdict(vec![good()], vec![good()]), Verdict::NonConforme);
        assert_eq!(verdict(vec![good()], Vec::new()), Verdict::NonConcluant);
        let anonymous = IdentityEvent {
            utilisateur: String::new(),
            ..good()
        };
        assert_eq!(verdict(Vec::new(), vec![anonymous]), Verdict::NonConforme);
        let undated = IdentityEvent {
            instant: String::new(),
            ..good()
        };
        assert_eq!(verdict(Vec::new(), vec![undated]), Verdict::NonConforme);
        let vague = IdentityEvent {
            champs: Vec::new(),
            ..good()
        };
        assert_eq!(verdict(Vec::new(), vec![vague]), Verdict::NonConforme);
    }
}
