//! A failure of the directory is not shown as a search without result: the same search, made before
//! where the directory knew nobody, was answered to the user in other words or another way.

use banc_contract::{Action, Outcome};
use serde::{Deserialize, Serialize};

use super::directory_call::window_calls;
use super::reading::{injured, last_outcome};
use super::result_told::words;
use super::{Judge, Need};
use crate::fact::{Act, Facts};
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureToldApart {}

/// The last search before the current window.
fn earlier_search(facts: &Facts) -> Option<(usize, &Act)> {
    facts
        .record
        .acts
        .iter()
        .enumerate()
        .take(facts.record.window_act)
        .rev()
        .find(|(_, act)| matches!(act.action, Action::SearchDirectory { .. }))
}

/// What the user sees of an outcome: done or refused, and the words.
fn seen(outcome: &Outcome) -> (bool, Option<&str>) {
    (matches!(outcome, Outcome::Fait(_)), words(outcome))
}

impl Judge for FailureToldApart {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let (index, _, outcome) = match last_outcome(facts) {
            Ok(read) => read,
            Err(finding) => return finding,
        };
        let calls = window_calls(facts);
        if calls.is_empty() || !calls.iter().all(|call| injured(call.exchange)) {
            return Finding::non_concluant(
                "l'Annuaire Santé n'a pas été en panne pour cette recherche",
            );
        }
        let Some((earlier, before)) =
            earlier_search(facts).and_then(|(index, act)| Some((index, act.outcome.as_ref()?)))
        else {
            return Finding::non_concluant("aucune recherche sans résultat à laquelle comparer");
        };
        Finding::when(
            seen(outcome) != seen(before) && seen(outcome).1.is_some(),
            Provenance::Declaree,
            || {
                "la panne est dite, et n'est pas montrée comme une recherche sans résultat"
                    .to_owned()
            },
            || {
                "la panne de l'Annuaire Santé est montrée comme une recherche sans résultat"
                    .to_owned()
            },
        )
        .with([
            Evidence::Outcome { index: earlier },
            Evidence::Outcome { index },
        ])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Done;
    use banc_contract::outcome::Durations;

    use super::super::directory_call::tests::{broken, called, search, searched_with};
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn done(message: &str) -> Outcome {
        Outcome::Fait(Box::new(Done {
            message: Some(message.to_owned()),
            correspondants: Some(Vec::new()),
            ..Done::default()
        }))
    }

    fn refused(message: &str) -> Outcome {
        Outcome::Refuse {
            message: message.to_owned(),
            durees: Durations::default(),
        }
    }

    fn verdict(before: Option<Outcome>, now: Outcome, broken_down: bool) -> Verdict {
        let mut sample = Sample::new();
        if let Some(before) = before {
            sample = searched_with(called(sample, search(&[])), before);
        }
        sample = sample.window();
        sample = if broken_down {
            broken(sample, search(&[]))
        } else {
            called(sample, search(&[]))
        };
        let facts = searched_with(sample, now).facts();
        FailureToldApart {}.judge(&facts).verdict
    }

    #[test]
    fn a_failure_has_words_of_its_own() {
        let nobody = || Some(done("aucun résultat"));
        assert_eq!(verdict(nobody(), refused("panne"), true), Verdict::Conforme);
        assert_eq!(
            verdict(nobody(), done("annuaire en panne"), true),
            Verdict::Conforme
        );
        assert_eq!(
            verdict(nobody(), done("aucun résultat"), true),
            Verdict::NonConforme
        );
        assert_eq!(verdict(nobody(), done(""), true), Verdict::NonConforme);
        let refusal = Some(refused("aucun résultat"));
        assert_eq!(
            verdict(refusal, refused("aucun résultat"), true),
            Verdict::NonConforme
        );
    }

    #[test]
    fn without_a_failure_or_a_search_to_compare_nothing_is_concluded() {
        let nobody = Some(done("aucun résultat"));
        assert_eq!(
            verdict(nobody, refused("panne"), false),
            Verdict::NonConcluant
        );
        assert_eq!(verdict(None, refused("panne"), true), Verdict::NonConcluant);
    }
}
