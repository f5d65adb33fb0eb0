//! The code that Pro Santé Connect gave was exchanged by the same client, authenticated, for tokens.
//! Source: ANS implementation guide; PKCE as in RFC 7636: a verifier when, and only when, there was
//! a challenge. PKCE itself is not asked for by any text that was found.

use banc_core::observed::psc::{PscAnswer, PscOperation};
use serde::{Deserialize, Serialize};

use super::psc_call::{PscCall, window_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeExchanged {}

fn wrong(request: &PscCall<'_>, exchange: &PscCall<'_>) -> Option<&'static str> {
    let asked = request.observed.authorization.as_ref()?;
    let Some(grant) = &exchange.observed.grant else {
        return Some("l'échange ne se lit pas");
    };
    if exchange.observed.client_authentication.is_none() {
        return Some("le logiciel ne s'authentifie pas pour échanger le code");
    }
    if exchange.observed.client_id != request.observed.client_id {
        return Some("le code est échangé par un autre client que celui qui l'a demandé");
    }
    if grant.redirect_uri != asked.redirect_uri {
        return Some("l'échange ne redit pas la même adresse de retour");
    }
    if asked.code_challenge.is_some() != grant.code_verifier {
        return Some("défi et preuve PKCE ne vont pas ensemble");
    }
    (!exchange.gave_tokens()).then_some("Pro Santé Connect refuse l'échange du code")
}

impl Judge for CodeExchanged {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = window_calls(facts);
        let is_code = |call: &PscCall<'_>| matches!(call.observed.answer, PscAnswer::Code);
        // A browser that loads the address again after the exchange gets a code that nobody wants.
        let last = calls
            .iter()
            .rposition(|call| call.is(PscOperation::JetonCode));
        let wanted = calls[..last.unwrap_or_default()].iter().rposition(is_code);
        let given = wanted.or_else(|| calls.iter().rposition(is_code));
        let Some(given) = given else {
            return Finding::non_concluant("Pro Santé Connect n'a donné aucun code");
        };
        let request = calls[..=given]
            .iter()
            .rev()
            .find(|call| call.observed.authorization.is_some());
        let Some(request) = request else {
            return Finding::non_concluant("la demande qui a donné le code n'a pas été vue");
        };
        let exchange = calls[given..]
            .iter()
            .find(|call| call.is(PscOperation::JetonCode));
        let Some(exchange) = exchange else {
            return Finding::non_conforme(
                Provenance::Constatee,
                "le code donné par Pro Santé Connect n'est jamais échangé",
            )
            .with([calls[given].evidence()]);
        };
        let evidence = [request.evidence(), exchange.evidence()];
        if let Some(reason) = wrong(request, exchange) {
            return Finding::non_conforme(Provenance::Constatee, reason).with(evidence);
        }
        let finding = Finding::conforme(
            Provenance::Constatee,
            "le code est échangé contre des jetons par le logiciel, authentifié",
        )
        .with(evidence);
        let method = request
            .observed
            .authorization
            .as_ref()
            .and_then(|asked| asked.code_challenge_method.as_deref());
        if method == Some("plain") {
            finding.capped("le défi PKCE voyage en clair")
        } else {
            finding
        }
    }
}

#[cfg(test)]
mod tests {
    use banc_core::observed::psc::{
        AskedAuthorization, AskedGrant, ObservedPsc, PscClientAuthentication,
    };

    use super::super::psc_call::tests::{call, tokens};
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn request() -> ObservedPsc {
        ObservedPsc {
            authorization: Some(AskedAuthorization {
                redirect_uri: Some("r".to_owned()),
                code_challenge: Some("c".to_owned()),
                code_challenge_method: Some("S256".to_owned()),
                ..AskedAuthorization::default()
            }),
            ..call(PscOperation::Autorisation, PscAnswer::Code)
        }
    }

    fn exchange() -> ObservedPsc {
        ObservedPsc {
            client_authentication: Some(PscClientAuthentication::ClientSecretBasic),
            grant: Some(AskedGrant {
                redirect_uri: Some("r".to_owned()),
                code_verifier: true,
                ..AskedGrant::default()
            }),
            ..tokens(PscOperation::JetonCode)
        }
    }

    fn verdict(exchange: Option<ObservedPsc>) -> Verdict {
        let mut sample = Sample::new().psc(request(), "");
        if let Some(exchange) = exchange {
            sample = sample.psc(exchange, "");
        }
        CodeExchanged {}.judge(&sample.facts()).verdict
    }

    #[test]
    fn the_code_must_be_exchanged_by_its_own_client() {
        assert_eq!(verdict(Some(exchange())), Verdict::Conforme);
        assert_eq!(verdict(None), Verdict::NonConforme);
        let mut naked = exchange();
        naked.client_authentication = None;
        assert_eq!(verdict(Some(naked)), Verdict::NonConforme);
        let mut other = exchange();
        other.client_id = Some("banc-lgc-autre".to_owned());
        assert_eq!(verdict(Some(other)), Verdict::NonConforme);
        let mut without_proof = exchange();
        without_proof.grant = Some(AskedGrant {
            redirect_uri: Some("r".to_owned()),
            ..AskedGrant::default()
        });
        assert_eq!(verdict(Some(without_proof)), Verdict::NonConforme);
        let facts = Sample::new().facts();
        assert_eq!(
            CodeExchanged {}.judge(&facts).verdict,
            Verdict::NonConcluant
        );
    }

    #[test]
    fn a_code_given_again_after_the_exchange_is_not_held_against_the_software() {
        let sample = Sample::new().psc(request(), "").psc(exchange(), "");
        let facts = sample.psc(request(), "").facts();
        assert_eq!(CodeExchanged {}.judge(&facts).verdict, Verdict::Conforme);
    }

    #[test]
    fn a_plain_challenge_is_for_a_human() {
        let mut plain = request();
        if let Some(asked) = &mut plain.authorization {
            asked.code_challenge_method = Some("plain".to_owned());
        }
        let facts = Sample::new().psc(plain, "").psc(exchange(), "").facts();
        assert_eq!(CodeExchanged {}.judge(&facts).verdict, Verdict::ARevoir);
    }
}
