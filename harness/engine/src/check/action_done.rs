//! The last action of a `Quand` was accepted by the software.

use banc_contract::Outcome;
use serde::{Deserialize, Serialize};

use super::reading::last_outcome;
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionDone {}

impl Judge for ActionDone {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let (index, act, outcome) = match last_outcome(facts) {
            Ok(read) => read,
            Err(finding) => return finding,
        };
        let name = act.action.name();
        Finding::when(
            matches!(outcome, Outcome::Fait(_)),
            Provenance::Declaree,
            || format!("le logiciel accepte l'action {name}"),
            || format!("l'action {name} devait être acceptée, le logiciel la refuse"),
        )
        .with([Evidence::Outcome { index }])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::outcome::Durations;

    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(outcome: Outcome) -> Verdict {
        ActionDone {}
            .judge(&Sample::new().act(outcome).facts())
            .verdict
    }

    #[test]
    fn accepted_is_conforme_refused_is_not_and_unknown_says_nothing() {
        assert_eq!(verdict(Outcome::Fait(Box::default())), Verdict::Conforme);
        let message = "non".to_owned();
        let refusal = Outcome::Refuse {
            message,
            durees: Durations::default(),
        };
        assert_eq!(verdict(refusal), Verdict::NonConforme);
        assert_eq!(verdict(Outcome::NonSupporte), Verdict::NonConcluant);
        let cause = "?".to_owned();
        assert_eq!(verdict(Outcome::Inconnu { cause }), Verdict::NonConcluant);
    }
}
