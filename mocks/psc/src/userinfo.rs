//! UserInfo: who the bearer of an access token is, as a professional.

mod document;

use std::sync::Arc;

use banc_core::observed::psc::PscAnswer;
use banc_core::service::Answer;
use serde_json::Value;

use crate::bearer::{self, Bearer};
use crate::claims;
use crate::deviation::Deviation;
use crate::jose;
use crate::professional::Professional;
use crate::reply::{self, Denied};
use crate::turn::Turn;
use crate::variation::{TOKEN_INVALID, USERINFO_JWT};

/// Somebody that no id_token is about.
const SOMEBODY_ELSE: &str = "899700000000";

/// Answers UserInfo. Source of the errors: Keycloak.
pub(crate) fn answer(turn: &mut Turn<'_>) -> Result<Answer, Denied> {
    let Some(token) = given(turn) else {
        let denied = Denied::new(401, "invalid_request", "Token not provided");
        return Err(denied.bearer());
    };
    let bearer = bearer::access(turn, &token).map_err(|refusal| refused(turn, refusal))?;
    turn.seen.client_id = Some(bearer.client_id.clone());
    turn.seen.session = Some(bearer.session.clone());
    turn.seen.subject = Some(bearer.professional.national_id.clone());
    turn.planned()?;
    if !bearer.has_scope("openid") {
        let description = "Missing openid scope";
        let denied = Denied::new(403, "insufficient_scope", description);
        return Err(denied.bearer().inferred());
    }
    turn.seen.answer = PscAnswer::Reussite;
    let subject = subject(turn, &bearer.professional);
    let payload = document::json(turn, &bearer, &subject);
    let client = turn.lock().client(Some(&bearer.client_id));
    let signed = client.is_some_and(|client| client.settings.userinfo_jwt);
    if signed || turn.asked.has(USERINFO_JWT) {
        return Ok(jwt(turn, &bearer, &payload));
    }
    Ok(reply::with_type(200, "application/json", payload))
}

/// The token of the header, or of the form of a POST. Source: RFC 6750 §2.1 and §2.2.
fn given(turn: &Turn<'_>) -> Option<String> {
    let header = turn.call.request.header("authorization");
    let header = header.and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then(|| token.trim().to_owned())
    });
    let posted = (turn.call.request.method == "POST")
        .then(|| turn.parameters.owned("access_token"))
        .flatten();
    header.or(posted).filter(|token| !token.is_empty())
}

fn refused(turn: &Turn<'_>, refusal: bearer::Refusal) -> Denied {
    let denied = match refusal {
        bearer::Refusal::Token(_) if turn.asked.has(TOKEN_INVALID) => {
            Denied::new(401, "invalid_token", format!("Token invalid: {refusal}"))
        }
        bearer::Refusal::Token(_) => Denied::new(401, "invalid_token", "Token verification failed"),
        bearer::Refusal::Over => Denied::new(401, "invalid_token", "Session expired"),
        bearer::Refusal::Detached => Denied::new(
            401,
            "invalid_request",
            "User session not found or doesn't have client attached on it",
        ),
    };
    denied.bearer().because(refusal.to_string())
}

fn subject(turn: &mut Turn<'_>, professional: &Arc<Professional>) -> String {
    let federation = &turn.psc.config().federation;
    let deviation = turn.lock().deviation;
    if deviation == Some(Deviation::SubIncoherent) {
        turn.deviated(Deviation::SubIncoherent);
        return format!("f:{federation}:{SOMEBODY_ELSE}");
    }
    claims::subject(federation, professional)
}

/// The same members, with issuer and audience, signed. Source: OpenID Connect Core §5.3.2.
fn jwt(turn: &Turn<'_>, bearer: &Bearer, payload: &str) -> Answer {
    let issuer = turn.psc.addresses().issuer();
    let head = format!(
        "{{\"iss\":{},\"aud\":{},",
        Value::from(issuer),
        Value::from(&*bearer.client_id)
    );
    let payload = payload.replacen('{', &head, 1);
    let rotation = turn.lock().rotation;
    let token = jose::rs256(turn.psc.keys().signing(rotation), "JWT", &payload);
    reply::with_type(200, "application/jwt", token)
}
