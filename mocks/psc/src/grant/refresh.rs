//! The refresh token against a new set; the one before is stale from then on.
//!
//! Source of order and wording: Keycloak, where it refuses the reuse of refresh tokens.

use std::sync::Arc;

use banc_core::service::Answer;
use serde_json::{Map, Value};

use crate::authorization::granted;
use crate::client::Client;
use crate::reply::Denied;
use crate::state::Inner;
use crate::tokens;
use crate::turn::Turn;

pub(super) fn answer(turn: &mut Turn<'_>, client: &Arc<Client>) -> Result<Answer, Denied> {
    let Some(text) = turn.parameters.filled("refresh_token") else {
        let description = "No refresh token";
        return Err(Denied::bad("invalid_request", description).inferred());
    };
    let claims = turn.psc.refresh_key().read(text).map_err(|flaw| {
        let denied = Denied::grant("Invalid refresh token").inferred();
        denied.because(format!("jeton de renouvellement : {flaw}"))
    })?;
    let text_of = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    turn.seen.session = Some(text_of("sid").to_owned());
    if text_of("azp") != client.id {
        return Err(Denied::grant("Unmatching clients"));
    }
    if claims
        .get("exp")
        .and_then(Value::as_i64)
        .unwrap_or_default()
        <= turn.now.as_second()
    {
        return Err(Denied::grant("Token is not active").inferred());
    }
    let issue = {
        let mut state = turn.lock();
        if state.refuse_refresh {
            let denied = Denied::grant("Session not active");
            return Err(denied.because("renouvellements refusés à la demande du scénario"));
        }
        let narrower = check(&mut state, turn, client, &claims)?;
        tokens::prepare(&mut state, text_of("sid"), &client.id, turn.asked, turn.now)
            .ok_or_else(|| Denied::grant("Session not active"))?
            .narrowed(narrower)
    };
    Ok(tokens::answer(turn, &issue))
}

/// Whether the token may be used; the scopes asked for, when some are.
fn check(
    state: &mut Inner,
    turn: &Turn<'_>,
    client: &Client,
    claims: &Map<String, Value>,
) -> Result<Option<String>, Denied> {
    let text_of = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    let Some(session) = state.alive(text_of("sid"), turn.now) else {
        return Err(Denied::grant("Session not active"));
    };
    let Some(part) = session.clients.get(&client.id) else {
        return Err(Denied::grant("Session doesn't have required client"));
    };
    if part.refresh.as_deref() != Some(text_of("jti")) {
        return Err(Denied::grant("Stale token"));
    }
    let Some(asked) = turn.parameters.filled("scope") else {
        return Ok(None);
    };
    // RFC 6749 §6: never more than what was granted at first.
    let narrower = granted(Some(asked))?;
    let held: Vec<&str> = part.scope.split(' ').collect();
    if narrower.split(' ').any(|scope| !held.contains(&scope)) {
        let description = format!("Invalid scopes: {asked}");
        return Err(Denied::bad("invalid_scope", description).inferred());
    }
    Ok(Some(narrower))
}
