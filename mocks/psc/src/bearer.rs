//! Whose an access token is, and whether it is still good: for UserInfo and introspection.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::jose::{self, Flaw};
use crate::professional::Professional;
use crate::turn::Turn;

/// The bearer of a living access token.
pub(crate) struct Bearer {
    pub(crate) client_id: String,
    pub(crate) session: String,
    pub(crate) professional: Arc<Professional>,
    pub(crate) auth_mode: String,
    pub(crate) email_verified: bool,
    pub(crate) claims: Map<String, Value>,
}

impl Bearer {
    /// Whether the token was granted that scope.
    pub(crate) fn has_scope(&self, name: &str) -> bool {
        let granted = self.claims.get("scope").and_then(Value::as_str);
        granted.is_some_and(|scopes| scopes.split(' ').any(|scope| scope == name))
    }
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The token itself.
    #[error("{0}")]
    Token(TokenFlaw),
    /// Its session is over.
    #[error("session over")]
    Over,
    /// Its session is not there, or its client is no longer part of it.
    #[error("session ended, or client taken out of it")]
    Detached,
}

/// What is wrong with the token itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenFlaw {
    /// Not one of ours.
    #[error(transparent)]
    Foreign(#[from] Flaw),
    /// One of ours, for something else.
    #[error("not an access token of this provider")]
    Kind,
    /// Too old.
    #[error("Token is not active")]
    Expired,
    /// Revoked.
    #[error("revoked token")]
    Revoked,
}

impl From<TokenFlaw> for Refusal {
    fn from(flaw: TokenFlaw) -> Self {
        Self::Token(flaw)
    }
}

/// The bearer of an access token.
pub(crate) fn access(turn: &Turn<'_>, token: &str) -> Result<Bearer, Refusal> {
    let rotation = turn.lock().rotation;
    let claims = jose::read_rs256(turn.psc.keys(), rotation, token).map_err(TokenFlaw::Foreign)?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    if text("typ") != "Bearer" || text("iss") != turn.psc.addresses().issuer() {
        return Err(TokenFlaw::Kind.into());
    }
    let exp = claims
        .get("exp")
        .and_then(Value::as_i64)
        .unwrap_or_default();
    if exp <= turn.now.as_second() {
        return Err(TokenFlaw::Expired.into());
    }
    let (client_id, session) = (text("azp").to_owned(), text("sid").to_owned());
    let professional = {
        let mut state = turn.lock();
        if state.revoked.contains_key(text("jti")) {
            return Err(TokenFlaw::Revoked.into());
        }
        if !state.sessions.contains_key(&session) {
            return Err(Refusal::Detached);
        }
        let alive = state.alive(&session, turn.now).ok_or(Refusal::Over)?;
        if !alive.clients.contains_key(&client_id) {
            return Err(Refusal::Detached);
        }
        Arc::clone(&alive.professional)
    };
    let auth_mode = text("authMode").to_owned();
    let email_verified = claims.contains_key("email_verified");
    Ok(Bearer {
        client_id,
        session,
        professional,
        auth_mode,
        email_verified,
        claims,
    })
}
