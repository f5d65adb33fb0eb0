//! A service received no call: a quiet window passed, and an earlier call of the same software
//! shows that one would have been seen.

use serde::{Deserialize, Serialize};

use super::reading::service_name;
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoCall {
    /// Service watched, e.g. `insi`.
    pub service: String,
}

impl NoCall {
    /// No call to a service.
    pub fn to(service: &str) -> Self {
        Self {
            service: service.to_owned(),
        }
    }
}

impl Default for NoCall {
    /// INSi: what a record that names no service is about.
    fn default() -> Self {
        Self::to("insi")
    }
}

impl Judge for NoCall {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Quiet {
            service: self.service.clone(),
        }]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let name = service_name(&self.service);
        if let Some(call) = facts
            .window()
            .find(|exchange| *exchange.service == *self.service)
        {
            return Finding::non_conforme(
                Provenance::Constatee,
                format!("{name} ne devait recevoir aucun appel, un appel est arrivé"),
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
            .find(|quiet| quiet.service == self.service && !quiet.lull)
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
                format!("{name} ne devait recevoir aucun appel, un appel est arrivé pendant la fenêtre de silence"),
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
            format!("absence constatée : {name} n'a reçu aucun appel"),
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
        let verdict = |sample: Sample| NoCall::to("insi").judge(&sample.facts()).verdict;
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

    #[test]
    fn a_call_to_another_service_is_not_one() {
        let facts = Sample::new()
            .call(answered(InsiOperation::RechercheTraits, "00"), "")
            .quiet(true, Some(1))
            .facts();
        let check = NoCall::to("annuaire");
        assert_eq!(check.judge(&facts).verdict, Verdict::NonConcluant);
        let record: NoCall = serde_json::from_str("{}").unwrap();
        assert_eq!(record, NoCall::to("insi"));
    }
}
