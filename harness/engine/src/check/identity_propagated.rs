//! The calls to INSi bear the identity of the professional whom Pro Santé Connect identified.
//! Source: `SC.PSC.10`, `SC.INS/PSC.01`. How the token travels to INSi was not found: the form of the
//! API Pro Santé Connectées is assumed (inferred), so nothing here is better than À revoir.

use banc_core::observed::insi::{InsiAnswer, InsiAuthentication};
use serde::{Deserialize, Serialize};

use super::reading::{InsiCall, injured, insi_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityPropagated {
    /// `SubjectNameID` of the professional.
    pub identifiant: String,
}

impl IdentityPropagated {
    fn wrong(&self, call: &InsiCall<'_>) -> Option<&'static str> {
        if call.observed.authentication != Some(InsiAuthentication::Psc) {
            return Some("un appel à INSi ne porte pas l'identité Pro Santé Connect");
        }
        let bearer = call.observed.api_token.as_ref();
        if bearer.is_some_and(|token| token.subject != self.identifiant) {
            return Some("un appel à INSi porte le jeton d'un autre professionnel");
        }
        if call.observed.signer.as_ref() != Some(&self.identifiant) {
            return Some("un appel à INSi porte l'identité d'un autre professionnel");
        }
        None
    }
}

impl Judge for IdentityPropagated {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = insi_calls(facts);
        if calls.is_empty() {
            return Finding::non_concluant("INSi n'a reçu aucun appel pendant l'action");
        }
        if let Some((call, reason)) = calls
            .iter()
            .find_map(|call| Some((call, self.wrong(call)?)))
        {
            return Finding::non_conforme(Provenance::Constatee, reason).with([call.evidence()]);
        }
        // A refusal may come from the form that the bench assumes: it is not held against the software.
        let refused = calls.iter().find(|call| {
            matches!(call.observed.answer, InsiAnswer::Refus { .. }) && !injured(call.exchange)
        });
        if let Some(call) = refused {
            return Finding::non_concluant(
                "INSi refuse l'appel, d'après une règle que le banc déduit",
            )
            .with([call.evidence()]);
        }
        Finding::conforme(
            Provenance::Constatee,
            "chaque appel à INSi porte l'identité du professionnel identifié",
        )
        .with(calls.iter().map(InsiCall::evidence))
        .capped("la façon dont le jeton voyage jusqu'à INSi est déduite")
    }
}

#[cfg(test)]
pub(super) mod tests {
    use banc_core::observed::insi::{InsiOperation, ObservedInsi, SeenApiToken};

    use super::super::sample::{Sample, answered};
    use super::super::session_open::tests::KIT;
    use super::*;
    use crate::verdict::Verdict;

    /// A search that bears the identity of the professional of the samples.
    pub(in super::super) fn borne(client: &str) -> ObservedInsi {
        ObservedInsi {
            authentication: Some(InsiAuthentication::Psc),
            signer: Some(KIT.to_owned()),
            api_token: Some(SeenApiToken {
                subject: KIT.to_owned(),
                client_id: client.to_owned(),
                certificate: Some("CN=essai".to_owned()),
            }),
            ..answered(InsiOperation::RechercheTraits, "00")
        }
    }

    fn verdict(change: impl FnOnce(&mut ObservedInsi)) -> Verdict {
        let mut seen = borne("banc-lgc-api");
        change(&mut seen);
        let facts = Sample::new().call(seen, "").facts();
        let check = IdentityPropagated {
            identifiant: KIT.to_owned(),
        };
        check.judge(&facts).verdict
    }

    #[test]
    fn the_identity_is_that_of_the_session() {
        assert_eq!(verdict(|_| {}), Verdict::ARevoir);
        let card = Some(InsiAuthentication::Cpx);
        assert_eq!(
            verdict(|seen| seen.authentication = card),
            Verdict::NonConforme
        );
        let other = || "899700218896".to_owned();
        assert_eq!(
            verdict(|seen| seen.signer = Some(other())),
            Verdict::NonConforme
        );
        assert_eq!(
            verdict(|seen| {
                if let Some(token) = &mut seen.api_token {
                    token.subject = other();
                }
            }),
            Verdict::NonConforme
        );
        let refusal = InsiAnswer::Refus {
            code: "desir_1002".to_owned(),
        };
        assert_eq!(verdict(|seen| seen.answer = refusal), Verdict::NonConcluant);
        let check = IdentityPropagated {
            identifiant: KIT.to_owned(),
        };
        let nothing = Sample::new().facts();
        assert_eq!(check.judge(&nothing).verdict, Verdict::NonConcluant);
    }
}
