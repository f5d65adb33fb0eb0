//! TLS of outgoing calls: the authorities given by the preparation and nothing else, with or without a
//! client certificate.

use std::sync::Arc;

use banc_contract::preparation::ClientCertificate;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use x509_parser::prelude::{FromDer, X509Certificate};

use super::access::AccessError;

/// Reads the authorities to trust.
pub fn read_authorities(pem: &str) -> Result<Arc<RootCertStore>, AccessError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        let certificate =
            certificate.map_err(|error| AccessError::Authorities(error.to_string()))?;
        roots
            .add(certificate)
            .map_err(|error| AccessError::Authorities(error.to_string()))?;
    }
    if roots.is_empty() && !pem.trim().is_empty() {
        return Err(AccessError::Authorities("no certificate in it".to_owned()));
    }
    Ok(Arc::new(roots))
}

/// Reads a certificate chain, leaf first.
pub fn read_chain(
    role: &str,
    given: &ClientCertificate,
) -> Result<Vec<CertificateDer<'static>>, AccessError> {
    let chain: Vec<_> = CertificateDer::pem_slice_iter(given.certificat_pem.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|error| unreadable(role, error.to_string()))?;
    if chain.is_empty() {
        return Err(unreadable(role, "no certificate in it".to_owned()));
    }
    Ok(chain)
}

/// The organisational unit of a certificate's subject: identifier of the structure.
pub fn structure_of(role: &str, leaf: &[u8]) -> Result<String, AccessError> {
    let (_, parsed) =
        X509Certificate::from_der(leaf).map_err(|error| unreadable(role, error.to_string()))?;
    parsed
        .subject()
        .iter_organizational_unit()
        .next()
        .and_then(|unit| unit.as_str().ok())
        .map(ToOwned::to_owned)
        .ok_or_else(|| unreadable(role, "its subject has no OU".to_owned()))
}

/// The TLS configuration without client certificate.
pub fn without_certificate(roots: Arc<RootCertStore>) -> Result<ClientConfig, AccessError> {
    Ok(builder(roots)?.with_no_client_auth())
}

/// The TLS configuration that presents a client certificate.
pub fn with_certificate(
    role: &str,
    roots: Arc<RootCertStore>,
    chain: Vec<CertificateDer<'static>>,
    key_pem: &str,
) -> Result<ClientConfig, AccessError> {
    let key = PrivateKeyDer::from_pem_slice(key_pem.as_bytes())
        .map_err(|error| unreadable(role, error.to_string()))?;
    builder(roots)?
        .with_client_auth_cert(chain, key)
        .map_err(|error| unreadable(role, error.to_string()))
}

fn builder(
    roots: Arc<RootCertStore>,
) -> Result<rustls::ConfigBuilder<ClientConfig, rustls::client::WantsClientCert>, AccessError> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| AccessError::Authorities(error.to_string()))?
        .with_root_certificates(roots))
}

fn unreadable(role: &str, reason: String) -> AccessError {
    AccessError::Certificate {
        role: role.to_owned(),
        reason,
    }
}
