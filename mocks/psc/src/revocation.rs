//! Revocation. Source: RFC 7009; Keycloak for what it ends and for the errors.

use banc_core::observed::psc::PscAnswer;
use banc_core::service::Answer;
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::client::Client;
use crate::jose;
use crate::reply::{self, Denied};
use crate::turn::{Gate, Turn};

/// Answers revocation: an empty 200, for an unknown token too.
pub(crate) fn answer(turn: &mut Turn<'_>) -> Result<Answer, Denied> {
    let client = turn.authenticate(Gate::Token)?;
    turn.each_once()?;
    turn.planned()?;
    let Some(token) = turn.parameters.filled("token").map(str::to_owned) else {
        return Err(Denied::bad("invalid_request", "Token not provided"));
    };
    let hint = turn.parameters.filled("token_type_hint");
    if hint.is_some_and(|hint| !["access_token", "refresh_token"].contains(&hint)) {
        return Err(Denied::bad(
            "unsupported_token_type",
            "Unsupported token type",
        ));
    }
    turn.seen.answer = PscAnswer::Reussite;
    let rotation = turn.lock().rotation;
    let refresh = turn.psc.refresh_key().read(&token).ok();
    let access = jose::read_rs256(turn.psc.keys(), rotation, &token).ok();
    match (refresh, access) {
        (Some(claims), _) => {
            issued_to(&client, &claims)?;
            // The client leaves the session; one that nobody takes part in is over.
            let session = text(&claims, "sid");
            let mut state = turn.lock();
            state.detach(session, &client.id);
            let empty = state.sessions.get(session);
            if empty.is_some_and(|session| session.clients.is_empty()) {
                state.end(session);
            }
            drop(state);
            turn.seen.session = Some(session.to_owned());
        }
        (None, Some(claims)) if text(&claims, "typ") == "Bearer" => {
            issued_to(&client, &claims)?;
            let end = claims.get("exp").and_then(Value::as_i64);
            let end = end.and_then(|end| Timestamp::from_second(end).ok());
            let end = end.unwrap_or(Timestamp::MAX);
            turn.lock().revoke(text(&claims, "jti"), end, turn.now);
            turn.seen.session = Some(text(&claims, "sid").to_owned());
        }
        _ => turn.seen.refusal_reason = Some("jeton inconnu : rien à révoquer".to_owned()),
    }
    Ok(reply::empty(200))
}

/// A client revokes its own tokens alone.
fn issued_to(client: &Client, claims: &Map<String, Value>) -> Result<(), Denied> {
    if text(claims, "azp") == client.id {
        return Ok(());
    }
    Err(Denied::bad("invalid_client", "Unmatching clients"))
}

fn text<'a>(claims: &'a Map<String, Value>, name: &str) -> &'a str {
    claims.get(name).and_then(Value::as_str).unwrap_or_default()
}
