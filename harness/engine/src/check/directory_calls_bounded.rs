//! The directory received no more calls than a bound: a search by a professional is no harvest.
//!
//! The bound is ours (inferred): the directory only limits the calls of one second.

use serde::{Deserialize, Serialize};

use super::directory_call::{DirectoryCall, window_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryCallsBounded {
    /// Greatest number of calls.
    pub max: usize,
}

impl Judge for DirectoryCallsBounded {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = window_calls(facts);
        if calls.is_empty() {
            return Finding::non_concluant(
                "l'Annuaire Santé n'a reçu aucun appel pendant l'action : leur nombre ne dit rien",
            );
        }
        Finding::when(
            calls.len() <= self.max,
            Provenance::Constatee,
            || format!("l'Annuaire Santé a reçu au plus {} appels", self.max),
            || {
                format!(
                    "l'Annuaire Santé devait recevoir au plus {} appels, il en a reçu davantage",
                    self.max
                )
            },
        )
        .with(calls.iter().map(DirectoryCall::evidence))
    }
}

#[cfg(test)]
mod tests {
    use super::super::directory_call::tests::{called, search};
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    #[test]
    fn the_number_of_calls_is_bounded() {
        let verdict = |count: usize| {
            let mut sample = Sample::new();
            for _ in 0..count {
                sample = called(sample, search(&[]));
            }
            DirectoryCallsBounded { max: 2 }
                .judge(&sample.facts())
                .verdict
        };
        assert_eq!(verdict(0), Verdict::NonConcluant);
        assert_eq!(verdict(2), Verdict::Conforme);
        assert_eq!(verdict(3), Verdict::NonConforme);
    }
}
