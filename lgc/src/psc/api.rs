//! The token of an API Pro Santé Connectée: the Pro Santé Connect access token is exchanged, once, for a
//! token bound to this software's certificate.
//!
//! Source: IG ans.fr.securisation-transport 1.2.0 (token exchange, RFC 8693, over mutual TLS, RFC 8705);
//! the scope of INSi is inferred.

use std::time::{Duration, Instant};

use serde::Deserialize;

use super::back_channel::{API, expect_success, send};
use super::failure::PscFailure;
use crate::clock::monotonic;
use crate::outgoing::{Ask, Outgoing};

/// Scope asked for INSi (inferred).
pub const INSI_SCOPE: &str = "insi";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
/// Part of the lifetime after which the token is no longer begun with.
const USED: f64 = 0.9;

/// A token for an API.
#[derive(Clone)]
pub struct ApiToken {
    /// The token.
    pub token: String,
    until: Instant,
}

impl std::fmt::Debug for ApiToken {
    /// Hides the token.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ApiToken")
    }
}

impl ApiToken {
    /// True while a call may begin with it.
    pub fn is_fresh(&self) -> bool {
        monotonic() < self.until
    }
}

#[derive(Deserialize)]
struct Exchanged {
    access_token: String,
    expires_in: u64,
}

/// The authorization server of the API.
#[derive(Clone)]
pub struct ApiClient {
    http: Outgoing,
    endpoint: String,
    client_id: String,
}

impl ApiClient {
    /// A client of the server at `base`; `http` presents the certificate.
    pub fn new(http: Outgoing, base: &str, client_id: &str) -> Self {
        Self {
            http,
            endpoint: format!("{}/as/token.oauth2", base.trim_end_matches('/')),
            client_id: client_id.to_owned(),
        }
    }

    /// Exchanges an access token of Pro Santé Connect.
    pub async fn exchange(
        &self,
        access: &str,
        scope: &str,
        deadline: Instant,
    ) -> Result<ApiToken, PscFailure> {
        let fields = [
            ("grant_type", GRANT),
            ("client_id", &self.client_id),
            ("subject_token", access),
            ("subject_token_type", ACCESS_TOKEN),
            ("scope", scope),
        ];
        let asked = monotonic();
        let reply = send(
            &self.http,
            API,
            Ask::form(&self.endpoint, &fields),
            deadline,
        )
        .await?;
        let reply = expect_success(API, reply)?;
        let given: Exchanged =
            serde_json::from_slice(&reply.body).map_err(|error| PscFailure::Unreadable {
                service: API,
                reason: error.to_string(),
            })?;
        let lifetime = Duration::from_secs(given.expires_in).mul_f64(USED);
        Ok(ApiToken {
            token: given.access_token,
            until: asked + lifetime,
        })
    }
}
