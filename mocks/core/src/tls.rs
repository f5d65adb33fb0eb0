//! TLS configurations of the listeners and of the bench's own clients, and what a handshake
//! established.
//!
//! It opens no connection. A bad client certificate is recorded, not refused, so that a service
//! can answer it in its own words.

mod client;
mod facts;
mod recording;
mod server;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use rustls::crypto::CryptoProvider;

pub use client::{TlsVersions, client_config};
pub use facts::tls_facts;
pub use server::{ClientCertificatePolicy, server_config};

use crate::pki::PkiError;

/// What can go wrong while TLS is configured.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The authority could not give a certificate.
    #[error(transparent)]
    Pki(#[from] PkiError),
    /// The TLS library refused the certificate, the key or the parameters.
    #[error("TLS cannot be configured: {0}")]
    Rustls(#[from] rustls::Error),
    /// A trust anchor that the client was given is no certificate.
    #[error("the authorities given to the TLS client are unusable: {0}")]
    Authorities(String),
}

/// The one cryptographic provider of the bench, given explicitly to every configuration.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}
