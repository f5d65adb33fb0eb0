//! How this practice reaches Pro Santé Connect and what depends on it, as the preparation gave it. Built
//! once per preparation; what is missing is told when it is asked for.

use std::sync::Arc;

use banc_contract::{Preparation, PscRegistration};
use rustls::ClientConfig;

use super::api::ApiClient;
use super::back_channel::{BackChannel, ClientAuthentication};
use super::client::PscClient;
use super::proxy::ProxyClient;
use crate::clock::Clock;
use crate::config::{LgcConfig, PscAuthentication};
use crate::defauts::Defect;
use crate::insi::{AccessError, tls};
use crate::navigateur::Navigateur;
use crate::outgoing::Outgoing;

/// Role of the certificate of the back channels.
const CERTIFICATE: &str = "psc_client";

/// Everything a practice may use.
pub struct PscAccess {
    /// Pro Santé Connect, when it was given.
    pub client: Option<Arc<PscClient>>,
    /// The authorization server of the API, when it was given with a certificate.
    pub api: Option<ApiClient>,
    /// The proxy, when it was given.
    pub proxy: Option<ProxyClient>,
    /// The browser of the workstation.
    pub browser: Navigateur,
}

impl PscAccess {
    /// Reads the preparation; `own_url` is where this software answers.
    pub fn new(
        preparation: &Preparation,
        config: &LgcConfig,
        clock: Clock,
        own_url: &str,
    ) -> Result<Self, AccessError> {
        let roots = tls::read_authorities(&preparation.autorites_pem)?;
        let plain = tls::without_certificate(Arc::clone(&roots))?;
        let certified =
            back_channel_tls(preparation, &roots)?.map(|tls| Outgoing::new(tls, config.timeouts));
        let bare = Outgoing::new(plain.clone(), config.timeouts);
        let http = certified.clone().unwrap_or_else(|| bare.clone());
        let given = |service: &str| {
            let url = &preparation.services.get(service)?.url;
            Some((url.as_str(), preparation.psc.as_ref()?))
        };
        let embedded = config.defects.has(Defect::NavigateurIntegre);
        Ok(Self {
            client: client(preparation, config, clock, own_url, &http).map(Arc::new),
            api: given("api_psc")
                .zip(certified)
                .map(|((base, own), http)| ApiClient::new(http, base, &own.client_id_api)),
            proxy: given("proxy_esante")
                .map(|(base, own)| ProxyClient::new(bare, base, &own.client_id_proxy)),
            browser: Navigateur::new(plain, config.timeouts, clock, embedded),
        })
    }
}

/// What this software declares at Pro Santé Connect.
pub fn registration(own_url: &str) -> PscRegistration {
    PscRegistration {
        redirect_uris: vec![format!("{own_url}/psc/retour")],
        post_logout_redirect_uris: vec![format!("{own_url}/psc/sortie")],
        backchannel_logout_uri: Some(format!("{own_url}/psc/fin-de-session")),
    }
}

fn back_channel_tls(
    preparation: &Preparation,
    roots: &Arc<rustls::RootCertStore>,
) -> Result<Option<ClientConfig>, AccessError> {
    let Some(given) = preparation.certificats.get(CERTIFICATE) else {
        return Ok(None);
    };
    let chain = tls::read_chain(CERTIFICATE, given)?;
    tls::with_certificate(CERTIFICATE, Arc::clone(roots), chain, &given.cle_pem).map(Some)
}

fn client(
    preparation: &Preparation,
    config: &LgcConfig,
    clock: Clock,
    own_url: &str,
    http: &Outgoing,
) -> Option<PscClient> {
    let issuer = preparation.services.get("psc")?.url.trim_end_matches('/');
    let given = preparation.psc.as_ref()?;
    let authentication = match config.psc_authentication {
        PscAuthentication::Secret => ClientAuthentication::Secret {
            client_id: given.client_id.clone(),
            secret: given.client_secret.clone(),
        },
        PscAuthentication::Certificate => ClientAuthentication::Certificate {
            client_id: given.client_id_mtls.clone(),
        },
    };
    Some(PscClient::new(
        issuer.to_owned(),
        BackChannel::new(http.clone(), authentication),
        registration(own_url),
        clock,
        config.defects.clone(),
    ))
}
