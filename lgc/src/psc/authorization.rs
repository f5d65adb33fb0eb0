//! The authorization request that the browser carries, and what it brings back.
//!
//! Source: psc §3: code flow, `scope=openid scope_all`, `acr_values=eidas1` (SC.PSC.08), `state` and
//! `nonce` (ANSSI guidance), PKCE S256 (RFC 7636), `iss` in the answer (RFC 9207).

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use url::Url;
use uuid::Uuid;

use super::back_channel::PSC;
use super::failure::PscFailure;
use super::metadata::Metadata;
use crate::defauts::{Defect, DefectSet};

/// Scope asked for: the only one that Pro Santé Connect serves.
pub const SCOPE: &str = "openid scope_all";
/// Level of authentication asked for: the only one accepted today.
pub const ACR: &str = "eidas1";

/// The level this software asks for; none when it forgets to.
pub fn asked_acr(defects: &DefectSet) -> Option<&'static str> {
    if defects.has(Defect::AcrValuesAbsent) {
        return None;
    }
    Some(if defects.has(Defect::AcrValuesAutre) {
        "eidas2"
    } else {
        ACR
    })
}

/// The secrets of one sign-in by the browser.
#[derive(Clone, PartialEq, Eq)]
pub struct SignInSecrets {
    /// Binds the answer to the request.
    pub state: String,
    /// Binds the id_token to the request.
    pub nonce: String,
    /// PKCE.
    pub verifier: String,
}

impl std::fmt::Debug for SignInSecrets {
    /// Hides them.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SignInSecrets")
    }
}

impl SignInSecrets {
    /// New ones.
    pub fn draw(defects: &DefectSet) -> Self {
        Self {
            state: if defects.has(Defect::StateConstant) {
                "lgc-de-reference".to_owned()
            } else {
                random()
            },
            nonce: random(),
            verifier: random(),
        }
    }
}

/// An unguessable text of 64 characters, good as a PKCE verifier too.
pub fn random() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

/// The address where the browser goes. `again` asks for a new authentication whatever the session.
pub fn address(
    metadata: &Metadata,
    client_id: &str,
    redirect_uri: &str,
    secrets: &SignInSecrets,
    again: bool,
    defects: &DefectSet,
) -> Result<String, PscFailure> {
    let mut url =
        Url::parse(&metadata.authorization_endpoint).map_err(|error| PscFailure::Unreadable {
            service: PSC,
            reason: format!("authorization_endpoint : {error}"),
        })?;
    {
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", client_id)
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("scope", SCOPE)
            .append_pair("state", &secrets.state)
            .append_pair("nonce", &secrets.nonce)
            .append_pair("code_challenge", &challenge(&secrets.verifier))
            .append_pair("code_challenge_method", "S256");
        if let Some(acr) = asked_acr(defects) {
            query.append_pair("acr_values", acr);
        }
        if again {
            query.append_pair("prompt", "login");
        }
    }
    Ok(url.into())
}

/// PKCE, method S256.
fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()))
}

/// What the browser brings back.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Callback {
    /// `code`.
    pub code: Option<String>,
    /// `state`.
    pub state: Option<String>,
    /// `iss`.
    pub iss: Option<String>,
    /// `error`.
    pub error: Option<String>,
    /// `error_description`.
    pub error_description: Option<String>,
}

impl Callback {
    /// The code, once the answer is known to be that of the request.
    pub fn code(
        self,
        metadata: &Metadata,
        secrets: &SignInSecrets,
        defects: &DefectSet,
    ) -> Result<String, PscFailure> {
        if self.state.as_deref() != Some(&secrets.state) && !defects.has(Defect::StateIgnore) {
            return Err(PscFailure::NotBelieved(
                "le paramètre state n'est pas celui envoyé".to_owned(),
            ));
        }
        let named = match &self.iss {
            Some(iss) => *iss == metadata.issuer,
            None => !metadata.authorization_response_iss_parameter_supported,
        };
        if !named && !defects.has(Defect::IssIgnore) {
            return Err(PscFailure::NotBelieved(
                "la réponse ne vient pas de l'émetteur interrogé (iss)".to_owned(),
            ));
        }
        if let Some(error) = self.error {
            return Err(PscFailure::Refused {
                service: PSC,
                error,
                description: self.error_description,
            });
        }
        self.code
            .filter(|code| !code.is_empty())
            .ok_or_else(|| PscFailure::NotBelieved("la réponse n'a pas de code".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata() -> Metadata {
        serde_json::from_value(serde_json::json!({
            "issuer": "https://psc.test/realm", "authorization_endpoint": "https://psc.test/auth",
            "token_endpoint": "", "userinfo_endpoint": "", "jwks_uri": "", "end_session_endpoint": "",
            "authorization_response_iss_parameter_supported": true,
        }))
        .unwrap()
    }

    fn callback(state: &str, iss: Option<&str>) -> Callback {
        Callback {
            code: Some("c".into()),
            state: Some(state.into()),
            iss: iss.map(Into::into),
            ..Callback::default()
        }
    }

    #[test]
    fn the_request_bears_what_the_referential_asks() {
        let defects = DefectSet::default();
        let secrets = SignInSecrets::draw(&defects);
        let url = address(
            &metadata(),
            "lgc",
            "http://127.0.0.1:1/psc/retour",
            &secrets,
            false,
            &defects,
        )
        .unwrap();
        let url = Url::parse(&url).unwrap();
        let get = |name: &str| {
            url.query_pairs()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
        };
        assert_eq!(get("acr_values").as_deref(), Some("eidas1"));
        assert_eq!(get("scope").as_deref(), Some("openid scope_all"));
        assert_eq!(get("code_challenge_method").as_deref(), Some("S256"));
        assert_eq!(get("state"), Some(secrets.state));
        assert_eq!(get("nonce"), Some(secrets.nonce));
        assert_eq!(get("prompt"), None);
    }

    /// RFC 7636, appendix B.
    #[test]
    fn the_challenge_is_that_of_the_rfc() {
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn an_answer_to_another_question_is_refused() {
        let defects = DefectSet::default();
        let secrets = SignInSecrets::draw(&defects);
        let issuer = Some("https://psc.test/realm");
        let code = |callback: Callback| callback.code(&metadata(), &secrets, &defects);
        assert_eq!(code(callback(&secrets.state, issuer)).unwrap(), "c");
        assert!(code(callback("autre", issuer)).is_err());
        assert!(code(callback(&secrets.state, None)).is_err());
        assert!(code(callback(&secrets.state, Some("https://autre.test"))).is_err());
        let refused = Callback {
            error: Some("access_denied".into()),
            ..callback(&secrets.state, issuer)
        };
        assert_eq!(
            code(refused).unwrap_err().oauth_error(),
            Some("access_denied")
        );
    }
}
