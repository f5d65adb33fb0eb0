//! Calls that the two services make themselves: over TLS, with their own certificate.
//!
//! Redirections are not followed and bodies are not decompressed: what comes back is passed on.

use std::time::Duration;

use banc_core::pki::{Authority, ClientIdentity, ClientKind, PkiError};
use banc_core::tls::{TlsError, TlsVersions, client_config};
use bytes::Bytes;
use jiff::SignedDuration;
use serde_json::{Map, Value};

use crate::form;

/// Idle connections are dropped before a listener does it: a call sent on a connection that is
/// being closed would be lost.
const IDLE: Duration = Duration::from_secs(10);
/// Longest wait for a connection on loopback.
const CONNECT: Duration = Duration::from_secs(3);

/// What can go wrong while outgoing calls are prepared.
#[derive(Debug, thiserror::Error)]
pub enum OutgoingError {
    /// TLS.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The identity could not be read.
    #[error(transparent)]
    Pki(#[from] PkiError),
    /// The HTTP client.
    #[error("the HTTP client of the simulated services could not be made: {0}")]
    Http(#[from] reqwest::Error),
}

/// What outgoing calls need: whom they trust, and who they are. Cloning is cheap.
#[derive(Clone)]
pub struct OutgoingTls {
    http: reqwest::Client,
    subject: String,
}

impl std::fmt::Debug for OutgoingTls {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("OutgoingTls")
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

impl OutgoingTls {
    /// Calls to servers of these authorities (PEM), with this identity, whichever it is.
    pub fn new(authorities_pem: &str, identity: &ClientIdentity) -> Result<Self, OutgoingError> {
        let tls = client_config(authorities_pem, Some(identity), TlsVersions::Both)?;
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(rustls::ClientConfig::clone(&tls))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .pool_idle_timeout(IDLE)
            .connect_timeout(CONNECT)
            .build()?;
        let facts = banc_core::exchange::CertificateFacts::of(&identity.certificate_der, None);
        Ok(Self {
            http,
            subject: facts.subject,
        })
    }

    /// Calls to servers of the test authority, with one of its identities.
    pub fn of(authority: &Authority, kind: ClientKind) -> Result<Self, OutgoingError> {
        Self::new(&authority.bundle_pem(), &authority.client(kind)?)
    }

    /// Subject of the certificate presented, RFC 4514.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// A request to be completed.
    pub(crate) fn request(
        &self,
        method: reqwest::Method,
        url: &str,
        limit: SignedDuration,
    ) -> reqwest::RequestBuilder {
        let limit = Duration::try_from(limit).unwrap_or(CONNECT);
        self.http.request(method, url).timeout(limit)
    }
}

/// An OAuth client of somebody else's server.
#[derive(Clone, Copy)]
pub(crate) struct Caller<'a> {
    pub(crate) outgoing: &'a OutgoingTls,
    pub(crate) agent: &'static str,
    pub(crate) client_id: &'a str,
    /// Empty: the certificate alone.
    pub(crate) secret: &'a str,
    pub(crate) limit: SignedDuration,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
}

impl Received {
    /// The body as a JSON object, empty when it is none.
    pub(crate) fn object(&self) -> Map<String, Value> {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// `error` of an OAuth error.
    pub(crate) fn error(&self) -> String {
        text(&self.object(), "error").unwrap_or_default().to_owned()
    }

    /// For the investigator: status, code and description.
    pub(crate) fn told(&self) -> String {
        let object = self.object();
        format!(
            "{} {} {}",
            self.status,
            text(&object, "error").unwrap_or("(no error code)"),
            text(&object, "error_description").unwrap_or_default()
        )
        .trim_end()
        .to_owned()
    }
}

/// A member that is a text.
pub(crate) fn text<'a>(object: &'a Map<String, Value>, member: &str) -> Option<&'a str> {
    object.get(member)?.as_str()
}

impl Caller<'_> {
    /// Posts a form in the name of the client; an error, in words without secrets, when no whole
    /// answer came.
    pub(crate) async fn post(
        &self,
        url: &str,
        parameters: &[(&str, &str)],
    ) -> Result<Received, String> {
        let mut pairs = parameters.to_vec();
        pairs.push(("client_id", self.client_id));
        if !self.secret.is_empty() {
            pairs.push(("client_secret", self.secret));
        }
        let request = self
            .outgoing
            .request(reqwest::Method::POST, url, self.limit)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .header("user-agent", self.agent)
            .body(form::write(&pairs));
        receive(request).await
    }
}

/// Sends a request and reads the whole answer.
pub(crate) async fn receive(request: reqwest::RequestBuilder) -> Result<Received, String> {
    let answer = request.send().await.map_err(|error| told(&error))?;
    let status = answer.status().as_u16();
    let body = answer.bytes().await.map_err(|error| told(&error))?;
    Ok(Received { status, body })
}

/// An HTTP client's error with its causes.
pub(crate) fn told(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
