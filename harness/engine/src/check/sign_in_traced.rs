//! The journal of sign-ins keeps what just happened, with its reason when it failed, and no token.
//! Source: inferred from the catalogue of scenarios (PSC-07): refused, reason logged without token.

use banc_contract::sign_in::SignInEvent;
use banc_contract::{Answer, Question};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::reading::{Read, Seen, answer_before, answer_now, wrong_shape};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::token;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInTraced {
    /// `connexion`, `renouvellement`, `deconnexion`, `fermeture`.
    pub nature: String,
    /// Whether it succeeded.
    pub reussite: bool,
}

fn is_journal(question: &Question) -> bool {
    matches!(question, Question::SignInJournal {})
}

/// The events traced since the window began.
fn traced(facts: &Facts) -> Read<Seen<&[SignInEvent]>> {
    let what = "journal des connexions du logiciel";
    let now = answer_now(facts, what, is_journal)?;
    let Answer::Connexions(events) = now.value else {
        return Err(wrong_shape(now.index, what));
    };
    let before = answer_before(facts, what, is_journal)?;
    let Answer::Connexions(earlier) = before.value else {
        return Err(wrong_shape(before.index, what));
    };
    if !events.starts_with(earlier) {
        return Err(Finding::non_concluant(format!(
            "{what} : les lignes d'avant l'action ont changé, les nouvelles ne se distinguent pas"
        ))
        .with([before.evidence(), now.evidence()]));
    }
    Ok(Seen {
        index: now.index,
        value: &events[earlier.len()..],
    })
}

/// True when a line holds a token, or the part of one that would let it be made again.
fn holds_token(facts: &Facts, event: &SignInEvent) -> bool {
    let words = [&event.instant, &event.nature, &event.methode];
    let words = || words.into_iter().chain(event.motif.as_ref());
    token::issued(&facts.exchanges).iter().any(|token| {
        let parts = token.value.split('.').filter(|part| part.len() >= 16);
        let whole = (token.value.len() >= 16).then_some(token.value.as_str());
        parts
            .chain(whole)
            .any(|part| words().any(|word| word.contains(part)))
    })
}

impl Judge for SignInTraced {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::SignInJournal {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let traced = match traced(facts) {
            Ok(traced) => traced,
            Err(finding) => return finding,
        };
        let bad = |message: &str| {
            Finding::non_conforme(Provenance::Declaree, message).with([traced.evidence()])
        };
        if traced.value.iter().any(|event| holds_token(facts, event)) {
            return bad("le journal des connexions garde un jeton, ou une partie d'un jeton");
        }
        let wanted = |event: &&SignInEvent| {
            event.nature == self.nature && event.methode == "psc" && event.reussite == self.reussite
        };
        let Some(event) = traced.value.iter().rfind(wanted) else {
            return bad(if self.reussite {
                "le journal des connexions ne garde pas cette réussite"
            } else {
                "le journal des connexions ne garde pas cet échec"
            });
        };
        let reason = event.motif.as_deref().unwrap_or_default().trim();
        if !self.reussite && reason.is_empty() {
            return bad("le journal des connexions garde l'échec sans son motif");
        }
        if event.instant.parse::<Timestamp>().is_err() {
            return Finding::non_concluant(
                "la date d'une connexion tracée n'est pas écrite comme le veut le contrat (RFC 3339)",
            )
            .with([traced.evidence()]);
        }
        Finding::conforme(
            Provenance::Declaree,
            if self.reussite {
                "le journal des connexions garde cette réussite, sans aucun jeton"
            } else {
                "le journal des connexions garde cet échec et son motif, sans aucun jeton"
            },
        )
        .with([traced.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Outcome;
    use banc_core::observed::psc::PscOperation;

    use super::super::psc_call::tests::tokens;
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn event(reussite: bool, motif: Option<&str>) -> SignInEvent {
        SignInEvent {
            instant: "2026-01-15T09:30:00Z".to_owned(),
            nature: "connexion".to_owned(),
            methode: "psc".to_owned(),
            reussite,
            motif: motif.map(str::to_owned),
        }
    }

    fn verdict(events: Vec<SignInEvent>) -> Verdict {
        let facts = Sample::new()
            .saw(Question::SignInJournal {}, Answer::Connexions(Vec::new()))
            .psc(
                tokens(PscOperation::JetonCode),
                r#"{"id_token":"ZW50ZXRlLWRlLXRlc3Q.Y2hhcmdlLWRlLXRlc3Q.c2lnbmF0dXJl"}"#,
            )
            .act(Outcome::Fait(Box::default()))
            .saw(Question::SignInJournal {}, Answer::Connexions(events))
            .facts();
        let check = SignInTraced {
            nature: "connexion".to_owned(),
            reussite: false,
        };
        check.judge(&facts).verdict
    }

    #[test]
    fn a_failure_is_traced_with_its_reason_and_no_token() {
        let refused = || event(false, Some("signature refusée"));
        assert_eq!(verdict(vec![refused()]), Verdict::Conforme);
        assert_eq!(verdict(Vec::new()), Verdict::NonConforme);
        assert_eq!(verdict(vec![event(true, None)]), Verdict::NonConforme);
        assert_eq!(verdict(vec![event(false, Some(" "))]), Verdict::NonConforme);
        let leak = event(false, Some("refusé : Y2hhcmdlLWRlLXRlc3Q"));
        assert_eq!(verdict(vec![leak]), Verdict::NonConforme);
        let mut undated = refused();
        undated.instant = "hier".to_owned();
        assert_eq!(verdict(vec![undated]), Verdict::NonConcluant);
    }

    #[test]
    fn an_adapter_that_cannot_tell_concludes_nothing() {
        let check = SignInTraced {
            nature: "connexion".to_owned(),
            reussite: false,
        };
        let facts = Sample::new()
            .saw(Question::SignInJournal {}, Answer::NonSupporte)
            .facts();
        assert_eq!(check.judge(&facts).verdict, Verdict::NonConcluant);
    }
}
