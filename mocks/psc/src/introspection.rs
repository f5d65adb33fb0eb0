//! Introspection: whether a token is good, and what it says. Any client may ask about the tokens of
//! any other: so do the authorization servers of the APIs.

use banc_core::observed::psc::PscAnswer;
use banc_core::service::Answer;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::bearer;
use crate::reply::{self, Denied};
use crate::turn::{Gate, Turn};
use crate::variation::INTROSPECTION_NAME_ID;

/// What an active token says. Source: sample published by ANS, in its order.
#[derive(Default, Serialize)]
struct Introspected {
    #[serde(flatten)]
    claims: Picked,
    client_id: Value,
    #[serde(skip_serializing_if = "Value::is_null")]
    username: Value,
    active: bool,
}

/// Claims of the token, in the order asked.
#[derive(Default)]
struct Picked(Vec<(&'static str, Value)>);

impl Serialize for Picked {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// Claims of an access token that introspection repeats. Source: same sample.
const ACCESS: [&str; 17] = [
    "exp",
    "iat",
    "auth_time",
    "jti",
    "iss",
    "sub",
    "typ",
    "azp",
    "nonce",
    "session_state",
    "preferred_username",
    "email_verified",
    "acr",
    "scope",
    "sid",
    "authMode",
    "otherIds",
];
/// Claims of a refresh token that introspection repeats. Source: Keycloak.
const REFRESH: [&str; 11] = [
    "exp",
    "iat",
    "jti",
    "iss",
    "aud",
    "sub",
    "typ",
    "azp",
    "session_state",
    "scope",
    "sid",
];

/// Answers introspection. Source of the errors: Keycloak.
pub(crate) fn answer(turn: &mut Turn<'_>) -> Result<Answer, Denied> {
    let client = turn.authenticate(Gate::Introspection)?;
    if client.is_public() {
        return Err(Denied::new(403, "invalid_request", "Client not allowed."));
    }
    turn.planned()?;
    let Some(token) = turn.parameters.filled("token").map(str::to_owned) else {
        return Err(Denied::bad("invalid_request", "Token not provided."));
    };
    let hint = turn.parameters.filled("token_type_hint");
    if hint.is_some_and(|hint| !["access_token", "refresh_token"].contains(&hint)) {
        return Err(Denied::bad("invalid_request", "Unsupported token type."));
    }
    turn.seen.answer = PscAnswer::Reussite;
    let active = match access(turn, &token) {
        Ok(active) => Some(active),
        Err(refusal) => {
            let active = refresh(turn, &token);
            if active.is_none() {
                turn.seen.refusal_reason = Some(refusal.to_string());
            }
            active
        }
    };
    Ok(match active {
        Some(active) => reply::json(200, &active),
        None => reply::with_type(200, "application/json", "{\"active\":false}".to_owned()),
    })
}

fn access(turn: &mut Turn<'_>, token: &str) -> Result<Introspected, bearer::Refusal> {
    let bearer = bearer::access(turn, token)?;
    turn.seen.subject = Some(bearer.professional.national_id.clone());
    turn.seen.session = Some(bearer.session);
    let mut picked = pick(&bearer.claims, &ACCESS);
    if turn.asked.has(INTROSPECTION_NAME_ID) {
        let id = Value::from(&*bearer.professional.national_id);
        picked.0.push(("SubjectNameID", id));
    }
    Ok(Introspected {
        claims: picked,
        client_id: claim(&bearer.claims, "azp"),
        username: claim(&bearer.claims, "preferred_username"),
        active: true,
    })
}

fn refresh(turn: &mut Turn<'_>, token: &str) -> Option<Introspected> {
    let claims = turn.psc.refresh_key().read(token).ok()?;
    if claims.get("exp").and_then(Value::as_i64)? <= turn.now.as_second() {
        return None;
    }
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    let subject = {
        let mut state = turn.lock();
        if state.refuse_refresh {
            return None;
        }
        let session = state.alive(text("sid"), turn.now)?;
        let part = session.clients.get(text("azp"))?;
        (part.refresh.as_deref() == Some(text("jti")))
            .then(|| session.professional.national_id.clone())?
    };
    turn.seen.session = Some(text("sid").to_owned());
    turn.seen.subject = Some(subject.clone());
    Some(Introspected {
        claims: pick(&claims, &REFRESH),
        client_id: claim(&claims, "azp"),
        username: Value::from(subject),
        active: true,
    })
}

fn pick(claims: &Map<String, Value>, names: &[&'static str]) -> Picked {
    let picked = names.iter();
    Picked(
        picked
            .filter_map(|name| Some((*name, claims.get(*name)?.clone())))
            .collect(),
    )
}

fn claim(claims: &Map<String, Value>, name: &str) -> Value {
    claims.get(name).cloned().unwrap_or_default()
}
