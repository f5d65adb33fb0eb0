//! Each access to INSi is traced with the user, the date and the time. Source: `INS/va1.49`.

use banc_contract::Question;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::reading::{insi_calls, traced_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallAuthor {
    /// User expected in the trace; any when absent.
    pub utilisateur: Option<String>,
}

impl Judge for CallAuthor {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::CallJournal {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = insi_calls(facts);
        if calls.is_empty() {
            return Finding::non_concluant("INSi n'a reçu aucun appel pendant l'action");
        }
        let traced = match traced_calls(facts) {
            Ok(traced) => traced,
            Err(finding) => return finding,
        };
        let bad = |message: &str| {
            Finding::non_conforme(Provenance::Declaree, message).with([traced.evidence()])
        };
        if traced.value.is_empty() {
            return bad("INSi a été appelé, le journal du logiciel n'en garde aucune trace");
        }
        for call in traced.value {
            let author = call.utilisateur.trim();
            if author.is_empty() {
                return bad("un appel est tracé sans utilisateur");
            }
            if self
                .utilisateur
                .as_deref()
                .is_some_and(|expected| expected != author)
            {
                return bad("un appel est tracé sous un autre utilisateur que celui qui l'a fait");
            }
            if call.instant.trim().is_empty() {
                return bad("un appel est tracé sans date ni heure");
            }
            if call.instant.parse::<Timestamp>().is_err() {
                return Finding::non_concluant(
                    "la date d'un appel tracé n'est pas écrite comme le veut le contrat (RFC 3339)",
                )
                .with([traced.evidence()]);
            }
        }
        let finding = Finding::conforme(
            Provenance::Declaree,
            "chaque appel à INSi est tracé avec son utilisateur, sa date et son heure",
        )
        .with([traced.evidence()]);
        if traced.value.len() < calls.len() {
            // One line may stand for several calls, of several first names or made again: a human
            // must read it.
            return finding.capped("INSi a reçu plus d'appels que le journal n'a de lignes");
        }
        finding
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Answer;
    use banc_contract::answer::TracedCall;
    use banc_core::observed::insi::InsiOperation;

    use super::super::call_traced::tests::traced;
    use super::super::sample::{Sample, answered};
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(calls: Vec<TracedCall>) -> Verdict {
        let facts = Sample::new()
            .saw(Question::CallJournal {}, Answer::Appels(Vec::new()))
            .call(answered(InsiOperation::RechercheTraits, "01"), "")
            .with(|record| record.window_act = 0)
            .act(banc_contract::Outcome::Fait(Box::default()))
            .saw(Question::CallJournal {}, Answer::Appels(calls))
            .facts();
        CallAuthor {
            utilisateur: Some("dr-morel".to_owned()),
        }
        .judge(&facts)
        .verdict
    }

    #[test]
    fn fewer_lines_than_calls_are_for_a_human_to_read() {
        let facts = Sample::new()
            .saw(Question::CallJournal {}, Answer::Appels(Vec::new()))
            .call(answered(InsiOperation::RechercheTraits, "01"), "")
            .call(answered(InsiOperation::RechercheTraits, "01"), "")
            .act(banc_contract::Outcome::Fait(Box::default()))
            .saw(Question::CallJournal {}, Answer::Appels(vec![traced("01")]))
            .facts();
        let check = CallAuthor { utilisateur: None };
        assert_eq!(check.judge(&facts).verdict, Verdict::ARevoir);
    }

    #[test]
    fn a_call_needs_an_author_and_an_instant() {
        let good = || TracedCall {
            utilisateur: "dr-morel".to_owned(),
            ..traced("01")
        };
        assert_eq!(verdict(vec![good()]), Verdict::Conforme);
        assert_eq!(verdict(Vec::new()), Verdict::NonConforme);
        let other = TracedCall {
            utilisateur: "secretaire".to_owned(),
            ..good()
        };
        assert_eq!(verdict(vec![other]), Verdict::NonConforme);
        let undated = TracedCall {
            instant: String::new(),
            ..good()
        };
        assert_eq!(verdict(vec![undated]), Verdict::NonConforme);
        let unreadable = TracedCall {
            instant: "hier".to_owned(),
            ..good()
        };
        assert_eq!(verdict(vec![unreadable]), Verdict::NonConcluant);
    }
}
