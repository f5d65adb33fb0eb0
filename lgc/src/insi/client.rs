//! One call to INSi: envelope, bounded attempts, answer. It says of each attempt when it began and what
//! came of it, so that every access can be traced.

use std::error::Error as _;
use std::time::{Duration, Instant};

use banc_contract::Preparation;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, StatusCode};
use jiff::Timestamp;

use super::access::{Access, AccessError, Caller};
use super::answer::{self, Answer};
use super::failure::Failure;
use super::psc_identity::PscIdentity;
use super::request::InsiRequest;
use super::route::Route;
use crate::clock::{Clock, monotonic};
use crate::config::LgcConfig;
use crate::defauts::{Defect, DefectSet};

/// Longest answer read.
const LONGEST_ANSWER: usize = 1 << 20;
/// New attempts after the first.
const RETRIES: u32 = 2;
/// Time kept to answer the user once a call has been given up.
const MARGIN: Duration = Duration::from_millis(150);

/// One attempt and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// When it began, by the practice's clock.
    pub at: Timestamp,
    /// The authentication mode as traced: `certificat_logiciel`, `cpx` or `psc`.
    pub authentication: Option<&'static str>,
    /// Business answer or technical failure.
    pub outcome: Result<Answer, Failure>,
}

/// The INSi client of one practice.
pub struct InsiClient {
    pub(super) access: Access,
    pub(super) clock: Clock,
    pub(super) defects: DefectSet,
}

impl InsiClient {
    /// A client for what the preparation gave.
    pub fn new(
        preparation: &Preparation,
        config: &LgcConfig,
        clock: Clock,
    ) -> Result<Self, AccessError> {
        Ok(Self {
            access: Access::new(preparation, config)?,
            clock,
            defects: config.defects.clone(),
        })
    }

    /// Sends a request and gives every attempt, at least one; the last one decides.
    pub async fn call(
        &self,
        caller: Caller,
        request: &InsiRequest,
        identity: Option<&PscIdentity>,
        deadline: Instant,
    ) -> Vec<Attempt> {
        let route = match self.route(caller, request, identity) {
            Ok(route) => route,
            Err(failure) => {
                return vec![Attempt {
                    at: self.clock.now(),
                    authentication: None,
                    outcome: Err(failure),
                }];
            }
        };
        let mut attempts = Vec::new();
        let mut pause = self.access.timeouts.back_off;
        loop {
            let attempt = self.attempt(&route, request, deadline).await;
            let failure = attempt.outcome.as_ref().err();
            let hopeful = failure.is_some_and(Failure::may_be_retried);
            attempts.push(attempt);
            let endless = self.defects.has(Defect::RelanceSansFin);
            let bounded = attempts.len() > RETRIES as usize;
            let time_left = deadline.saturating_duration_since(monotonic());
            if !hopeful || (bounded && !endless) || time_left < pause + MARGIN {
                return attempts;
            }
            tokio::time::sleep(pause).await;
            if !endless {
                pause *= 2;
            }
        }
    }

    async fn attempt(
        &self,
        route: &Route<'_>,
        request: &InsiRequest,
        deadline: Instant,
    ) -> Attempt {
        let at = self.clock.now();
        let left = deadline
            .saturating_duration_since(monotonic())
            .saturating_sub(MARGIN);
        let bound = self.access.timeouts.total.min(left);
        let outcome = tokio::time::timeout(bound, self.exchange(route, request))
            .await
            .unwrap_or(Err(Failure::Timeout(bound)));
        Attempt {
            at,
            authentication: Some(route.authentication),
            outcome,
        }
    }

    async fn exchange(&self, route: &Route<'_>, request: &InsiRequest) -> Result<Answer, Failure> {
        let content_type = format!(
            "application/soap+xml; charset=utf-8; action=\"{}\"",
            request.action()
        );
        let content_type = HeaderValue::from_str(&content_type)
            .map_err(|error| Failure::NotConfigured(error.to_string()))?;
        let mut message = Request::builder().method(Method::POST).uri(route.endpoint);
        if let Some((name, value)) = &route.pass {
            message = message.header(name, value);
        }
        let message = message
            .header(CONTENT_TYPE, content_type)
            .header("Accept", "application/soap+xml")
            .body(Full::new(Bytes::from(route.envelope.clone())))
            .map_err(|error| Failure::NotConfigured(error.to_string()))?;
        let response = route
            .http
            .request(message)
            .await
            .map_err(|error| self.sending_failure(&error))?;
        let status = response.status();
        let body = Limited::new(response.into_body(), LONGEST_ANSWER)
            .collect()
            .await
            .map_err(|error| {
                if error.is::<LengthLimitError>() {
                    Failure::TooLong(LONGEST_ANSWER)
                } else {
                    Failure::Broken(error.to_string())
                }
            })?
            .to_bytes();
        match status {
            StatusCode::OK => answer::read(request, &body),
            // A fault comes with HTTP 500; an error without one says nothing of the identity, even
            // where its body looks like a result.
            _ => match answer::read(request, &body) {
                Err(fault @ Failure::Fault { .. }) => Err(fault),
                _ => Err(Failure::Http(status.as_u16())),
            },
        }
    }

    /// Tells a service that could not be reached from one that broke the connection.
    fn sending_failure(&self, error: &hyper_util::client::legacy::Error) -> Failure {
        let reason = deepest_cause(error);
        if !error.is_connect() {
            return Failure::Broken(reason);
        }
        let timed_out = error
            .source()
            .and_then(|source| source.downcast_ref::<std::io::Error>())
            .is_some_and(|source| source.kind() == std::io::ErrorKind::TimedOut);
        if timed_out {
            Failure::ConnectTimeout(self.access.timeouts.connect)
        } else {
            Failure::Connection(reason)
        }
    }
}

fn deepest_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
