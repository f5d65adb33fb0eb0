//! INSi received, for one operation, a number of calls within bounds.

use banc_contract::Outcome;
use banc_core::observed::insi::InsiOperation;
use serde::{Deserialize, Serialize};

use super::reading::{InsiCall, calls_to, injured, insi, operation_name};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallCount {
    /// Operation counted.
    pub operation: InsiOperation,
    /// Least number of calls.
    pub min: usize,
    /// Greatest number of calls.
    pub max: usize,
}

fn calls_in_words(count: usize) -> String {
    match count {
        0 => "aucun appel".to_owned(),
        1 => "1 appel".to_owned(),
        more => format!("{more} appels"),
    }
}

/// The software refuses the action and INSi saw nothing of it in the whole scenario: the network or
/// the address it was given may be at fault, so its refusal is not held against it.
fn never_reached(facts: &Facts) -> Option<Finding> {
    let (index, act) = facts.last_act()?;
    let Some(Outcome::Refuse { message, .. }) = &act.outcome else {
        return None;
    };
    let reached = facts
        .exchanges
        .iter()
        .any(|exchange| &*exchange.service == "insi");
    (!reached).then(|| {
        Finding::non_concluant(format!(
            "le logiciel refuse l'action, « {message} », et n'a jamais joint l'INSi du banc pendant ce scénario : réseau, adresse ou certificats à vérifier"
        ))
        .with([Evidence::Outcome { index }])
    })
}

impl Judge for CallCount {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let unread = facts.window().find(|exchange| {
            &*exchange.service == "insi"
                && insi(exchange).is_none_or(|observed| observed.operation.is_none())
                && !injured(exchange)
        });
        let calls = calls_to(facts, self.operation);
        let count = calls.len();
        let name = operation_name(self.operation);
        if let (Some(exchange), true) = (unread, count < self.min) {
            return Finding::non_conforme(
                Provenance::Constatee,
                format!(
                    "INSi a reçu un appel qu'il ne sait pas lire, au lieu de l'opération « {name} »"
                ),
            )
            .with([Evidence::Exchange {
                number: exchange.number,
            }]);
        }
        if let (0, Some(finding)) = (count, never_reached(facts).filter(|_| self.min > 0)) {
            return finding;
        }
        let expected = if self.min == self.max {
            calls_in_words(self.min)
        } else {
            format!("{} à {} appels", self.min, self.max)
        };
        Finding::when(
            (self.min..=self.max).contains(&count),
            Provenance::Constatee,
            || {
                format!(
                    "INSi a reçu {} à l'opération « {name} », attendu : {expected}",
                    calls_in_words(count)
                )
            },
            || {
                format!(
                    "INSi devait recevoir {expected} à l'opération « {name} », il en a reçu {count}"
                )
            },
        )
        .with(calls.iter().map(InsiCall::evidence))
    }
}

#[cfg(test)]
mod tests {
    use banc_core::observed::insi::ObservedInsi;

    use super::super::sample::{Sample, answered};
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(calls: usize) -> Verdict {
        let mut sample = Sample::new();
        for _ in 0..calls {
            sample = sample.call(answered(InsiOperation::RechercheTraits, "01"), "");
        }
        let check = CallCount {
            operation: InsiOperation::RechercheTraits,
            min: 1,
            max: 2,
        };
        check.judge(&sample.facts()).verdict
    }

    #[test]
    fn the_count_must_be_within_bounds() {
        assert_eq!(verdict(0), Verdict::NonConforme);
        assert_eq!(verdict(1), Verdict::Conforme);
        assert_eq!(verdict(2), Verdict::Conforme);
        assert_eq!(verdict(3), Verdict::NonConforme);
    }

    #[test]
    fn a_software_that_never_reached_the_bench_and_says_so_is_not_judged() {
        let refused = || Outcome::Refuse {
            message: "INSi injoignable".to_owned(),
            durees: banc_contract::outcome::Durations::default(),
        };
        let check = CallCount {
            operation: InsiOperation::RechercheTraits,
            min: 1,
            max: 1,
        };
        let facts = Sample::new().act(refused()).facts();
        assert_eq!(check.judge(&facts).verdict, Verdict::NonConcluant);
        let claimed = Sample::new().act(Outcome::Fait(Box::default())).facts();
        assert_eq!(check.judge(&claimed).verdict, Verdict::NonConforme);
        let reached = Sample::new()
            .call(answered(InsiOperation::RechercheTraits, "00"), "")
            .window()
            .act(refused())
            .facts();
        assert_eq!(check.judge(&reached).verdict, Verdict::NonConforme);
    }

    #[test]
    fn calls_before_the_window_and_to_other_operations_do_not_count() {
        let check = CallCount {
            operation: InsiOperation::RechercheTraits,
            min: 1,
            max: 1,
        };
        let facts = Sample::new()
            .call(answered(InsiOperation::RechercheTraits, "00"), "")
            .window()
            .call(answered(InsiOperation::Verification, "OK"), "")
            .call(answered(InsiOperation::RechercheTraits, "00"), "")
            .facts();
        assert_eq!(check.judge(&facts).verdict, Verdict::Conforme);
        let unread = Sample::new().call(ObservedInsi::default(), "").facts();
        assert_eq!(check.judge(&unread).verdict, Verdict::NonConforme);
    }
}
