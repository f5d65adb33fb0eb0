//! The back channel: calls from this software to the endpoints of Pro Santé Connect and of the
//! authorization server, with the client's authentication.
//!
//! Source: psc §10: secret by HTTP Basic, or `tls_client_auth` with `client_id` in the form, on the same
//! URLs. The client certificate is presented whenever there is one (EXI PSC 24, seen in a client).

use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hyper::header::AUTHORIZATION;
use serde::Deserialize;

use super::failure::PscFailure;
use crate::outgoing::{Ask, Outgoing, Reply};

/// Pro Santé Connect, as named to the user.
pub const PSC: &str = "Pro Santé Connect";
/// The authorization server of the API, as named to the user.
pub const API: &str = "le serveur d'autorisation de l'API Pro Santé Connectée";
/// The proxy, as named to the user.
pub const PROXY: &str = "le Proxy e-Santé";

/// How this software proves what it is.
#[derive(Clone)]
pub enum ClientAuthentication {
    /// `client_secret_basic`.
    Secret {
        /// `client_id`.
        client_id: String,
        /// Secret.
        secret: String,
    },
    /// `tls_client_auth`.
    Certificate {
        /// `client_id`.
        client_id: String,
    },
}

impl ClientAuthentication {
    /// The `client_id`.
    pub fn client_id(&self) -> &str {
        match self {
            Self::Secret { client_id, .. } | Self::Certificate { client_id } => client_id,
        }
    }
}

/// The back channel of one client.
#[derive(Clone)]
pub struct BackChannel {
    http: Outgoing,
    authentication: ClientAuthentication,
}

/// Shape of an OAuth error.
#[derive(Deserialize)]
struct OauthError {
    error: String,
    #[serde(default)]
    error_description: Option<String>,
}

impl BackChannel {
    /// A back channel over this client.
    pub fn new(http: Outgoing, authentication: ClientAuthentication) -> Self {
        Self {
            http,
            authentication,
        }
    }

    /// The `client_id`.
    pub fn client_id(&self) -> &str {
        self.authentication.client_id()
    }

    /// Asks for a document, without authentication of the client.
    pub async fn fetch(&self, ask: Ask, deadline: Instant) -> Result<Reply, PscFailure> {
        expect_success(PSC, send(&self.http, PSC, ask, deadline).await?)
    }

    /// Posts a form to an endpoint that authenticates the client.
    pub async fn post(
        &self,
        url: &str,
        fields: &[(&str, &str)],
        deadline: Instant,
    ) -> Result<Reply, PscFailure> {
        let ask = match &self.authentication {
            ClientAuthentication::Secret { client_id, secret } => {
                // RFC 6749 §2.3.1: both parts are form-encoded before they are joined.
                let pair = format!("{}:{}", encoded(client_id), encoded(secret));
                Ask::form(url, fields)
                    .header(AUTHORIZATION, format!("Basic {}", BASE64.encode(pair)))
            }
            ClientAuthentication::Certificate { client_id } => {
                let mut fields = fields.to_vec();
                fields.push(("client_id", client_id));
                Ask::form(url, &fields)
            }
        };
        expect_success(PSC, send(&self.http, PSC, ask, deadline).await?)
    }
}

/// Sends, and names who does not answer.
pub async fn send(
    http: &Outgoing,
    service: &'static str,
    ask: Ask,
    deadline: Instant,
) -> Result<Reply, PscFailure> {
    http.send(ask, deadline)
        .await
        .map_err(|failure| PscFailure::Unreachable { service, failure })
}

/// The reply when it is a success, else the refusal it bears.
pub fn expect_success(service: &'static str, reply: Reply) -> Result<Reply, PscFailure> {
    if reply.status.is_success() {
        return Ok(reply);
    }
    let status = reply.status.as_u16();
    match reply.json::<OauthError>() {
        Some(refusal) if !reply.status.is_server_error() => Err(PscFailure::Refused {
            service,
            error: refusal.error,
            description: refusal.error_description,
        }),
        _ => Err(PscFailure::Unavailable { service, status }),
    }
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
