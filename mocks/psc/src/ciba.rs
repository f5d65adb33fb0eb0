//! CIBA requests: a heavy client asks a person, who answers on the phone or with the card.
//!
//! Source of order and wording: Keycloak; `channel` and the two digits of `binding_message`: ANS.

mod request_id;

use std::sync::Arc;
use std::time::Duration;

use banc_core::observed::psc::PscAnswer;
use banc_core::service::Answer;
use serde::Serialize;

use crate::authorization::granted;
use crate::client::Client;
use crate::config::OtherLevels;
use crate::ecps::{self, EcpsRequest, RequestOrigin};
use crate::professional::Professional;
use crate::reply::{self, Denied};
use crate::session::AuthMode;
use crate::turn::{Gate, Turn};
use crate::variation::{INTERVALLE_1, INVALID_USER, SANS_INTERVALLE};
pub(crate) use request_id::RequestKey;

/// Interval that a client must keep when the answer names none. Source: CIBA Core §7.3.
const DEFAULT_INTERVAL: Duration = Duration::from_secs(5);
/// Longest life that a request may ask for. (ours)
const LONGEST: Duration = Duration::from_mins(10);

#[derive(Serialize)]
struct Acknowledgement<'a> {
    auth_req_id: &'a str,
    expires_in: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<u64>,
}

/// Answers a CIBA request.
pub(crate) fn answer(turn: &mut Turn<'_>) -> Result<Answer, Denied> {
    let client = turn.authenticate(Gate::Token)?;
    open_to(&client, 401)?;
    turn.each_once()?;
    let professional = person(turn)?;
    turn.seen.subject = Some(professional.national_id.clone());
    let scope = match turn.parameters.filled("scope") {
        None => return Err(Denied::bad("invalid_request", "missing parameter : scope")),
        asked => granted(asked)?,
    };
    binding_message(turn.parameters.get("binding_message"))?;
    if turn.parameters.filled("user_code").is_some() {
        return Err(Denied::bad("invalid_request", "User code not supported"));
    }
    let channel = channel(turn)?;
    level(turn)?;
    let lifetime = requested_expiry(turn)?;
    turn.planned()?;
    Ok(file(turn, &client, professional, scope, channel, lifetime))
}

/// Whether CIBA is open to the client. The status depends on the endpoint. Source: Keycloak.
pub(crate) fn open_to(client: &Client, status: u16) -> Result<(), Denied> {
    if client.settings.ciba {
        return Ok(());
    }
    let description = "Client not allowed OIDC CIBA Grant";
    Err(Denied::new(status, "invalid_grant", description))
}

/// The person designated. Only `login_hint` is known; it is looked at before the scope.
fn person(turn: &Turn<'_>) -> Result<Arc<Professional>, Denied> {
    let parameters = &turn.parameters;
    let hints = ["login_hint", "id_token_hint", "login_hint_token"];
    if hints
        .iter()
        .filter(|hint| parameters.filled(hint).is_some())
        .count()
        > 1
    {
        // Source of the rule: CIBA Core §7.1; the wording is ours.
        return Err(Denied::bad("invalid_request", "more than one hint").inferred());
    }
    let Some(hint) = parameters.filled("login_hint") else {
        return Err(Denied::bad(
            "invalid_request",
            "missing parameter : login_hint",
        ));
    };
    let found = turn.lock().professional(hint);
    found.filter(|one| !one.desactive).ok_or_else(|| {
        let wording = if turn.asked.has(INVALID_USER) {
            "invalid_user"
        } else {
            "invalid user"
        };
        Denied::bad("invalid_request", wording).because("login_hint ne désigne personne d'actif")
    })
}

