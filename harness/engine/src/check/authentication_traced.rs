//! The software's journal names the authentication mode of each call as INSi saw it.
//! Source: `INS/va1.14`.

use banc_contract::Question;
use banc_core::observed::insi::InsiAuthentication;
use serde::{Deserialize, Serialize};

use super::reading::{InsiCall, insi_calls, traced_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthenticationTraced {}

/// Contract name of a mode.
fn name(mode: InsiAuthentication) -> &'static str {
    match mode {
        InsiAuthentication::CertificatLogiciel => "certificat_logiciel",
        InsiAuthentication::Cpx => "cpx",
        InsiAuthentication::Psc => "psc",
    }
}

impl Judge for AuthenticationTraced {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::CallJournal {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = insi_calls(facts);
        let seen = calls
            .iter()
            .find_map(|call| call.observed.authentication)
            .map(name);
        let Some(seen) = seen else {
            return Finding::non_concluant("INSi n'a vu aucun appel authentifié pendant l'action");
        };
        let traced = match traced_calls(facts) {
            Ok(traced) => traced,
            Err(finding) => return finding,
        };
        if traced.value.is_empty() {
            return Finding::non_concluant("le journal du logiciel ne garde aucun appel")
                .with([traced.evidence()]);
        }
        let wrong = traced
            .value
            .iter()
            .find(|call| call.authentification.as_deref() != Some(seen));
        match wrong {
            None => Finding::conforme(
                Provenance::Declaree,
                format!("le journal garde le mode d'authentification vu par INSi : « {seen} »"),
            ),
            Some(call) => Finding::non_conforme(
                Provenance::Declaree,
                format!(
                    "le journal devait garder le mode d'authentification « {seen} », il garde : {}",
                    call.authentification.as_deref().unwrap_or("rien")
                ),
            ),
        }
        .with([traced.evidence()])
        .with(calls.iter().map(InsiCall::evidence))
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::answer::TracedCall;
    use banc_contract::{Answer, Outcome};
    use banc_core::observed::insi::{InsiOperation, ObservedInsi};

    use super::super::call_traced::tests::traced;
    use super::super::sample::{Sample, answered};
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(mode: Option<&str>) -> Verdict {
        let observed = ObservedInsi {
            authentication: Some(InsiAuthentication::Cpx),
            ..answered(InsiOperation::RechercheTraits, "01")
        };
        let call = TracedCall {
            authentification: mode.map(str::to_owned),
            ..traced("01")
        };
        let facts = Sample::new()
            .saw(Question::CallJournal {}, Answer::Appels(Vec::new()))
            .call(observed, "")
            .act(Outcome::Fait(Box::default()))
            .saw(Question::CallJournal {}, Answer::Appels(vec![call]))
            .facts();
        AuthenticationTraced {}.judge(&facts).verdict
    }

    #[test]
    fn the_trace_must_agree_with_the_wire() {
        assert_eq!(verdict(Some("cpx")), Verdict::Conforme);
        assert_eq!(verdict(Some("certificat_logiciel")), Verdict::NonConforme);
        assert_eq!(verdict(None), Verdict::NonConforme);
        let nothing = AuthenticationTraced {}.judge(&Sample::new().facts());
        assert_eq!(nothing.verdict, Verdict::NonConcluant);
    }
}
