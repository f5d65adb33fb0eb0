//! The authorization code against tokens.
//!
//! Source of order and wording: Keycloak. A code is consumed by any attempt, a wrong one too; a second
//! attempt also takes the client out of the session.

use std::sync::Arc;

use banc_core::service::Answer;

use crate::authorization::challenge;
use crate::client::Client;
use crate::clock::elapsed;
use crate::reply::Denied;
use crate::state::{Code, Inner};
use crate::tokens;
use crate::turn::Turn;

pub(super) fn answer(turn: &mut Turn<'_>, client: &Arc<Client>) -> Result<Answer, Denied> {
    let Some(text) = turn.parameters.get("code") else {
        return Err(Denied::bad("invalid_request", "Missing parameter: code"));
    };
    let issue = {
        let mut state = turn.lock();
        let code = take(&mut state, text)?;
        check(&mut state, turn, client, &code)?;
        tokens::prepare(&mut state, &code.session, &client.id, turn.asked, turn.now)
            .ok_or_else(|| Denied::grant("Session not active"))?
    };
    Ok(tokens::answer(turn, &issue))
}

/// Takes a code out of use.
fn take(state: &mut Inner, text: &str) -> Result<Code, Denied> {
    let unknown = || Denied::grant("Code not valid");
    let number = text.split('.').next().unwrap_or_default();
    let code = state.codes.get_mut(number).ok_or_else(unknown)?;
    let whole = format!("{number}.{}.{}", code.session, code.request.client.uuid);
    if whole != text {
        return Err(unknown().because("code altéré"));
    }
    if code.used {
        let (session, client_id) = (code.session.clone(), code.client_id.clone());
        state.detach(&session, &client_id);
        return Err(unknown().because("code déjà utilisé : le client est retiré de la session"));
    }
    code.used = true;
    Ok(code.clone())
}

fn check(state: &mut Inner, turn: &Turn<'_>, client: &Client, code: &Code) -> Result<(), Denied> {
    if elapsed(code.issued, turn.now) >= state.lifetimes.code {
        return Err(Denied::grant("Code is expired"));
    }
    if !state.sessions.contains_key(&code.session) {
        return Err(Denied::grant("User session not found"));
    }
    if turn.parameters.get("redirect_uri") != Some(&*code.request.redirect_uri) {
        return Err(Denied::grant("Incorrect redirect_uri"));
    }
    if code.client_id != client.id {
        return Err(Denied::grant(
            "Auth error: Found different client_id in clientSession",
        ));
    }
    if state.alive(&code.session, turn.now).is_none() {
        return Err(Denied::grant("Session not active"));
    }
    challenge::verify(
        code.request.challenge.as_ref(),
        turn.parameters.get("code_verifier"),
    )
}
