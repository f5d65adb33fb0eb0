//! What a request says, before anything is decided: used by the answers, and alone when an injected
//! fault answers in the provider's place.

use banc_core::observed::psc::{
    AskedAuthorization, AskedCiba, AskedGrant, AskedLogout, ObservedPsc, PscOperation, VERSION,
};
use banc_core::service::Call;

use crate::address::{self, Place};
use crate::client::authentication::Credentials;
use crate::parameters::Parameters;

/// `grant_type` of CIBA.
pub(crate) const CIBA_GRANT: &str = "urn:openid:params:grant-type:ciba";

/// Parameters of an authorization request that have a member of their own in what is observed.
const AUTHORIZATION: [&str; 11] = [
    "client_id",
    "response_type",
    "scope",
    "acr_values",
    "state",
    "nonce",
    "redirect_uri",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "max_age",
];

/// A request as read.
pub(crate) struct Read {
    pub(crate) parameters: Parameters,
    pub(crate) credentials: Credentials,
    pub(crate) seen: ObservedPsc,
}

/// The operation of a place; the token endpoint's depends on the grant.
pub(crate) fn operation(place: Place, parameters: &Parameters) -> Option<PscOperation> {
    Some(match place {
        Place::WalletDiscovery | Place::Discovery => PscOperation::Decouverte,
        Place::Jwks => PscOperation::Jwks,
        Place::Authorization => PscOperation::Autorisation,
        Place::Login => PscOperation::Connexion,
        Place::Token => match parameters.get("grant_type") {
            Some("authorization_code") => PscOperation::JetonCode,
            Some("refresh_token") => PscOperation::JetonRenouvellement,
            Some(CIBA_GRANT) => PscOperation::JetonCiba,
            _ => PscOperation::JetonAutre,
        },
        Place::UserInfo => PscOperation::Userinfo,
        Place::Introspection => PscOperation::Introspection,
        Place::Revocation => PscOperation::Revocation,
        Place::Logout => PscOperation::Deconnexion,
        Place::Ciba => PscOperation::Ciba,
        Place::Ecps | Place::Portal => PscOperation::Ecps,
        Place::Nowhere => return None,
    })
}

/// Every operation, with its name in plans.
pub(crate) const OPERATIONS: [(PscOperation, &str); 14] = [
    (PscOperation::Decouverte, "decouverte"),
    (PscOperation::Jwks, "jwks"),
    (PscOperation::Autorisation, "autorisation"),
    (PscOperation::Connexion, "connexion"),
    (PscOperation::JetonCode, "jeton_code"),
    (PscOperation::JetonRenouvellement, "jeton_renouvellement"),
    (PscOperation::JetonCiba, "jeton_ciba"),
    (PscOperation::JetonAutre, "jeton_autre"),
    (PscOperation::Userinfo, "userinfo"),
    (PscOperation::Introspection, "introspection"),
    (PscOperation::Revocation, "revocation"),
    (PscOperation::Deconnexion, "deconnexion"),
    (PscOperation::Ciba, "ciba"),
    (PscOperation::Ecps, "ecps"),
];

/// Reads a request. Changes nothing, and writes no secret in what is observed.
pub(crate) fn read(call: &Call<'_>, place: Place) -> Read {
    let request = call.request;
    let parameters = Parameters::of(request);
    let credentials = Credentials::read(request.header("authorization"), &parameters);
    let certificate = call.connection.tls.as_ref();
    let certificate = certificate.and_then(|tls| tls.client_certificate.as_ref());
    let mut seen = ObservedPsc {
        version: VERSION,
        operation: operation(place, &parameters),
        client_id: credentials.client_id.clone(),
        certificate: certificate.map(|facts| facts.subject.clone()),
        user_agent: request.header("user-agent").map(str::to_owned),
        ..ObservedPsc::default()
    };
    match place {
        Place::Authorization => {
            seen.authorization = Some(authorization(&parameters));
            if address::path(request) == "/auth/" {
                seen.quirks.push("barre_finale".to_owned());
            }
        }
        Place::Token => {
            seen.grant = Some(AskedGrant {
                grant_type: parameters.owned("grant_type"),
                redirect_uri: parameters.owned("redirect_uri"),
                code_verifier: parameters.has("code_verifier"),
                ..AskedGrant::default()
            });
        }
        Place::Ciba => seen.ciba = Some(ciba(&parameters)),
        Place::Logout => {
            seen.logout = Some(AskedLogout {
                post_logout_redirect_uri: parameters.owned("post_logout_redirect_uri"),
                state: parameters.owned("state"),
                refresh_token: parameters.filled("refresh_token").is_some(),
                ..AskedLogout::default()
            });
        }
        _ => {}
    }
    Read {
        parameters,
        credentials,
        seen,
    }
}

fn authorization(parameters: &Parameters) -> AskedAuthorization {
    AskedAuthorization {
        response_type: parameters.owned("response_type"),
        scope: parameters.owned("scope"),
        acr_values: parameters.owned("acr_values"),
        state: parameters.owned("state"),
        nonce: parameters.owned("nonce"),
        redirect_uri: parameters.owned("redirect_uri"),
        code_challenge: parameters.owned("code_challenge"),
        code_challenge_method: parameters.owned("code_challenge_method"),
        prompt: parameters.owned("prompt"),
        max_age: parameters.owned("max_age"),
        repeated: parameters.repeated(),
        others: parameters.others(&AUTHORIZATION),
    }
}

fn ciba(parameters: &Parameters) -> AskedCiba {
    AskedCiba {
        scope: parameters.owned("scope"),
        acr_values: parameters.owned("acr_values"),
        login_hint: parameters.owned("login_hint"),
        binding_message: parameters.owned("binding_message"),
        channel: parameters.owned("channel"),
        ..AskedCiba::default()
    }
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(call: &'a Call<'_>, name: &str) -> Option<&'a str> {
    let headers = call.request.headers.iter();
    headers
        .filter(|(header, _)| header.eq_ignore_ascii_case("cookie"))
        .flat_map(|(_, value)| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(candidate, _)| *candidate == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_as_they_are_written_in_the_journal() {
        for (operation, name) in OPERATIONS {
            assert_eq!(serde_json::to_value(operation).unwrap(), name);
        }
    }
}
