//! What a sign-in gave.

use serde_json::Value;

use super::answer::Answer;

/// A sign-in whose id_token passed every check.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// The code that was exchanged; empty when there was none.
    pub(crate) code: String,
    /// The answer of the token endpoint.
    pub(crate) tokens: Answer,
    /// Claims of the id_token.
    pub(crate) claims: Value,
    /// True when a page asked who was there.
    pub(crate) asked: bool,
}

impl Session {
    /// The access token.
    pub(crate) fn access_token(&self) -> &str {
        self.tokens.text_member("access_token")
    }

    /// The id_token.
    pub(crate) fn id_token(&self) -> &str {
        self.tokens.text_member("id_token")
    }

    /// The refresh token.
    pub(crate) fn refresh_token(&self) -> &str {
        self.tokens.text_member("refresh_token")
    }

    /// `sub` of the id_token.
    pub(crate) fn subject(&self) -> &str {
        self.claims["sub"].as_str().unwrap()
    }

    /// When the person was identified, in seconds since 1970.
    pub(crate) fn auth_time(&self) -> i64 {
        self.claims["auth_time"]
            .as_i64()
            .unwrap_or_else(|| panic!("no auth_time in {}", self.claims))
    }
}
