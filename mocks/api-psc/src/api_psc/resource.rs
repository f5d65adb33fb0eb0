//! The protected API: the conformance API, which signs session data, and a generic resource.
//!
//! Source: IG ans.fr.securisation-transport 1.2.0: the API verifies the token, the scopes, then the
//! certificate against `cnf`; missing or invalid is 401 with the API's own description. The words
//! are inferred; the codes are those of RFC 6750 §3.1 and RFC 8705 §3.

use banc_core::api_token::ApiTokenRefusal;
use banc_core::exchange::Request;
use banc_core::observed::api_psc::{ApiPscAnswer, ObservedApiPsc};
use banc_core::service::{Answer, Call};
use serde_json::{Map, Value, json};

use super::denied::Denied;
use super::token::Claims;
use super::{ApiPsc, PATH_SIGNATURE, api_path};
use crate::outgoing::text;
use crate::reply::{certificate, json as json_answer, split};

/// Members of the session data. Source: API PSC tests de conformité.
const SESSION_DATA: [&str; 4] = [
    "nationalId",
    "clientID",
    "proxy_session_id",
    "session_state",
];

/// The bearer token of a request; the scheme's case is free (RFC 9110 §11.1).
pub(super) fn bearer(request: &Request) -> Option<&str> {
    let (scheme, token) = request.header("authorization")?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

impl ApiPsc {
    pub(super) fn resource(
        &self,
        call: &Call<'_>,
        seen: &mut ObservedApiPsc,
    ) -> Result<Answer, Denied> {
        if let Some(code) = call.refusal {
            return Err(planned(code));
        }
        let claims = self.admitted(call)?;
        let (path, _) = split(&call.request.target);
        let body = if api_path(path) == Some(PATH_SIGNATURE) {
            self.sign_session_data(call, Claims(&claims), seen)?
        } else {
            described(Claims(&claims))
        };
        seen.answer = ApiPscAnswer::Reussite;
        Ok(json_answer(200, &body))
    }

    /// The claims of the token of a call that may be served.
    fn admitted(&self, call: &Call<'_>) -> Result<Map<String, Value>, Denied> {
        let token = bearer(call.request)
            .ok_or_else(|| Denied::bearer(401, "", "the request bears no API token"))?;
        let claims = self
            .living(token, call.clock.now())
            .map_err(|refusal| refused(&refusal))?;
        let seen = Claims(&claims);
        let needed = self.config.ressource.portee.as_str();
        if !needed.is_empty() && !seen.scopes().any(|scope| scope == needed) {
            return Err(Denied::bearer(
                403,
                "insufficient_scope",
                "the API token does not bear the scope of this API",
            )
            .because(format!("scope `{needed}` is needed")));
        }
        if !seen.is_bound_to(certificate(call)) {
            return Err(refused(&ApiTokenRefusal::NotBound));
        }
        Ok(claims)
    }

    /// Signs the session data. The form of the signature was not found: ours is a compact JWS,
    /// RS256, whose content is the four members, and whose key is in the key set.
    fn sign_session_data(
        &self,
        call: &Call<'_>,
        token: Claims<'_>,
        seen: &mut ObservedApiPsc,
    ) -> Result<Value, Denied> {
        let denied = |description: String| Denied::oauth(400, "invalid_request", description);
        let given: Map<String, Value> = serde_json::from_slice(&call.request.body.bytes)
            .map_err(|error| denied(format!("the body is not a JSON object: {error}")))?;
        let mut signed = Map::new();
        for member in SESSION_DATA {
            let value = text(&given, member)
                .filter(|value| !value.is_empty())
                .ok_or_else(|| denied(format!("{member} is missing")))?;
            signed.insert(member.to_owned(), value.into());
        }
        // Whether the real API compares them was not found.
        if text(&signed, "nationalId") != token.subject() {
            seen.quirks.push("identite_differente_du_jeton".to_owned());
        }
        let signature = self
            .keys
            .sign("JOSE", &signed)
            .ok_or_else(|| Denied::oauth(500, "server_error", "the data was not signed"))?;
        signed.insert("signature".to_owned(), signature.into());
        Ok(Value::Object(signed))
    }
}

/// The generic resource: what the API knows of its caller.
fn described(token: Claims<'_>) -> Value {
    json!({
        "sub": token.subject(),
        "client_id": token.client_id(),
        "scope": token.text("scope"),
        "session_state": token.text("session_state"),
    })
}

fn refused(refusal: &ApiTokenRefusal) -> Denied {
    Denied::bearer(401, "invalid_token", &refusal.to_string())
}

fn planned(code: &str) -> Denied {
    let asked = "refus demandé par le plan de pannes";
    match code {
        "insufficient_scope" => Denied::bearer(403, "insufficient_scope", "insufficient scope"),
        "temporarily_unavailable" => {
            Denied::oauth(503, "temporarily_unavailable", "service unavailable")
        }
        "invalid_request" => Denied::oauth(400, "invalid_request", "invalid request"),
        _ => refused(&ApiTokenRefusal::Inactive),
    }
    .because(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bearer_token_is_found_whatever_the_case_of_its_scheme() {
        let request = |value: &str| Request {
            headers: vec![("Authorization".to_owned(), value.to_owned())],
            ..Request::default()
        };
        assert_eq!(bearer(&request("bearer a.b.c")), Some("a.b.c"));
        for other in ["Basic a", "Bearer", "Bearer  ", ""] {
            assert_eq!(bearer(&request(other)), None, "{other}");
        }
    }
}
