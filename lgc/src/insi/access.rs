//! How this practice reaches INSi: endpoints, authentication, product number, as the preparation
//! gave them. Built once per preparation.

use std::sync::Arc;

use banc_contract::Preparation;
use bytes::Bytes;
use http_body_util::Full;
use hyper::Uri;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use rustls::RootCertStore;
use uuid::Uuid;

use super::assertion::Signer;
use super::connector::InsiConnector;
use super::tls;
use crate::config::{AuthenticationChoice, LgcConfig, Professional, Timeouts};

/// The HTTP client, with its pool of connections.
pub type HttpClient = Client<InsiConnector, Full<Bytes>>;

/// A preparation that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The authorities cannot be read.
    #[error("`autorites_pem` cannot be used: {0}")]
    Authorities(String),
    /// A client certificate or its key cannot be read.
    #[error("`certificats.{role}` cannot be used: {reason}")]
    Certificate {
        /// Role of the certificate.
        role: String,
        /// What is wrong.
        reason: String,
    },
    /// An endpoint is not a URL.
    #[error("`services.{service}.url` is not an http or https URL: {reason}")]
    Endpoint {
        /// Service.
        service: String,
        /// What is wrong.
        reason: String,
    },
}

/// Who asks: it decides which software certificate is shown.
///
/// Source: inferred from the certificate names INSI-MANU and INSI-AUTO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A user, in front of the screen.
    User,
    /// The software by itself.
    Automatic,
}

/// A way to call with a software certificate.
#[derive(Clone)]
pub(super) struct SoftwareAccess {
    pub(super) http: HttpClient,
    pub(super) structure: String,
}

/// A way to call with a CPx card.
pub(super) struct CardAccess {
    pub(super) http: HttpClient,
    pub(super) endpoint: Uri,
    pub(super) signer: Signer,
}

/// Everything a call needs besides its request.
pub(super) struct Access {
    pub(super) software_endpoint: Option<Uri>,
    pub(super) manual: Option<SoftwareAccess>,
    pub(super) automatic: Option<SoftwareAccess>,
    pub(super) card: Option<CardAccess>,
    /// With the certificate to which API tokens are bound.
    pub(super) psc: Option<SoftwareAccess>,
    /// Through a Proxy e-Santé: the client without certificate, and where the proxy takes calls to INSi.
    pub(super) proxy: Option<(HttpClient, Uri)>,
    pub(super) choice: AuthenticationChoice,
    pub(super) idam: Option<String>,
    pub(super) installation: Uuid,
    pub(super) professional: Professional,
    pub(super) timeouts: Timeouts,
}

impl Access {
    /// Reads the preparation.
    pub(super) fn new(preparation: &Preparation, config: &LgcConfig) -> Result<Self, AccessError> {
        let roots = tls::read_authorities(&preparation.autorites_pem)?;
        let software = |role: &str| software_access(preparation, role, &roots, &config.timeouts);
        let card = match (
            preparation.certificats.get("cps_signature"),
            endpoint(preparation, "insi")?,
        ) {
            (Some(given), Some(endpoint)) => {
                let chain = tls::read_chain("cps_signature", given)?;
                let tls = tls::without_certificate(Arc::clone(&roots))?;
                Some(CardAccess {
                    http: http_client(tls, &config.timeouts),
                    endpoint,
                    signer: Signer::new(&chain[0], &given.cle_pem)?,
                })
            }
            _ => None,
        };
        Ok(Self {
            software_endpoint: endpoint(preparation, "insi_tlsm")?,
            manual: software("insi_manu")?,
            automatic: software("insi_auto")?,
            card,
            psc: software("psc_client")?,
            proxy: proxy(preparation, &roots, &config.timeouts)?,
            choice: config.authentication,
            idam: preparation.idam.clone(),
            installation: config.installation,
            professional: config.professional.clone(),
            timeouts: config.timeouts,
        })
    }
}

fn software_access(
    preparation: &Preparation,
    role: &str,
    roots: &Arc<RootCertStore>,
    timeouts: &Timeouts,
) -> Result<Option<SoftwareAccess>, AccessError> {
    let Some(given) = preparation.certificats.get(role) else {
        return Ok(None);
    };
    let chain = tls::read_chain(role, given)?;
    let structure = tls::structure_of(role, &chain[0])?;
    let tls = tls::with_certificate(role, Arc::clone(roots), chain, &given.cle_pem)?;
    Ok(Some(SoftwareAccess {
        http: http_client(tls, timeouts),
        structure,
    }))
}

/// Source: contract « API Proxy e-Santé » 1.0 (`/send/{api}`); the name `insi` is inferred.
fn proxy(
    preparation: &Preparation,
    roots: &Arc<RootCertStore>,
    timeouts: &Timeouts,
) -> Result<Option<(HttpClient, Uri)>, AccessError> {
    let Some(base) = endpoint(preparation, "proxy_esante")? else {
        return Ok(None);
    };
    let url = format!("{}/send/insi", base.to_string().trim_end_matches('/'));
    let uri = url.parse().map_err(
        |error: hyper::http::uri::InvalidUri| AccessError::Endpoint {
            service: "proxy_esante".to_owned(),
            reason: error.to_string(),
        },
    )?;
    let tls = tls::without_certificate(Arc::clone(roots))?;
    Ok(Some((http_client(tls, timeouts), uri)))
}

fn http_client(tls: rustls::ClientConfig, timeouts: &Timeouts) -> HttpClient {
    let connector = InsiConnector::new(Arc::new(tls), timeouts.connect);
    Client::builder(TokioExecutor::new()).build(connector)
}

fn endpoint(preparation: &Preparation, service: &str) -> Result<Option<Uri>, AccessError> {
    let Some(endpoint) = preparation.services.get(service) else {
        return Ok(None);
    };
    let refuse = |reason: String| AccessError::Endpoint {
        service: service.to_owned(),
        reason,
    };
    let uri: Uri = endpoint
        .url
        .parse()
        .map_err(|error: hyper::http::uri::InvalidUri| refuse(error.to_string()))?;
    match (uri.scheme_str(), uri.host()) {
        (Some("http" | "https"), Some(_)) => Ok(Some(uri)),
        _ => Err(refuse(endpoint.url.clone())),
    }
}
