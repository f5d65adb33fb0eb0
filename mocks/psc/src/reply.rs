//! Answers on the wire: JSON, pages, redirections, OAuth errors.

use banc_core::observed::psc::{ObservedPsc, PscAnswer};
use banc_core::service::Answer;
use bytes::Bytes;
use serde::Serialize;

use crate::jose;

/// Realm named in challenges. Source: name of the realm.
const REALM_NAME: &str = "esante-wallet";

/// A refused call: what the wire says, and what it does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Denied {
    pub(crate) status: u16,
    pub(crate) error: String,
    pub(crate) description: Option<String>,
    /// `WWW-Authenticate`.
    challenge: Option<String>,
    /// The precise reason, for the investigator.
    reason: Option<String>,
    /// The rule or its wording is inferred.
    inferred: bool,
}

impl Denied {
    pub(crate) fn new(status: u16, error: &str, description: impl Into<String>) -> Self {
        Self {
            status,
            error: error.to_owned(),
            description: Some(description.into()),
            challenge: None,
            reason: None,
            inferred: false,
        }
    }

    /// Status 400.
    pub(crate) fn bad(error: &str, description: impl Into<String>) -> Self {
        Self::new(400, error, description)
    }

    /// `invalid_grant`.
    pub(crate) fn grant(description: impl Into<String>) -> Self {
        Self::bad("invalid_grant", description)
    }

    #[must_use]
    pub(crate) fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    #[must_use]
    pub(crate) fn inferred(mut self) -> Self {
        self.inferred = true;
        self
    }

    /// With a Basic challenge. Source: RFC 6749 §5.2.
    #[must_use]
    pub(crate) fn basic(mut self) -> Self {
        self.challenge = Some(format!("Basic realm=\"{REALM_NAME}\""));
        self
    }

    /// With a Bearer challenge that repeats the error. Source: Keycloak, RFC 6750 §3.
    #[must_use]
    pub(crate) fn bearer(mut self) -> Self {
        let description = self.description.as_deref().unwrap_or_default();
        self.challenge = Some(format!(
            "Bearer realm=\"{REALM_NAME}\", error=\"{}\", error_description=\"{description}\"",
            self.error
        ));
        self
    }

    /// Writes what was refused and why.
    pub(crate) fn note(&self, seen: &mut ObservedPsc) {
        seen.answer = PscAnswer::Erreur {
            error: self.error.clone(),
            description: self.description.clone(),
        };
        seen.inferred |= self.inferred;
        if let Some(reason) = &self.reason {
            seen.refusal_reason = Some(reason.clone());
        }
    }

    /// The JSON answer.
    pub(crate) fn answer(&self) -> Answer {
        #[derive(Serialize)]
        struct Body<'a> {
            error: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            error_description: Option<&'a str>,
        }
        let body = Body {
            error: &self.error,
            error_description: self.description.as_deref(),
        };
        let mut answer = json(self.status, &body);
        if let Some(challenge) = &self.challenge {
            answer.headers.push(("www-authenticate", challenge.clone()));
        }
        answer
    }
}

/// A JSON answer that no cache keeps.
pub(crate) fn json(status: u16, body: &impl Serialize) -> Answer {
    with_type(status, "application/json", jose::json(body))
}

/// An answer of that type that no cache keeps.
pub(crate) fn with_type(status: u16, media: &str, body: String) -> Answer {
    Answer {
        status,
        headers: vec![
            ("content-type", media.to_owned()),
            // Source: RFC 6749 §5.1.
            ("cache-control", "no-store".to_owned()),
            ("pragma", "no-cache".to_owned()),
        ],
        body: Bytes::from(body),
        observed: None,
    }
}

/// An answer without body.
pub(crate) fn empty(status: u16) -> Answer {
    Answer {
        status,
        headers: vec![("cache-control", "no-store".to_owned())],
        ..Answer::default()
    }
}

/// A page for a person.
pub(crate) fn html(status: u16, page: String) -> Answer {
    let mut answer = with_type(status, "text/html; charset=utf-8", page);
    answer.headers.extend([
        ("referrer-policy", "no-referrer".to_owned()),
        ("x-content-type-options", "nosniff".to_owned()),
        ("content-security-policy", crate::page::POLICY.to_owned()),
    ]);
    answer
}

/// A redirection.
pub(crate) fn redirect(location: String) -> Answer {
    let mut answer = empty(302);
    answer.headers.push(("location", location));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_on_the_wire_only_what_it_must() {
        let denied = Denied::new(401, "invalid_token", "Token verification failed")
            .bearer()
            .because("signature")
            .inferred();
        let answer = denied.answer();
        assert_eq!(
            answer.body,
            "{\"error\":\"invalid_token\",\"error_description\":\"Token verification failed\"}"
        );
        let challenge = answer
            .headers
            .iter()
            .find(|(name, _)| *name == "www-authenticate");
        assert_eq!(
            challenge.unwrap().1,
            "Bearer realm=\"esante-wallet\", error=\"invalid_token\", error_description=\"Token verification failed\""
        );
        let mut seen = ObservedPsc::default();
        denied.note(&mut seen);
        assert!(seen.inferred && seen.refusal_reason.as_deref() == Some("signature"));
    }
}
