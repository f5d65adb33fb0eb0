//! What a teleservice asks about the API token that came with a call: is it alive, for whom, for
//! which client certificate?
//!
//! The authorization server answers; the stack binds the two, so that services do not depend on
//! each other. How a Pro Santé Connect token travels to a legacy SOAP teleservice is described for
//! the API Pro Santé Connectées (bearer token bound to the client certificate) and inferred for INSi.

use crate::clock::Clock;
use crate::exchange::CertificateFacts;

/// Who bears a living API token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiBearer {
    /// National identifier of the professional (`sub`).
    pub national_id: String,
    /// Client that obtained the token.
    pub client_id: String,
    /// Scopes granted.
    pub scopes: Vec<String>,
}

/// Why a token is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiTokenRefusal {
    /// Not one of this authorization server, or altered.
    #[error("the API token is not one of the simulated authorization server")]
    Unknown,
    /// Over.
    #[error("the API token has expired or its session is over")]
    Inactive,
    /// The call came without the certificate that the token is bound to.
    #[error("the API token is bound to another client certificate than the one presented")]
    NotBound,
}

/// Knows the API tokens in circulation on a lane.
pub trait ApiTokens: Send + Sync + 'static {
    /// The bearer of `token`, presented on a connection that bears this certificate.
    fn bearer(
        &self,
        token: &str,
        certificate: Option<&CertificateFacts>,
        clock: &Clock,
    ) -> Result<ApiBearer, ApiTokenRefusal>;
}
