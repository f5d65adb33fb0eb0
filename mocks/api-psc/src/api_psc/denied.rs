//! Refusals of the authorization server and of the protected API, and how each is written.

use banc_core::observed::api_psc::{ApiPscAnswer, ObservedApiPsc};
use banc_core::service::Answer;
use serde_json::{Map, Value};

use crate::reply::json;

/// Refusals that the fault plan may ask for, by name.
pub(super) const NAMED: [&str; 9] = [
    "invalid_client",
    "invalid_request",
    "invalid_scope",
    "invalid_target",
    "jeton_psc_perime",
    "temporarily_unavailable",
    "unsupported_grant_type",
    "invalid_token",
    "insufficient_scope",
];

/// A refusal.
#[derive(Debug)]
pub(super) struct Denied {
    pub(super) status: u16,
    /// `error`.
    pub(super) error: &'static str,
    /// `error_description`.
    pub(super) description: String,
    /// For the investigator, when the wire says less.
    pub(super) reason: Option<Box<str>>,
    /// Where the user must authenticate again, with the member that says it.
    pub(super) authentication: Option<Box<(String, String)>>,
    /// `WWW-Authenticate`, when the refusal bears one.
    pub(super) challenge: Option<Box<str>>,
    /// False when a text attests both the code and the status.
    pub(super) inferred: bool,
}

impl Denied {
    /// An OAuth error, its words inferred. Source of the shape: RFC 6749 §5.2.
    pub(super) fn oauth(status: u16, error: &'static str, description: impl Into<String>) -> Self {
        Self {
            status,
            error,
            description: description.into(),
            reason: None,
            authentication: None,
            challenge: None,
            inferred: true,
        }
    }

    /// An error of a bearer token. Source: RFC 6750 §3, which has no code for a request without
    /// any token.
    pub(super) fn bearer(status: u16, error: &'static str, description: &str) -> Self {
        let challenge = if error.is_empty() {
            "Bearer realm=\"apipsc\"".to_owned()
        } else {
            format!(
                "Bearer realm=\"apipsc\", error=\"{error}\", error_description=\"{description}\""
            )
        };
        Self {
            challenge: Some(challenge.into()),
            ..Self::oauth(status, error, description)
        }
    }

    #[must_use]
    pub(super) fn because(mut self, reason: impl Into<Box<str>>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// The answer; notes it in what was understood.
    pub(super) fn answer(self, seen: &mut ObservedApiPsc) -> Answer {
        let mut body = Map::new();
        if !self.error.is_empty() {
            body.insert("error".to_owned(), self.error.into());
        }
        body.insert(
            "error_description".to_owned(),
            self.description.clone().into(),
        );
        if let Some(authentication) = self.authentication {
            let (member, url) = *authentication;
            body.insert(member, url.into());
        }
        let mut answer = json(self.status, &Value::Object(body));
        // Source: IG ans.fr.securisation-transport 1.2.0 for the successful answer; RFC 6749 §5.1
        // wants it of every answer that may hold a token.
        answer
            .headers
            .push(("cache-control", "no-cache, no-store".to_owned()));
        if let Some(challenge) = self.challenge {
            answer.headers.push(("www-authenticate", challenge.into()));
        }
        seen.answer = ApiPscAnswer::Erreur {
            error: if self.error.is_empty() {
                self.status.to_string()
            } else {
                self.error.to_owned()
            },
            description: Some(self.description.clone()),
        };
        seen.inferred |= self.inferred;
        seen.refusal_reason = Some(self.reason.map_or(self.description, String::from));
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_without_a_token_is_told_no_error_code() {
        let mut seen = ObservedApiPsc::default();
        let answer = Denied::bearer(401, "", "jeton absent").answer(&mut seen);
        let challenge = answer
            .headers
            .iter()
            .find(|(name, _)| *name == "www-authenticate");
        assert_eq!(challenge.unwrap().1, "Bearer realm=\"apipsc\"");
        assert_eq!(&answer.body[..], br#"{"error_description":"jeton absent"}"#);
        assert!(matches!(seen.answer, ApiPscAnswer::Erreur { error, .. } if error == "401"));
    }
}
