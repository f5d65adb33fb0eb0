//! How this practice reaches the directory: addresses and key, as the preparation gave them.

use std::sync::Arc;

use banc_contract::Preparation;
use bytes::Bytes;
use http_body_util::Full;
use hyper::Uri;
use hyper::header::HeaderValue;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

use crate::config::{LgcConfig, Timeouts};
use crate::insi::AccessError;
use crate::insi::connector::InsiConnector;
use crate::insi::tls;

/// Everything a call to the directory needs besides its question.
pub(super) struct Access {
    pub(super) http: Client<InsiConnector, Full<Bytes>>,
    /// Base of the FHIR API, without a slash at its end.
    pub(super) base: Option<String>,
    /// Address of the extraction.
    pub(super) extraction: Option<Uri>,
    /// `ESANTE-API-KEY`.
    pub(super) key: Option<HeaderValue>,
    pub(super) timeouts: Timeouts,
}

impl Access {
    /// Reads the preparation; what is missing is told when it is needed, not before.
    pub(super) fn new(preparation: &Preparation, config: &LgcConfig) -> Result<Self, AccessError> {
        let roots = tls::read_authorities(&preparation.autorites_pem)?;
        let tls = tls::without_certificate(roots)?;
        let connector = InsiConnector::new(Arc::new(tls), config.timeouts.connect);
        let key = preparation.cle_annuaire.as_deref().map(|key| {
            HeaderValue::from_str(key).map_err(|error| AccessError::Endpoint {
                service: "annuaire".to_owned(),
                reason: format!("`cle_annuaire` cannot be a header: {error}"),
            })
        });
        let base = endpoint(preparation, "annuaire")?;
        Ok(Self {
            http: Client::builder(TokioExecutor::new()).build(connector),
            base: base.map(|base| base.to_string().trim_end_matches('/').to_owned()),
            extraction: endpoint(preparation, "annuaire_extraction")?,
            key: key.transpose()?,
            timeouts: config.timeouts,
        })
    }
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
