//! One bounded HTTP exchange, for every client of this software but INSi's, which has its own words for
//! failures. It follows no redirection and tries once.

use std::error::Error as _;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, USER_AGENT};
use hyper::{Method, Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde::de::DeserializeOwned;

use crate::clock::monotonic;
use crate::config::Timeouts;
use crate::insi::access::HttpClient;
use crate::insi::connector::InsiConnector;

/// Longest answer read.
const LONGEST_ANSWER: usize = 4 << 20;
/// How the software names itself on its back channels.
const OWN_NAME: &str = concat!("LGC-REFERENCE/", env!("CARGO_PKG_VERSION"));

/// Why an exchange gave no answer, in the user's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutgoingFailure {
    /// The address or a header cannot be used.
    #[error("appel impossible : {0}")]
    Unusable(String),
    /// Nobody answers at that address, or not by the certificate expected.
    #[error("connexion impossible : {0}")]
    Connection(String),
    /// Nothing whole came in time.
    #[error("pas de réponse complète après {} ms", .0.as_millis())]
    Timeout(Duration),
    /// The connection broke.
    #[error("connexion rompue : {0}")]
    Broken(String),
    /// The answer is larger than this software accepts.
    #[error("réponse trop longue")]
    TooLong,
}

/// A request to make.
#[derive(Clone, Debug)]
pub struct Ask {
    method: Method,
    url: String,
    headers: Vec<(hyper::header::HeaderName, String)>,
    body: Bytes,
}

impl Ask {
    /// A request without body.
    pub fn new(method: Method, url: &str) -> Self {
        Self {
            method,
            url: url.to_owned(),
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// A GET.
    pub fn get(url: &str) -> Self {
        Self::new(Method::GET, url)
    }

    /// A form sent by POST.
    pub fn form(url: &str, fields: &[(&str, &str)]) -> Self {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        Self::new(Method::POST, url)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form)
    }

    /// A JSON body sent by POST.
    pub fn json(url: &str, body: &serde_json::Value) -> Self {
        Self::new(Method::POST, url)
            .header(CONTENT_TYPE, "application/json")
            .body(body.to_string())
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: hyper::header::HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds a bearer token.
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header(AUTHORIZATION, format!("Bearer {token}"))
    }

    /// Adds cookies.
    #[must_use]
    pub fn cookies(self, cookies: impl Into<String>) -> Self {
        self.header(COOKIE, cookies)
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

impl Reply {
    /// The body as JSON.
    pub fn json<Value: DeserializeOwned>(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Where the answer redirects to, when it does.
    pub fn redirection(&self) -> Option<&str> {
        if !self.status.is_redirection() {
            return None;
        }
        self.headers.get(LOCATION)?.to_str().ok()
    }
}

/// A client with its pool of connections and its bounds.
#[derive(Clone)]
pub struct Outgoing {
    http: HttpClient,
    timeouts: Timeouts,
    user_agent: String,
}

impl Outgoing {
    /// A client over this TLS configuration.
    pub fn new(tls: rustls::ClientConfig, timeouts: Timeouts) -> Self {
        let connector = InsiConnector::new(std::sync::Arc::new(tls), timeouts.connect);
        Self {
            http: Client::builder(TokioExecutor::new()).build(connector),
            timeouts,
            user_agent: OWN_NAME.to_owned(),
        }
    }

    /// The same, under another name.
    #[must_use]
    pub fn named(mut self, user_agent: &str) -> Self {
        user_agent.clone_into(&mut self.user_agent);
        self
    }

    /// Asks once, within the bounds of the configuration and before `deadline`.
    pub async fn send(&self, ask: Ask, deadline: Instant) -> Result<Reply, OutgoingFailure> {
        let left = deadline.saturating_duration_since(monotonic());
        let bound = self.timeouts.total.min(left);
        self.send_within(ask, bound).await
    }

    /// Asks once, within `bound`: for answers that wait for a person.
    pub async fn send_within(&self, ask: Ask, bound: Duration) -> Result<Reply, OutgoingFailure> {
        tokio::time::timeout(bound, self.exchange(ask))
            .await
            .unwrap_or(Err(OutgoingFailure::Timeout(bound)))
    }

    async fn exchange(&self, ask: Ask) -> Result<Reply, OutgoingFailure> {
        let mut request = Request::builder()
            .method(ask.method)
            .uri(ask.url)
            .header(USER_AGENT, &self.user_agent);
        for (name, value) in ask.headers {
            request = request.header(name, value);
        }
        let request = request
            .body(Full::new(ask.body))
            .map_err(|error| OutgoingFailure::Unusable(error.to_string()))?;
        let response = self.http.request(request).await.map_err(sending_failure)?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, LONGEST_ANSWER)
            .collect()
            .await
            .map_err(|error| {
                if error.is::<LengthLimitError>() {
                    OutgoingFailure::TooLong
                } else {
                    OutgoingFailure::Broken(error.to_string())
                }
            })?
            .to_bytes();
        Ok(Reply {
            status: head.status,
            headers: head.headers,
            body,
        })
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it is the argument of map_err"
)]
fn sending_failure(error: hyper_util::client::legacy::Error) -> OutgoingFailure {
    let mut reason = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        reason = source.to_string();
        cause = source.source();
    }
    if error.is_connect() {
        OutgoingFailure::Connection(reason)
    } else {
        OutgoingFailure::Broken(reason)
    }
}
