//! The first names asked of INSi, in order: each alone, then all joined, stopping at the first
//! identity found. Source: insi.md §10, seen in clients and in CNDA tests 2.07.

use banc_core::observed::insi::InsiOperation;
use serde::{Deserialize, Serialize};

use super::reading::{InsiCall, calls_to, injured};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstNamesAsked {
    /// What each call must carry as first name, in order.
    pub attendus: Vec<String>,
}

impl Judge for FirstNamesAsked {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = calls_to(facts, InsiOperation::RechercheTraits);
        if calls.is_empty() {
            return Finding::non_concluant("INSi n'a reçu aucune recherche par traits");
        }
        let mut asked: Vec<String> = Vec::new();
        let mut retried = false;
        for call in &calls {
            let names = call
                .observed
                .traits
                .as_ref()
                .map(|traits| traits.prenoms.join(" "));
            let names = names.unwrap_or_default();
            // A call made again after a technical failure is the same question.
            if !(retried && asked.last() == Some(&names)) {
                asked.push(names);
            }
            retried = injured(call.exchange);
        }
        let list = |names: &[String]| names.join(" puis ");
        Finding::when(
            asked == self.attendus,
            Provenance::Constatee,
            || format!("INSi a été interrogé avec : {}", list(&asked)),
            || {
                format!(
                    "INSi devait être interrogé avec : {} ; il l'a été avec : {}",
                    list(&self.attendus),
                    list(&asked)
                )
            },
        )
        .with(calls.iter().map(InsiCall::evidence))
    }
}

#[cfg(test)]
mod tests {
    use banc_core::observed::insi::{ObservedInsi, SearchedTraits};

    use super::super::sample::{Sample, answered};
    use super::*;
    use crate::verdict::Verdict;

    fn asking(name: &str) -> ObservedInsi {
        ObservedInsi {
            traits: Some(SearchedTraits {
                prenoms: vec![name.to_owned()],
                ..SearchedTraits::default()
            }),
            ..answered(InsiOperation::RechercheTraits, "01")
        }
    }

    fn check() -> FirstNamesAsked {
        let attendus = ["PIERRE", "PAUL", "PIERRE PAUL"];
        FirstNamesAsked {
            attendus: attendus.map(str::to_owned).to_vec(),
        }
    }

    #[test]
    fn the_order_is_exact_and_a_retry_is_no_new_question() {
        let good = Sample::new()
            .call(asking("PIERRE"), "")
            .injured_call(asking("PAUL"), "reinitialisation")
            .call(asking("PAUL"), "")
            .call(asking("PIERRE PAUL"), "");
        assert_eq!(check().judge(&good.facts()).verdict, Verdict::Conforme);
        let twice = Sample::new()
            .call(asking("PIERRE"), "")
            .call(asking("PIERRE"), "")
            .call(asking("PAUL"), "")
            .call(asking("PIERRE PAUL"), "");
        assert_eq!(check().judge(&twice.facts()).verdict, Verdict::NonConforme);
        let joined = Sample::new().call(asking("PIERRE PAUL"), "");
        assert_eq!(check().judge(&joined.facts()).verdict, Verdict::NonConforme);
        assert_eq!(
            check().judge(&Sample::new().facts()).verdict,
            Verdict::NonConcluant
        );
    }
}
