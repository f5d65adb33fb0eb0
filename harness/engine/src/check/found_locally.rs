//! The local search of the last action finds the record. Source: `INS/va1.02`, `.25`.

use banc_contract::Outcome;
use serde::{Deserialize, Serialize};

use super::reading::{last_outcome, subject};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundLocally {
    /// Name under which the record is kept.
    pub usager: String,
    /// True when it must be found, false when it must not.
    pub trouve: bool,
}

impl Judge for FoundLocally {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let usager = match subject(facts, &self.usager) {
            Ok(usager) => usager,
            Err(finding) => return finding,
        };
        let (index, _, outcome) = match last_outcome(facts) {
            Ok(read) => read,
            Err(finding) => return finding,
        };
        let evidence = [Evidence::Outcome { index }];
        let found = match outcome {
            Outcome::Fait(done) => match &done.usagers {
                Some(found) => found.iter().any(|each| each == usager),
                None => {
                    return Finding::non_concluant("la recherche locale ne rend pas de liste")
                        .with(evidence);
                }
            },
            // Nothing was searched: it is not an absence.
            _ if !self.trouve => {
                return Finding::non_concluant("la recherche locale est refusée").with(evidence);
            }
            _ => false,
        };
        let said = |found: bool| if found { "trouve" } else { "ne trouve pas" };
        Finding::when(
            found == self.trouve,
            Provenance::Declaree,
            || format!("la recherche locale {} cet usager", said(found)),
            || format!("la recherche locale {} cet usager, à tort", said(found)),
        )
        .with(evidence)
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Done;

    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(usagers: Option<&[&str]>, trouve: bool) -> Verdict {
        let usagers = usagers.map(|list| list.iter().map(|&each| each.to_owned()).collect());
        let done = Done {
            usagers,
            ..Done::default()
        };
        let facts = Sample::new().act(Outcome::Fait(Box::new(done))).facts();
        FoundLocally {
            usager: "usager".to_owned(),
            trouve,
        }
        .judge(&facts)
        .verdict
    }

    #[test]
    fn presence_and_absence_are_both_judged() {
        assert_eq!(verdict(Some(&["p0", "p1"]), true), Verdict::Conforme);
        assert_eq!(verdict(Some(&["p0"]), true), Verdict::NonConforme);
        assert_eq!(verdict(Some(&[]), false), Verdict::Conforme);
        assert_eq!(verdict(Some(&["p1"]), false), Verdict::NonConforme);
        assert_eq!(verdict(None, true), Verdict::NonConcluant);
    }

    #[test]
    fn a_refused_search_is_not_an_absence() {
        let verdict = |trouve| {
            let refused = Outcome::Refuse {
                message: "panne".to_owned(),
                durees: banc_contract::outcome::Durations::default(),
            };
            let usager = "usager".to_owned();
            let facts = Sample::new().act(refused).facts();
            FoundLocally { usager, trouve }.judge(&facts).verdict
        };
        assert_eq!(verdict(true), Verdict::NonConforme);
        assert_eq!(verdict(false), Verdict::NonConcluant);
    }
}
