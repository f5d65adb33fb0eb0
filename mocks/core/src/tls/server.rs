//! TLS of a listener.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::server::ServerSessionMemoryCache;

use super::recording::RecordingVerifier;
use super::{TlsError, provider};
use crate::pki::Authority;

/// Sessions kept for resumption by one listener; each holds the client's chain.
const SESSIONS: usize = 1_024;

/// What a listener does about client certificates.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum ClientCertificatePolicy {
    /// None is asked for.
    #[default]
    Ignored,
    /// One is asked for; a client without one is served.
    Requested,
    /// One is asked for; the handshake fails without one.
    Required,
}

/// TLS 1.2 and 1.3, HTTP/1.1 only, the authority's server certificate.
///
/// With `Requested` and `Required`, the client must prove that it holds the key of its
/// certificate, but any certificate will do: [`tls_facts`](super::tls_facts) says what it is
/// worth. A listener must keep one configuration for its whole life: sessions are resumed within a
/// configuration.
pub fn server_config(
    authority: &Authority,
    policy: ClientCertificatePolicy,
) -> Result<Arc<ServerConfig>, TlsError> {
    let identity = authority.server_identity()?;
    let provider = provider();
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()?;
    let builder = match policy {
        ClientCertificatePolicy::Ignored => builder.with_no_client_auth(),
        ClientCertificatePolicy::Requested | ClientCertificatePolicy::Required => {
            let mandatory = policy == ClientCertificatePolicy::Required;
            builder.with_client_cert_verifier(Arc::new(RecordingVerifier::new(
                provider.signature_verification_algorithms,
                mandatory,
            )))
        }
    };
    let mut config = builder.with_single_cert(identity.chain, identity.key.into())?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config.session_storage = ServerSessionMemoryCache::new(SESSIONS);
    Ok(Arc::new(config))
}
