//! After an answer that was altered, nothing of it is used: neither its code nor its tokens.
//! Source: OpenID Connect Core §3.1.2.7 and §3.1.3.7 (what a client verifies, and refuses), RFC 9207.
//! That a practice software is held to it is inferred.

use banc_core::observed::Observed;
use banc_core::observed::psc::PscOperation;
use serde::{Deserialize, Serialize};

use super::psc_call::{PscCall, lull, window_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviationStopped {}

/// True for a call that uses what an altered answer gave. Ending a session, revoking, reading the
/// public keys or asking Pro Santé Connect what it thinks of a token is not one.
fn uses(deviated: &PscCall<'_>, call: &PscCall<'_>) -> bool {
    match call.observed.operation {
        Some(PscOperation::Userinfo | PscOperation::JetonRenouvellement) => true,
        Some(PscOperation::JetonCode) => !deviated.is(PscOperation::JetonCode),
        _ => false,
    }
}

/// A call elsewhere that bears a token: teleservice, authorization server, directory apart.
fn elsewhere(facts: &Facts, from: u64) -> Option<Evidence> {
    facts
        .window()
        .find(|exchange| {
            exchange.number > from
                && matches!(
                    exchange.observed,
                    Some(Observed::Insi(_) | Observed::ApiPsc(_))
                )
        })
        .map(|exchange| Evidence::Exchange {
            number: exchange.number,
        })
}

impl Judge for DeviationStopped {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Lull {
            service: "psc".to_owned(),
        }]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = window_calls(facts);
        let Some(deviated) = calls.iter().rfind(|call| call.observed.deviation.is_some()) else {
            return Finding::non_concluant(
                "la réponse altérée n'a pas été servie : le logiciel n'est pas allé jusque-là",
            );
        };
        let from = deviated.exchange.number;
        let used = calls
            .iter()
            .find(|call| call.exchange.number > from && uses(deviated, call))
            .map(PscCall::evidence)
            .or_else(|| elsewhere(facts, from));
        if let Some(evidence) = used {
            return Finding::non_conforme(
                Provenance::Constatee,
                "le logiciel se sert d'une réponse de Pro Santé Connect qui était altérée",
            )
            .with([deviated.evidence(), evidence]);
        }
        match lull(facts, "psc") {
            Ok(quiet) => Finding::conforme(
                Provenance::Constatee,
                "rien de la réponse altérée n'est employé ensuite",
            )
            .with([deviated.evidence(), quiet]),
            Err(finding) => finding,
        }
    }
}

#[cfg(test)]
mod tests {
    use banc_core::observed::psc::{ObservedPsc, PscAnswer};

    use super::super::psc_call::tests::{call, tokens};
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn altered(mut seen: ObservedPsc) -> ObservedPsc {
        seen.deviation = Some("essai".to_owned());
        seen
    }

    fn verdict(deviated: ObservedPsc, next: PscOperation) -> Verdict {
        let facts = Sample::new()
            .psc(altered(deviated), "")
            .psc(call(next, PscAnswer::Reussite), "")
            .lull("psc")
            .facts();
        DeviationStopped {}.judge(&facts).verdict
    }

    #[test]
    fn what_was_altered_is_not_used() {
        let back = || call(PscOperation::Autorisation, PscAnswer::Code);
        let token = || tokens(PscOperation::JetonCode);
        assert_eq!(verdict(token(), PscOperation::Jwks), Verdict::Conforme);
        assert_eq!(
            verdict(token(), PscOperation::Revocation),
            Verdict::Conforme
        );
        assert_eq!(
            verdict(token(), PscOperation::Userinfo),
            Verdict::NonConforme
        );
        assert_eq!(
            verdict(back(), PscOperation::JetonCode),
            Verdict::NonConforme
        );
        let unserved = Sample::new().psc(token(), "").lull("psc").facts();
        assert_eq!(
            DeviationStopped {}.judge(&unserved).verdict,
            Verdict::NonConcluant
        );
        let unwatched = Sample::new().psc(altered(token()), "").facts();
        assert_eq!(
            DeviationStopped {}.judge(&unwatched).verdict,
            Verdict::NonConcluant
        );
    }
}
