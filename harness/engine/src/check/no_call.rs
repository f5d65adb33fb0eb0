//! INSi received no call: a quiet window passed, and an earlier call of the same software shows
//! that one would have been seen.

use serde::{Deserialize, Serialize};

use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoCall {}

/// The service watched.
const SERVICE: &str = "insi";

impl Judge for NoCall {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Quiet { service: SERVICE }]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        if let Some(call) = facts
            .window()
            .find(|exchange| &*exchange.service == SERVICE)
        {
            return Finding::non_conforme(
                Provenance::Constatee,
                "INSi ne devait recevoir aucun appel, il en a reçu",
            )
            .with([Evidence::Exchange {
                number: call.number,
            }]);
        }
        let Some(quiet) = facts
            .record
            .quiet
            .iter()
            .rev()
            .find(|quiet| quiet.service == SERVICE)
        else {
            return Finding::non_concluant("aucune fenêtre de silence n'a été observée");
        };
        let evidence = Evidence::Quiet {
            window_ms: quiet.window_ms,
            control: quiet.control,
        };
        if !quiet.held {
            return Finding::non_conforme(
                Provenance::Constatee,
                "INSi ne devait recevoir aucun appel, il en a reçu pendant la fenêtre de silence",
            )
            .with([evidence]);
        }
        if quiet.control.is_none() {
            return Finding::non_concluant(
                "aucun appel vu, mais rien ne montre que le banc aurait vu celui du logiciel",
            )
            .with([evidence]);
        }
        Finding::conforme(
            Provenance::Constatee,
            "absence constatée : INSi n'a reçu aucun appel",
        )
        .with([evidence])
    }
}

#[cfg(test)]
mod tests {
    use banc_core::observed::insi::InsiOperation;

    use super::super::sample::{Sample, answered};
    use super::*;
    use crate::verdict::Verdict;

    #[test]
    fn an_absence_needs_a_window_and_a_control() {
        let verdict = |sample: Sample| NoCall {}.judge(&sample.facts()).verdict;
        let call = || answered(InsiOperation::RechercheTraits, "00");
        let controlled = || Sample::new().call(call(), "").window();
        assert_eq!(
            verdict(controlled().quiet(true, Some(1))),
            Verdict::Conforme
        );
        assert_eq!(
            verdict(Sample::new().quiet(true, None)),
            Verdict::NonConcluant
        );
        assert_eq!(verdict(controlled()), Verdict::NonConcluant);
        assert_eq!(
            verdict(controlled().quiet(false, Some(1))),
            Verdict::NonConforme
        );
        assert_eq!(verdict(controlled().call(call(), "")), Verdict::NonConforme);
    }
}