/// Source: pattern of Keycloak, `^[a-zA-Z0-9-._+/!?#]{1,50}$`. That it be two digits is for the
/// client to see to: nothing says that the provider refuses another one.
fn binding_message(text: Option<&str>) -> Result<(), Denied> {
    let Some(text) = text else {
        return Ok(());
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._+/!?#".contains(&byte);
    if (1..=50).contains(&text.len()) && text.bytes().all(plain) {
        return Ok(());
    }
    Err(Denied::bad(
        "invalid_binding_message",
        "the binding_message value has to be max 50 characters in length and must contain only \
         basic plain-text characters without spaces",
    ))
}

/// The means asked for. What the provider does of another value was not found: it is refused.
fn channel(turn: &Turn<'_>) -> Result<Option<AuthMode>, Denied> {
    match turn.parameters.get("channel") {
        None => Ok(None),
        Some("CARD") => Ok(Some(AuthMode::Card)),
        Some("MOBILE") => Ok(Some(AuthMode::Mobile)),
        Some(_) => Err(Denied::bad("invalid_request", "Invalid parameter: channel").inferred()),
    }
}

fn level(turn: &Turn<'_>) -> Result<(), Denied> {
    let levels = &turn.psc.config().acr;
    let asked = turn.parameters.get("acr_values").unwrap_or_default();
    let known = |level: &str| levels.attendus.iter().any(|expected| expected == level);
    if levels.autres == OtherLevels::Admis || asked.split(' ').any(known) {
        return Ok(());
    }
    let denied = Denied::bad("invalid_request", "Invalid parameter: acr_values").inferred();
    Err(denied.because("acr_values ne demande aucun des niveaux attendus"))
}

/// Source: CIBA Core §7.1: a positive number of seconds.
fn requested_expiry(turn: &Turn<'_>) -> Result<Option<Duration>, Denied> {
    let Some(text) = turn.parameters.filled("requested_expiry") else {
        return Ok(None);
    };
    match text.parse() {
        Ok(seconds) if seconds > 0 => Ok(Some(Duration::from_secs(seconds).min(LONGEST))),
        _ => {
            let description = "Invalid parameter: requested_expiry";
            Err(Denied::bad("invalid_request", description).inferred())
        }
    }
}

fn file(
    turn: &mut Turn<'_>,
    client: &Client,
    professional: Arc<Professional>,
    scope: String,
    channel: Option<AuthMode>,
    lifetime: Option<Duration>,
) -> Answer {
    let key = crate::random::token();
    let mut state = turn.lock();
    let lifetime = lifetime.unwrap_or(state.lifetimes.auth_req);
    let interval = if turn.asked.has(INTERVALLE_1) {
        Duration::from_secs(1)
    } else if turn.asked.has(SANS_INTERVALLE) {
        DEFAULT_INTERVAL
    } else {
        state.lifetimes.interval
    };
    let number = ecps::file(&mut state, |number| EcpsRequest {
        number,
        origin: RequestOrigin::Ciba,
        client_id: client.id.clone(),
        professional,
        scope,
        binding_message: turn.parameters.owned("binding_message"),
        channel,
        created: turn.now,
        lifetime,
        interval: Some(interval),
        key: key.clone(),
        decision: None,
        polls: 0,
        last_poll: None,
    });
    drop(state);
    if let Some(seen) = &mut turn.seen.ciba {
        seen.request = Some(number);
        seen.interval_s = Some(interval.as_secs());
    }
    // Nothing says what the absence of `channel` means today: the phone alone existed at first.
    turn.seen.inferred |= channel.is_none();
    turn.seen.answer = PscAnswer::DemandeCiba;
    let auth_req_id = turn.psc.request_key().seal(number, &key);
    let body = Acknowledgement {
        auth_req_id: &auth_req_id,
        expires_in: lifetime.as_secs(),
        interval: (!turn.asked.has(SANS_INTERVALLE)).then_some(interval.as_secs()),
    };
    reply::json(200, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binding_messages_are_short_plain_text() {
        let long = "x".repeat(50);
        for good in ["07", "99", "a-._+/!?#Z", long.as_str()] {
            assert_eq!(binding_message(Some(good)), Ok(()), "{good}");
        }
        let longer = "x".repeat(51);
        for wrong in ["", "0 7", "é", "1\n", longer.as_str()] {
            let denied = binding_message(Some(wrong)).unwrap_err();
            assert_eq!(denied.error, "invalid_binding_message", "{wrong}");
        }
        assert_eq!(binding_message(None), Ok(()));
    }
}
