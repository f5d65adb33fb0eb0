//! The simulated phone: requests that wait for a person, and the page where they are answered.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use banc_core::observed::psc::PscAnswer;
use banc_core::service::Answer;
use jiff::Timestamp;

use crate::clock::{after, elapsed};
use crate::page;
use crate::professional::Professional;
use crate::reply;
use crate::session::AuthMode;
use crate::state::Inner;
use crate::turn::Turn;

/// What is kept after the expiry, beyond the interval. Source: Keycloak.
const GRACE: Duration = Duration::from_secs(10);

/// Where a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestOrigin {
    /// A CIBA request of a heavy client.
    Ciba,
    /// The login page.
    Connexion,
}

/// A request that waits on the phone, as a scenario or a page sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingRequest {
    /// Number within the lane, from 1.
    pub number: u64,
    /// Where it comes from.
    pub origin: RequestOrigin,
    /// `SubjectNameID` of the person asked.
    pub national_id: String,
    /// What the person compares with what the software shows.
    pub binding_message: Option<String>,
    /// `channel` as asked; none when the request did not say.
    pub channel: Option<AuthMode>,
    /// Client that asks.
    pub client_id: String,
}

/// No such request, or it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no request number {0} waits on the simulated e-CPS: see the pending ones")]
pub struct NotPending(pub u64);

/// A request to the phone.
#[derive(Clone, Debug)]
pub(crate) struct EcpsRequest {
    pub(crate) number: u64,
    pub(crate) origin: RequestOrigin,
    pub(crate) client_id: String,
    pub(crate) professional: Arc<Professional>,
    /// Scopes granted.
    pub(crate) scope: String,
    pub(crate) binding_message: Option<String>,
    pub(crate) channel: Option<AuthMode>,
    pub(crate) created: Timestamp,
    pub(crate) lifetime: Duration,
    /// CIBA: least time between two polls.
    pub(crate) interval: Option<Duration>,
    /// What a form must bear to answer it.
    pub(crate) key: String,
    pub(crate) decision: Option<bool>,
    /// CIBA: polls answered pending.
    pub(crate) polls: u32,
    /// CIBA: last poll that came in time.
    pub(crate) last_poll: Option<Timestamp>,
}

impl EcpsRequest {
    pub(crate) fn is_over(&self, now: Timestamp) -> bool {
        elapsed(self.created, now) >= self.lifetime
    }

    fn is_forgotten(&self, now: Timestamp) -> bool {
        let interval = self.interval.unwrap_or_default();
        let kept = self.lifetime.saturating_add(interval).saturating_add(GRACE);
        elapsed(self.created, now) >= kept
    }

    pub(crate) fn view(&self) -> PendingRequest {
        PendingRequest {
            number: self.number,
            origin: self.origin,
            national_id: self.professional.national_id.clone(),
            binding_message: self.binding_message.clone(),
            channel: self.channel,
            client_id: self.client_id.clone(),
        }
    }
}

/// Files a request under the next number.
pub(crate) fn file(state: &mut Inner, make: impl FnOnce(u64) -> EcpsRequest) -> u64 {
    state.last_request += 1;
    let request = make(state.last_request);
    let now = request.created;
    state.requests.retain(|_, one| !one.is_forgotten(now));
    state.requests.insert(request.number, request);
    state.last_request
}

/// The request of that number, unless it is forgotten.
pub(crate) fn find(state: &mut Inner, number: u64, now: Timestamp) -> Option<&mut EcpsRequest> {
    state
        .requests
        .get_mut(&number)
        .filter(|request| !request.is_forgotten(now))
}

/// Requests that wait for a person.
pub(crate) fn waiting(state: &Inner, now: Timestamp) -> impl Iterator<Item = &EcpsRequest> {
    let undecided =
        move |request: &&EcpsRequest| request.decision.is_none() && !request.is_over(now);
    state.requests.values().filter(undecided)
}

/// Writes a person's answer.
pub(crate) fn decide(
    state: &mut Inner,
    number: u64,
    approve: bool,
    now: Timestamp,
) -> Result<(), NotPending> {
    let request = find(state, number, now)
        .filter(|request| request.decision.is_none() && !request.is_over(now))
        .ok_or(NotPending(number))?;
    request.decision = Some(approve);
    Ok(())
}

/// The phone's page (GET), and a person's answer (POST).
pub(crate) fn answer(turn: &mut Turn<'_>) -> Answer {
    let message = if turn.call.request.method == "POST" {
        Some(decision(turn))
    } else {
        None
    };
    let requests: Vec<EcpsRequest> = {
        let state = turn.lock();
        waiting(&state, turn.now).cloned().collect()
    };
    turn.page("ecps");
    let action = &turn.psc.config().page_ecps;
    let shown: Vec<page::Phone<'_>> = requests
        .iter()
        .map(|request| page::Phone {
            number: request.number,
            key: &request.key,
            person: format!(
                "{} {} ({})",
                request.professional.given_name,
                request.professional.family_name,
                request.professional.national_id
            ),
            client: &request.client_id,
            binding_message: request.binding_message.as_deref(),
            channel: request.channel.map(AuthMode::name),
            remaining_s: elapsed(turn.now, after(request.created, request.lifetime)).as_secs(),
        })
        .collect();
    reply::html(200, page::ecps(action, &shown, message))
}

/// A form without the key of the request decides nothing: another site cannot approve in the
/// person's place.
fn decision(turn: &mut Turn<'_>) -> &'static str {
    let parameters = &turn.parameters;
    let number = parameters.get("numero").and_then(|text| text.parse().ok());
    let key = parameters.get("cle").unwrap_or_default();
    let approve = match (parameters.has("approuver"), parameters.has("refuser")) {
        (true, false) => true,
        (false, true) => false,
        _ => return "Choisissez d'approuver ou de refuser.",
    };
    let mut state = turn.lock();
    let held = number
        .and_then(|number| state.requests.get(&number))
        .filter(|request| verify_slices_are_equal(request.key.as_bytes(), key.as_bytes()).is_ok())
        .map(|request| request.professional.national_id.clone());
    let Some(number) = number.filter(|_| held.is_some()) else {
        return "Demande inconnue ou formulaire périmé.";
    };
    let decided = decide(&mut state, number, approve, turn.now);
    drop(state);
    turn.seen.subject = held;
    match (decided, approve) {
        (Ok(()), true) => "Demande approuvée.",
        (Ok(()), false) => "Demande refusée.",
        (Err(_), _) => "Cette demande n'attend plus de réponse.",
    }
}

/// The portal leads to the phone.
pub(crate) fn portal(turn: &mut Turn<'_>) -> Answer {
    turn.seen.answer = PscAnswer::Reussite;
    reply::redirect(turn.psc.config().page_ecps.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_of_the_longest_duration_is_only_never_over() {
        let created = Timestamp::from_second(1_000).unwrap();
        let request = EcpsRequest {
            number: 1,
            origin: RequestOrigin::Ciba,
            client_id: "c".to_owned(),
            professional: Arc::clone(&crate::professional::embedded()[0]),
            scope: "openid".to_owned(),
            binding_message: None,
            channel: None,
            created,
            lifetime: Duration::MAX,
            interval: Some(Duration::MAX),
            key: String::new(),
            decision: None,
            polls: 0,
            last_poll: None,
        };
        assert!(!request.is_over(Timestamp::MAX) && !request.is_forgotten(Timestamp::MAX));
    }
}
