//! The recorder: it carries the calls of one front to its service, and records them.
//!
//! It reads the request, asks the plan what is to be done, asks the service for its answer, records
//! the exchange, then lets the answer go with its faults. An exchange is recorded before its
//! injected latency: a client that gives up meanwhile is seen all the same.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body as HttpBody;
use axum::extract::{ConnectInfo, Request as HttpRequest, State};
use axum::http::request::Parts;
use axum::http::{self, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response as HttpResponse;
use bytes::Bytes;
use futures_util::FutureExt as _;

use crate::clock::Clock;
use crate::exchange::{Body, Exchange, Instants, Request, Response, Stage};
use crate::fault::{Decision, PlanSwitch};
use crate::journal::{Journal, NoteKind};
use crate::listener::{Cut, Peer, panic_message};
use crate::seed::{DrawKey, Seed};
use crate::service::{Answer, Call, Service};
use crate::timer::{Timer, after};

mod answer_body;
mod counters;
mod request_body;
#[cfg(test)]
pub(crate) mod tests;

pub use counters::CallCounters;

use answer_body::AnswerBody;
use request_body::Received;

/// What the recorders of one lane share.
#[derive(Clone, Debug)]
pub struct LaneContext {
    /// Lane.
    pub lane: Arc<str>,
    /// Seed of the run.
    pub seed: Seed,
    /// Clock.
    pub clock: Clock,
    /// Timer of injected latencies.
    pub timer: Timer,
    /// Journal.
    pub journal: Journal,
    /// Fault plan in force on the lane.
    pub plan: PlanSwitch,
    /// Ordinals of the calls, by service and operation; shared by all the fronts of the lane.
    pub counters: CallCounters,
    /// Longest time to read a request's body.
    pub body_timeout: Duration,
}

/// One front of one service.
struct Recorder {
    context: LaneContext,
    front: Arc<str>,
    service_name: Arc<str>,
    service: Arc<dyn Service>,
}

/// The router of one front: whatever the path, the service answers. It must be served by a
/// [`crate::listener::Listener`].
pub fn router(context: &LaneContext, front: &str, service: Arc<dyn Service>) -> Router {
    let recorder = Recorder {
        context: context.clone(),
        front: front.into(),
        service_name: service.name().into(),
        service,
    };
    Router::new().fallback(carry).with_state(Arc::new(recorder))
}

async fn carry(
    State(recorder): State<Arc<Recorder>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: HttpRequest,
) -> HttpResponse {
    recorder.carry(peer, request).await
}

/// What is known of a call before it is recorded.
struct Carried {
    request: Request,
    operation: Arc<str>,
    ordinal: u64,
    rank: u64,
    decision: Decision,
    instants: Instants,
}

impl Recorder {
    async fn carry(&self, peer: Peer, request: HttpRequest) -> HttpResponse {
        let clock = &self.context.clock;
        let instants = Instants::default();
        let (rank, first_byte) = peer.wire.begin_request();
        instants.stamp(Stage::Head, clock.mono());
        if let Some(first_byte) = first_byte {
            instants.stamp(Stage::FirstRequestByte, first_byte);
        }
        let (parts, body) = request.into_parts();
        let abandoned =
            Abandoned::armed(self, &peer, "the connection ended while the body was read");
        let limit = self.service.body_limit();
        let received =
            request_body::read(body, &parts.headers, limit, self.context.body_timeout).await;
        abandoned.disarm();
        instants.stamp(Stage::BodyEnd, clock.mono());
        let (bytes, unread) = match received {
            Received::Whole(bytes) => (bytes, None),
            unread => (Bytes::new(), Some(unread)),
        };
        let carried = self.decide(request_of(&parts, bytes), rank, instants);
        match unread {
            Some(Received::Broken(reason)) => self.broken(peer, carried, &reason).await,
            unread => self.answer(peer, carried, unread.is_some()).await,
        }
    }

    fn decide(&self, request: Request, rank: u64, instants: Instants) -> Carried {
        let context = &self.context;
        let operation = self.service.classify(&request);
        let (operation, ordinal) = context.counters.next(&self.service_name, operation);
        let plan = context.plan.current();
        let decision = if plan.is_empty() {
            Decision::default()
        } else {
            let key = DrawKey {
                rule: "",
                lane: &context.lane,
                service: &self.service_name,
                operation: &operation,
                ordinal,
            };
            plan.decide(context.seed, key)
        };
        instants.stamp(Stage::Decided, context.clock.mono());
        Carried {
            request,
            operation,
            ordinal,
            rank,
            decision,
            instants,
        }
    }

    /// The client left, or broke its own framing, before the end of its body: nothing is answered.
    async fn broken(&self, peer: Peer, carried: Carried, reason: &str) -> HttpResponse {
        let recorded = self.exchange(&peer, carried, None, None);
        let exchange = self.context.journal.record(recorded).await;
        peer.wire
            .begin_answer(exchange.number, exchange.instants.clone());
        self.context.journal.note(
            Some(&self.context.lane),
            NoteKind::RequestAbandoned {
                front: self.front.to_string(),
                peer: peer.connection.peer.clone(),
                reason: format!("exchange {}: {reason}", exchange.number),
            },
        );
        peer.wire.cut(Cut::Close);
        HttpResponse::default()
    }

    /// Asks the service for its answer, unless a fault answers in its place.
    async fn ask(&self, peer: &Peer, carried: &Carried, unread: bool) -> Answer {
        let call = Call {
            request: &carried.request,
            connection: &peer.connection,
            front: &self.front,
            lane: &self.context.lane,
            operation: &carried.operation,
            ordinal: carried.ordinal,
            clock: &self.context.clock,
            variations: &carried.decision.variations,
            refusal: carried.decision.effects.refusal.as_deref(),
        };
        let effects = &carried.decision.effects;
        if unread {
            return self.service.too_large(&call);
        }
        if let Some(replacement) = &effects.replacement {
            return Answer {
                status: replacement.status,
                headers: vec![("content-type", "text/plain; charset=utf-8".to_owned())],
                body: Bytes::from(replacement.body.clone()),
                observed: self.service.witness(&call),
            };
        }
        match self.service.answer_later(&call) {
            None => self.service.answer(&call),
            Some(later) => {
                let abandoned = Abandoned::armed(self, peer, "the client left before its answer");
                let answer = later.await;
                abandoned.disarm();
                answer
            }
        }
    }

    async fn answer(&self, peer: Peer, carried: Carried, unread: bool) -> HttpResponse {
        let context = &self.context;
        let answered = AssertUnwindSafe(self.ask(&peer, &carried, unread))
            .catch_unwind()
            .await;
        let answered_at = context.clock.mono();
        carried.instants.stamp(Stage::Answered, answered_at);
        let mut answer = match answered {
            Ok(answer) => answer,
            Err(payload) => {
                let trouble = format!("the service panicked: {}", panic_message(&*payload));
                let exchange = self.exchange(&peer, carried, None, Some(trouble));
                let exchange = context.journal.record(exchange).await;
                peer.wire
                    .begin_answer(exchange.number, exchange.instants.clone());
                // The listener answers, notes the panic and fails its drain.
                resume_unwind(payload);
            }
        };
        let effects = carried.decision.effects.clone();
        let reset_before = effects.reset_at == Some(0);
        if reset_before {
            answer.observed = answer
                .observed
                .map(crate::observed::Observed::without_answer);
        }
        let mut body = AnswerBody::new(answer.body.clone(), &effects, &peer, &context.timer);
        let (mut response, sent) = response_of(answer.status, answer.headers, &answer.body, &body);
        let mut exchange = self.exchange(&peer, carried, Some(sent), None);
        exchange.observed = answer.observed;
        if reset_before {
            exchange.response = None;
        }
        let exchange = context.journal.record(exchange).await;
        let instants = exchange.instants.clone();
        peer.wire.begin_answer(exchange.number, instants.clone());
        if !effects.latency.is_zero() {
            let release = after(answered_at, effects.latency);
            context.timer.sleep_until(release).await;
        }
        instants.stamp(Stage::Released, context.clock.mono());
        if reset_before {
            peer.wire.cut(Cut::Reset);
        }
        body.release();
        *response.body_mut() = HttpBody::new(body);
        response
    }

    fn exchange(
        &self,
        peer: &Peer,
        carried: Carried,
        response: Option<Response>,
        trouble: Option<String>,
    ) -> Exchange {
        Exchange {
            number: 0,
            lane: Arc::clone(&self.context.lane),
            service: Arc::clone(&self.service_name),
            front: Arc::clone(&self.front),
            operation: carried.operation,
            ordinal: carried.ordinal,
            connection: Arc::clone(&peer.connection),
            rank: carried.rank,
            request: carried.request,
            response,
            faults: carried.decision.faults,
            variations: carried.decision.variations,
            observed: None,
            instants: carried.instants,
            trouble,
        }
    }
}

fn request_of(parts: &Parts, body: Bytes) -> Request {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Request {
        method: parts.method.as_str().to_owned(),
        target: parts.uri.path_and_query().map_or_else(
            || parts.uri.to_string(),
            |target| target.as_str().to_owned(),
        ),
        headers: parts
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), text(value)))
            .collect(),
        body: Body::new(body),
    }
}

