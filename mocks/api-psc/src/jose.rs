//! A glance at a JWT of which nothing is verified: its algorithm and its claims.
//!
//! What is verified is verified elsewhere: by PSC's introspection for its tokens, by
//! [`crate::keys`] for ours.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// A token in three parts whose first two are JSON objects.
#[derive(Debug)]
pub(crate) struct Glance {
    /// `alg` of its header, empty when there is none.
    pub(crate) algorithm: String,
    /// Its claims.
    pub(crate) claims: Map<String, Value>,
}

impl Glance {
    /// A claim that is a text.
    pub(crate) fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim)?.as_str()
    }

    /// True for a token that nobody signed.
    pub(crate) fn is_unsigned(&self) -> bool {
        self.algorithm.is_empty() || self.algorithm.eq_ignore_ascii_case("none")
    }
}

/// Reads a token; none when it is not a JWT.
pub(crate) fn glance(token: &str) -> Option<Glance> {
    let mut parts = token.split('.');
    let (header, claims) = (parts.next()?, parts.next()?);
    parts.next()?;
    if parts.next().is_some() {
        return None;
    }
    let object = |part: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
        serde_json::from_slice::<Map<String, Value>>(&bytes).ok()
    };
    let header = object(header)?;
    Some(Glance {
        algorithm: header
            .get("alg")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        claims: object(claims)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unsigned_token_is_known_as_such() {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let token = format!("{}.{}.", part(r#"{"alg":"None"}"#), part(r#"{"iss":"x"}"#));
        let seen = glance(&token).unwrap();
        assert!(seen.is_unsigned());
        assert_eq!(seen.text("iss"), Some("x"));
        for text in ["", "a.b", "a.b.c", "a.b.c.d", &format!("{token}.")] {
            assert!(glance(text).is_none(), "{text}");
        }
    }
}
