//! The history shows that the identity went through a suite of statuses, each change with its
//! author and its instant. Source: `INS/va1.54`.

use banc_contract::{Answer, Question, Status};
use serde::{Deserialize, Serialize};

use super::reading::{answer_now, ask_identity_journal, subject, wrong_shape};
use super::status_is::name;
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusesCrossed {
    /// Name under which the record is kept.
    pub usager: String,
    /// Statuses in order, the first one included.
    pub suite: Vec<Status>,
}

impl Judge for StatusesCrossed {
    fn needs(&self, facts: &Facts) -> Vec<Need> {
        ask_identity_journal(facts, &self.usager)
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let usager = match subject(facts, &self.usager) {
            Ok(usager) => usager,
            Err(finding) => return finding,
        };
        let what = "historique de l'identité";
        let asked = |question: &Question| matches!(question, Question::IdentityJournal { usager: asked } if asked == usager);
        let seen = match answer_now(facts, what, asked) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let Answer::Evenements(events) = seen.value else {
            return wrong_shape(seen.index, what);
        };
        let changes: Vec<_> = events
            .iter()
            .filter(|event| {
                event.statut_apres.is_some() && event.statut_avant != event.statut_apres
            })
            .filter(|event| event.statut_avant.is_some())
            .collect();
        let mut crossed: Vec<Status> = Vec::new();
        for change in &changes {
            let (Some(from), Some(to)) = (change.statut_avant, change.statut_apres) else {
                continue;
            };
            if crossed.last() != Some(&from) {
                crossed.push(from);
            }
            crossed.push(to);
        }
        let unsigned = changes
            .iter()
            .any(|event| event.utilisateur.trim().is_empty() || event.instant.trim().is_empty());
        let list = |suite: &[Status]| {
            suite
                .iter()
                .map(|&each| name(each))
                .collect::<Vec<_>>()
                .join(", ")
        };
        if crossed == self.suite && unsigned {
            return Finding::non_conforme(
                Provenance::Declaree,
                "l'historique garde les changements de statut sans leur auteur ou sans leur date",
            )
            .with([seen.evidence()]);
        }
        Finding::when(
            crossed == self.suite,
            Provenance::Declaree,
            || {
                format!(
                    "l'historique garde les statuts successifs : {}",
                    list(&crossed)
                )
            },
            || {
                let held = if crossed.is_empty() {
                    "aucun".to_owned()
                } else {
                    list(&crossed)
                };
                format!(
                    "l'historique devait garder les statuts {} ; il garde : {held}",
                    list(&self.suite)
                )
            },
        )
        .with([seen.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::answer::IdentityEvent;

    use super::super::event_traced::tests::event;
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(events: Vec<IdentityEvent>) -> Verdict {
        let question = Question::IdentityJournal {
            usager: "p1".to_owned(),
        };
        let facts = Sample::new()
            .saw(question, Answer::Evenements(events))
            .facts();
        let suite = vec![Status::Provisoire, Status::Validee, Status::Qualifiee];
        StatusesCrossed {
            usager: "usager".to_owned(),
            suite,
        }
        .judge(&facts)
        .verdict
    }

    #[test]
    fn every_status_must_be_there_in_order_and_signed() {
        let first = || event(Some(Status::Provisoire), Some(Status::Validee));
        let second = || event(Some(Status::Validee), Some(Status::Qualifiee));
        let created = event(None, Some(Status::Provisoire));
        assert_eq!(verdict(vec![created, first(), second()]), Verdict::Conforme);
        assert_eq!(verdict(vec![first()]), Verdict::NonConforme);
        assert_eq!(verdict(vec![second(), first()]), Verdict::NonConforme);
        let unsigned = IdentityEvent {
            utilisateur: String::new(),
            ..second()
        };
        assert_eq!(verdict(vec![first(), unsigned]), Verdict::NonConforme);
        let check = StatusesCrossed {
            usager: "usager".to_owned(),
            suite: Vec::new(),
        };
        assert_eq!(
            check.judge(&Sample::new().facts()).verdict,
            Verdict::NonConcluant
        );
    }
}