/// The answer for HTTP and for the journal. A header that HTTP does not allow is left out of both.
fn response_of(
    status: u16,
    headers: Vec<(&'static str, String)>,
    bytes: &Bytes,
    body: &AnswerBody,
) -> (HttpResponse, Response) {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = http::Response::new(HttpBody::empty());
    *response.status_mut() = status;
    let mut sent = Vec::with_capacity(headers.len() + 2);
    let length = (header::CONTENT_LENGTH.as_str(), bytes.len().to_string());
    let close = body
        .closes_at_end()
        .then(|| (header::CONNECTION.as_str(), "close".to_owned()));
    for (name, value) in headers.into_iter().chain([length]).chain(close) {
        let for_http = HeaderName::from_bytes(name.as_bytes())
            .ok()
            .zip(HeaderValue::from_str(&value).ok());
        if let Some((name, for_http)) = for_http {
            sent.push((name.as_str().to_owned(), value));
            response.headers_mut().append(name, for_http);
        }
    }
    let sent = Response {
        status: status.as_u16(),
        headers: sent,
        body: Body::new(bytes.clone()),
    };
    (response, sent)
}

/// Notes a request that was given up with its connection, before it could be recorded.
struct Abandoned<'a> {
    of: Option<(&'a Recorder, &'a Peer)>,
    reason: &'static str,
}

impl<'a> Abandoned<'a> {
    fn armed(recorder: &'a Recorder, peer: &'a Peer, reason: &'static str) -> Self {
        Self {
            of: Some((recorder, peer)),
            reason,
        }
    }

    fn disarm(mut self) {
        self.of = None;
    }
}

impl Drop for Abandoned<'_> {
    fn drop(&mut self) {
        let Some((recorder, peer)) = self.of else {
            return;
        };
        let kind = NoteKind::RequestAbandoned {
            front: recorder.front.to_string(),
            peer: peer.connection.peer.clone(),
            reason: self.reason.to_owned(),
        };
        let lane = &recorder.context.lane;
        recorder.context.journal.note(Some(lane), kind);
    }
}
