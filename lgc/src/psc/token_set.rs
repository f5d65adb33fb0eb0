//! The tokens of one sign-in. They live in memory alone and are never shown.

use std::time::{Duration, Instant};

use serde::Deserialize;

use super::back_channel::PSC;
use super::failure::PscFailure;
use crate::clock::monotonic;
use crate::outgoing::Reply;

/// Lifetime supposed when the answer gives none (measured on the sandbox, 2021).
const SUPPOSED_LIFETIME: u64 = 60;

/// Tokens as the token endpoint gives them.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenSet {
    /// Access token.
    pub access: String,
    /// Refresh token.
    pub refresh: Option<String>,
    /// Id token, needed to end the session.
    pub id_token: Option<String>,
    /// When the access token was received.
    received: Instant,
    /// How long it lives.
    lifetime: Duration,
    /// How long the refresh token lives, when told.
    refresh_lifetime: Option<Duration>,
}

impl std::fmt::Debug for TokenSet {
    /// Hides the tokens.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("TokenSet")
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    token_type: String,
    #[serde(default)]
    expires_in: Option<u64>,
    #[serde(default)]
    refresh_token: Option<String>,
    #[serde(default)]
    refresh_expires_in: Option<u64>,
    #[serde(default)]
    id_token: Option<String>,
}

impl TokenSet {
    /// Reads a success of the token endpoint.
    pub fn read(reply: &Reply) -> Result<Self, PscFailure> {
        let answer: TokenAnswer =
            serde_json::from_slice(&reply.body).map_err(|error| unreadable(&error.to_string()))?;
        if !answer.token_type.eq_ignore_ascii_case("bearer") {
            return Err(unreadable("type de jeton inconnu"));
        }
        Ok(Self {
            access: answer.access_token,
            refresh: answer.refresh_token,
            id_token: answer.id_token,
            received: monotonic(),
            lifetime: Duration::from_secs(answer.expires_in.unwrap_or(SUPPOSED_LIFETIME)),
            refresh_lifetime: answer.refresh_expires_in.map(Duration::from_secs),
        })
    }

    /// What follows a renewal: what the answer left out is kept.
    #[must_use]
    pub fn renewed(self, next: Self) -> Self {
        Self {
            refresh: next.refresh.or(self.refresh),
            id_token: next.id_token.or(self.id_token),
            refresh_lifetime: next.refresh_lifetime.or(self.refresh_lifetime),
            ..next
        }
    }

    /// When to ask for new tokens: a quarter of the lifetime before the end.
    pub fn renewal_at(&self) -> Instant {
        self.received + self.lifetime * 3 / 4
    }

    /// When they were received.
    pub fn received(&self) -> Instant {
        self.received
    }

    /// How long to leave an unused session before looking at it again.
    pub fn quarter(&self) -> Duration {
        self.lifetime / 4
    }

    /// True while the access token can still be used for a call that begins now.
    pub fn is_fresh(&self) -> bool {
        monotonic() < self.renewal_at()
    }

    /// True once nothing can be renewed any more.
    pub fn is_over(&self) -> bool {
        let since = monotonic().saturating_duration_since(self.received);
        self.refresh.is_none() && since >= self.lifetime
            || self.refresh_lifetime.is_some_and(|bound| since >= bound)
    }
}

fn unreadable(reason: &str) -> PscFailure {
    PscFailure::Unreadable {
        service: PSC,
        reason: format!("jetons : {reason}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(body: &str) -> Reply {
        Reply {
            status: hyper::StatusCode::OK,
            headers: hyper::HeaderMap::new(),
            body: bytes::Bytes::from(body.to_owned()),
        }
    }

    #[test]
    fn a_renewal_keeps_what_it_does_not_replace() {
        let first = TokenSet::read(&reply(
            "{\"access_token\":\"a1\",\"token_type\":\"Bearer\",\"expires_in\":120,\"refresh_token\":\"r1\",\"id_token\":\"i1\"}",
        ))
        .unwrap();
        assert!(first.is_fresh() && !first.is_over());
        let next = TokenSet::read(&reply(
            "{\"access_token\":\"a2\",\"token_type\":\"bearer\",\"expires_in\":0,\"refresh_token\":\"r2\"}",
        ))
        .unwrap();
        let renewed = first.renewed(next);
        assert_eq!(renewed.access, "a2");
        assert_eq!(renewed.refresh.as_deref(), Some("r2"));
        assert_eq!(renewed.id_token.as_deref(), Some("i1"));
        assert!(!renewed.is_fresh());
        let shown = format!("{renewed:?}");
        assert!(!shown.contains("a2") && !shown.contains("r2"), "{shown}");
    }

    #[test]
    fn what_is_not_a_bearer_token_is_refused() {
        for body in ["{}", "{\"access_token\":\"a\",\"token_type\":\"mac\"}", "<"] {
            assert!(TokenSet::read(&reply(body)).is_err(), "{body}");
        }
    }
}
