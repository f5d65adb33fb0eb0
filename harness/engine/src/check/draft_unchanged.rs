//! The message being written received no recipient during the action: the software picks nobody by
//! itself.

use banc_contract::Question;
use serde::{Deserialize, Serialize};

use super::directory_call::recipients_added;
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftUnchanged {}

impl Judge for DraftUnchanged {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::Draft {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let added = match recipients_added(facts) {
            Ok(added) => added,
            Err(finding) => return finding,
        };
        Finding::when(
            added.value.is_empty(),
            Provenance::Declaree,
            || "le message en cours n'a reçu aucun destinataire".to_owned(),
            || {
                format!(
                    "le message en cours a reçu un destinataire que personne n'a choisi : {}",
                    added.value.join(", ")
                )
            },
        )
        .with([added.evidence()])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::{Answer, Outcome};

    use super::super::directory_call::tests::drafted;
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(before: &[&str], now: &[&str]) -> Verdict {
        let sample = drafted(Sample::new(), before).act(Outcome::Fait(Box::default()));
        DraftUnchanged {}
            .judge(&drafted(sample, now).facts())
            .verdict
    }

    #[test]
    fn nobody_is_added() {
        assert_eq!(verdict(&[], &[]), Verdict::Conforme);
        assert_eq!(verdict(&["a@x"], &["a@x"]), Verdict::Conforme);
        assert_eq!(verdict(&[], &["a@x"]), Verdict::NonConforme);
        assert_eq!(verdict(&["a@x"], &["a@x", "a@x"]), Verdict::NonConforme);
    }

    #[test]
    fn without_the_draft_nothing_is_concluded() {
        let facts = Sample::new()
            .act(Outcome::Fait(Box::default()))
            .saw(Question::Draft {}, Answer::NonSupporte)
            .facts();
        assert_eq!(
            DraftUnchanged {}.judge(&facts).verdict,
            Verdict::NonConcluant
        );
    }
}
