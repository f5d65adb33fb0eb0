//! The address that the user picked, and it alone, entered the message being written, as the directory
//! publishes it.

use banc_contract::Question;
use serde::{Deserialize, Serialize};

use super::directory_call::{recipients_added, same_address};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientInserted {
    /// The address, as the directory publishes it.
    pub adresse: String,
}

impl Judge for RecipientInserted {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::Draft {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let added = match recipients_added(facts) {
            Ok(added) => added,
            Err(finding) => return finding,
        };
        let only = matches!(added.value.as_slice(), [one] if same_address(one, &self.adresse));
        Finding::when(
            only,
            Provenance::Declaree,
            || "l'adresse choisie, et elle seule, est dans le message en cours".to_owned(),
            || {
                format!(
                    "le message en cours devait recevoir {}, et elle seule ; il a reçu : {}",
                    self.adresse,
                    if added.value.is_empty() {
                        "rien".to_owned()
                    } else {
                        added.value.join(", ")
                    }
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

    fn check() -> RecipientInserted {
        RecipientInserted {
            adresse: "b@x".to_owned(),
        }
    }

    fn verdict(before: &[&str], now: &[&str]) -> Verdict {
        let sample = drafted(Sample::new(), before).act(Outcome::Fait(Box::default()));
        check().judge(&drafted(sample, now).facts()).verdict
    }

    #[test]
    fn the_picked_address_alone_is_inserted() {
        assert_eq!(verdict(&["a@x"], &["a@x", "B@x"]), Verdict::Conforme);
        assert_eq!(verdict(&[], &["a@x", "b@x"]), Verdict::NonConforme);
        assert_eq!(verdict(&[], &["autre@x"]), Verdict::NonConforme);
        assert_eq!(verdict(&["b@x"], &["b@x"]), Verdict::NonConforme);
    }

    #[test]
    fn without_the_draft_before_nothing_is_concluded() {
        let sample = Sample::new().act(Outcome::Fait(Box::default()));
        let facts = drafted(sample, &["b@x"]).facts();
        assert_eq!(check().judge(&facts).verdict, Verdict::NonConcluant);
        let facts = drafted(Sample::new(), &[])
            .act(Outcome::Fait(Box::default()))
            .saw(Question::Draft {}, Answer::Message(None))
            .facts();
        assert_eq!(check().judge(&facts).verdict, Verdict::NonConcluant);
    }
}
