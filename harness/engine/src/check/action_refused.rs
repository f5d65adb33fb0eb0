//! The last action of a `Quand` was refused by the software, and the user was told why.

use banc_contract::Outcome;
use serde::{Deserialize, Serialize};

use super::reading::last_outcome;
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionRefused {}

impl Judge for ActionRefused {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let (index, act, outcome) = match last_outcome(facts) {
            Ok(read) => read,
            Err(finding) => return finding,
        };
        let name = act.action.name();
        let finding = match outcome {
            Outcome::Refuse { message, .. } if !message.trim().is_empty() => Finding::conforme(
                Provenance::Declaree,
                format!("le logiciel refuse l'action {name} et le dit : « {message} »"),
            ),
            Outcome::Refuse { .. } => Finding::non_conforme(
                Provenance::Declaree,
                format!("le logiciel refuse l'action {name} sans rien dire à l'utilisateur"),
            ),
            _ => Finding::non_conforme(
                Provenance::Declaree,
                format!("l'action {name} devait être refusée, le logiciel l'accepte"),
            ),
        };
        finding.with([Evidence::Outcome { index }])
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Action;
    use banc_contract::outcome::Durations;

    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(outcome: Outcome) -> Verdict {
        ActionRefused {}
            .judge(&Sample::new().act(outcome).facts())
            .verdict
    }

    #[test]
    fn a_refusal_must_be_said() {
        let refusal = |message: &str| Outcome::Refuse {
            message: message.to_owned(),
            durees: Durations::default(),
        };
        assert_eq!(verdict(refusal("sexe obligatoire")), Verdict::Conforme);
        assert_eq!(verdict(refusal(" ")), Verdict::NonConforme);
        assert_eq!(verdict(Outcome::Fait(Box::default())), Verdict::NonConforme);
        assert_eq!(verdict(Outcome::NonSupporte), Verdict::NonConcluant);
        let silent = Sample::new().act_of(Action::Nothing {}, None).facts();
        assert_eq!(
            ActionRefused {}.judge(&silent).verdict,
            Verdict::NonConcluant
        );
    }
}
