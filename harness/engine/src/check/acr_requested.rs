//! Every sign-in asked for one level of guarantee, once, and for no other.
//! Source: `SC.PSC.08`; seen in clients: `eidas1` is the only value in use.

use banc_core::observed::psc::PscOperation;
use serde::{Deserialize, Serialize};

use super::psc_call::{PscCall, all_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcrRequested {
    /// `acr_values` expected.
    pub acr: String,
}

/// Value asked for by a request and whether it was given more than once; `None` for other calls.
fn asked<'a>(call: &PscCall<'a>) -> Option<(Option<&'a str>, bool)> {
    match call.observed.operation? {
        PscOperation::Autorisation => {
            let authorization = call.observed.authorization.as_ref()?;
            let repeated = authorization
                .repeated
                .iter()
                .any(|name| name == "acr_values");
            Some((authorization.acr_values.as_deref(), repeated))
        }
        PscOperation::Ciba => {
            let ciba = call.observed.ciba.as_ref()?;
            Some((ciba.acr_values.as_deref(), false))
        }
        _ => None,
    }
}

impl Judge for AcrRequested {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = all_calls(facts);
        let requests: Vec<_> = calls
            .iter()
            .filter_map(|call| Some((call, asked(call)?)))
            .collect();
        if requests.is_empty() {
            return Finding::non_concluant(
                "Pro Santé Connect n'a reçu aucune demande d'identification du logiciel",
            );
        }
        for (call, (value, repeated)) in &requests {
            let wrong = match value {
                _ if *repeated => "plusieurs valeurs d'acr_values".to_owned(),
                Some(value) if *value == self.acr => continue,
                Some(value) => format!("acr_values « {value} »"),
                None => "aucun acr_values".to_owned(),
            };
            return Finding::non_conforme(
                Provenance::Constatee,
                format!(
                    "la demande d'identification devait porter acr_values « {} » une fois ; elle porte {wrong}",
                    self.acr
                ),
            )
            .with([call.evidence()]);
        }
        Finding::conforme(
            Provenance::Constatee,
            format!(
                "chaque demande d'identification porte acr_values « {} » et rien d'autre",
                self.acr
            ),
        )
        .with(requests.iter().map(|(call, _)| call.evidence()))
    }
}

#[cfg(test)]
mod tests {
    use banc_core::observed::psc::{AskedAuthorization, AskedCiba, ObservedPsc, PscAnswer};

    use super::super::psc_call::tests::call;
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn authorization(acr: Option<&str>, repeated: &[&str]) -> ObservedPsc {
        ObservedPsc {
            authorization: Some(AskedAuthorization {
                acr_values: acr.map(str::to_owned),
                repeated: repeated.iter().map(|name| (*name).to_owned()).collect(),
                ..AskedAuthorization::default()
            }),
            ..call(PscOperation::Autorisation, PscAnswer::Code)
        }
    }

    fn ciba(acr: Option<&str>) -> ObservedPsc {
        ObservedPsc {
            ciba: Some(AskedCiba {
                acr_values: acr.map(str::to_owned),
                ..AskedCiba::default()
            }),
            ..call(PscOperation::Ciba, PscAnswer::DemandeCiba)
        }
    }

    fn verdict(requests: Vec<ObservedPsc>) -> Verdict {
        let sample = requests
            .into_iter()
            .fold(Sample::new(), |sample, seen| sample.psc(seen, ""));
        let check = AcrRequested {
            acr: "eidas1".to_owned(),
        };
        check.judge(&sample.facts()).verdict
    }

    #[test]
    fn one_value_and_no_other() {
        let good = || authorization(Some("eidas1"), &[]);
        assert_eq!(
            verdict(vec![good(), ciba(Some("eidas1"))]),
            Verdict::Conforme
        );
        for wrong in [
            authorization(None, &[]),
            authorization(Some("eidas2"), &[]),
            authorization(Some("eidas1 eidas2"), &[]),
            authorization(Some("eidas1"), &["acr_values"]),
            ciba(None),
        ] {
            assert_eq!(verdict(vec![good(), wrong]), Verdict::NonConforme);
        }
        assert_eq!(verdict(Vec::new()), Verdict::NonConcluant);
    }
}
