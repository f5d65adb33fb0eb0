//! The discovery document: where each endpoint is.
//!
//! Source: ANS, published document of the sandbox, at the non-standard path
//! `.well-known/wallet-openid-configuration`.

use std::time::Instant;

use serde::Deserialize;

use super::back_channel::{BackChannel, PSC};
use super::failure::PscFailure;
use crate::outgoing::Ask;

/// What this software reads of the discovery document.
#[derive(Clone, Debug, Deserialize)]
pub struct Metadata {
    /// Issuer.
    pub issuer: String,
    /// Where the browser is sent.
    pub authorization_endpoint: String,
    /// Token endpoint.
    pub token_endpoint: String,
    /// UserInfo.
    pub userinfo_endpoint: String,
    /// Public keys.
    pub jwks_uri: String,
    /// End of session.
    pub end_session_endpoint: String,
    /// Revocation.
    #[serde(default)]
    pub revocation_endpoint: Option<String>,
    /// CIBA.
    #[serde(default)]
    pub backchannel_authentication_endpoint: Option<String>,
    /// True when callbacks bear `iss` (RFC 9207).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

impl Metadata {
    /// Fetches the document of `issuer`.
    pub async fn fetch(
        channel: &BackChannel,
        issuer: &str,
        deadline: Instant,
    ) -> Result<Self, PscFailure> {
        let url = format!("{issuer}/.well-known/wallet-openid-configuration");
        let reply = channel.fetch(Ask::get(&url), deadline).await?;
        let metadata: Self =
            serde_json::from_slice(&reply.body).map_err(|error| PscFailure::Unreadable {
                service: PSC,
                reason: error.to_string(),
            })?;
        // OpenID Connect Discovery 1.0 §4.3: the issuer must be exactly the one asked for.
        if metadata.issuer != issuer {
            return Err(PscFailure::NotBelieved(format!(
                "le document de découverte est celui de « {} »",
                metadata.issuer
            )));
        }
        Ok(metadata)
    }
}
