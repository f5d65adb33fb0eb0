//! Polls of a CIBA request.
//!
//! Order of Keycloak: identifier, expiry, too early, refused, pending. The first poll may come at
//! once; one that comes too early does not push the next one back.

use std::sync::Arc;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use banc_core::observed::psc::PscAnswer;
use banc_core::service::Answer;

use crate::ciba;
use crate::client::Client;
use crate::clock::elapsed;
use crate::ecps::{self, EcpsRequest, RequestOrigin};
use crate::reply::Denied;
use crate::session::AuthMode;
use crate::state::Inner;
use crate::tokens::{self, Issue};
use crate::turn::Turn;

/// Source: answer published by ANS.
const PENDING: &str =
    "The authorization request is still pending as the end-user hasn't yet been authenticated.";

pub(super) fn answer(turn: &mut Turn<'_>, client: &Arc<Client>) -> Result<Answer, Denied> {
    ciba::open_to(client, 400)?;
    let Some(identifier) = turn.parameters.get("auth_req_id") else {
        let description = "Missing parameter: auth_req_id";
        return Err(Denied::bad("invalid_request", description));
    };
    let Some((number, key)) = turn.psc.request_key().open(identifier) else {
        return Err(Denied::grant("Invalid Auth Req ID"));
    };
    let polled = {
        let mut state = turn.lock();
        poll(&mut state, turn, client, number, &key)
    };
    if let Some(seen) = &mut turn.seen.grant {
        seen.ciba_request = Some(number);
        seen.ciba_interval_s = polled.interval_s;
    }
    turn.seen.subject = polled.subject;
    match polled.result {
        Ok(issue) => Ok(tokens::answer(turn, &issue)),
        Err(denied) => {
            if denied.error == "authorization_pending" {
                denied.note(&mut turn.seen);
                turn.seen.answer = PscAnswer::Attente;
                return Ok(denied.answer());
            }
            Err(denied)
        }
    }
}

/// Where a request stands after a poll.
struct Polled {
    interval_s: Option<u64>,
    subject: Option<String>,
    result: Result<Issue, Denied>,
}

fn poll(state: &mut Inner, turn: &Turn<'_>, client: &Client, number: u64, key: &str) -> Polled {
    let approval = state.approval;
    let known = ecps::find(state, number, turn.now).filter(|request| {
        request.origin == RequestOrigin::Ciba
            && verify_slices_are_equal(request.key.as_bytes(), key.as_bytes()).is_ok()
    });
    let Some(request) = known else {
        return Polled {
            interval_s: None,
            subject: None,
            result: Err(Denied::grant("Invalid auth_req_id")),
        };
    };
    let interval_s = request.interval.map(|interval| interval.as_secs());
    let subject = Some(request.professional.national_id.clone());
    if request.client_id != client.id {
        // The wording of this refusal is inferred.
        let denied = Denied::grant("unauthorized client").inferred();
        let result = Err(denied.because("demande CIBA d'un autre client"));
        return Polled {
            interval_s,
            subject: None,
            result,
        };
    }
    let standing = stand(request, approval, turn);
    let result = standing.and_then(|()| {
        let request = state.requests.remove(&number);
        let signed = request.and_then(|request| sign_in(state, turn, client, &request));
        signed.ok_or_else(|| Denied::grant("Session not active"))
    });
    Polled {
        interval_s,
        subject,
        result,
    }
}

/// Whether the person approved.
fn stand(
    request: &mut EcpsRequest,
    approval: crate::approval::Approval,
    turn: &Turn<'_>,
) -> Result<(), Denied> {
    if request.is_over(turn.now) {
        return Err(Denied::bad("expired_token", "authentication timed out"));
    }
    let interval = request.interval.unwrap_or_default();
    let early = request
        .last_poll
        // A poll from before the clock was moved back says nothing of the pace.
        .filter(|last| *last <= turn.now)
        .is_some_and(|last| elapsed(last, turn.now) < interval);
    if early {
        return Err(Denied::bad("slow_down", "too early to access"));
    }
    request.last_poll = Some(turn.now);
    request.decision = request.decision.or(approval.answer(request.polls));
    match request.decision {
        Some(true) => Ok(()),
        Some(false) => Err(Denied::bad("access_denied", "not authorized")),
        None => {
            request.polls += 1;
            Err(Denied::bad("authorization_pending", PENDING))
        }
    }
}

/// A session of its own, which no browser shares.
fn sign_in(
    state: &mut Inner,
    turn: &Turn<'_>,
    client: &Client,
    request: &EcpsRequest,
) -> Option<Issue> {
    let mode = request.channel.unwrap_or(AuthMode::Mobile);
    let id = state.open_session(&request.professional, mode, turn.now);
    if let Some(session) = state.sessions.get_mut(&id) {
        session.join(&client.id, &request.scope, None);
    }
    tokens::prepare(state, &id, &client.id, turn.asked, turn.now)
}
