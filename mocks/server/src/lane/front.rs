//! The fronts of a lane: which ones exist, and how their listeners are opened.
//!
//! The real INSi answers on one path behind two addresses, one of which asks for a client
//! certificate (source: addresses seen in clients); Pro Santé Connect has a host for browsers and one
//! for its realm (source: published discovery document).

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use banc_core::clock::Clock;
use banc_core::lane::Lane;
use banc_core::listener::{FactsOf, FrontTls, Limits, Listener, ListenerConfig, ListenerError};
use banc_core::recorder::{LaneContext, router};
use banc_core::tls::ClientCertificatePolicy;
use rustls::ServerConfig;
use rustls::server::ServerSessionMemoryCache;

use super::services::{Kind, LaneServices};
use crate::ServerError;

/// A front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Front {
    /// Name, as in exchanges and in the driver contract.
    name: &'static str,
    /// Who answers on it.
    service: Kind,
    /// What is done about client certificates; none on a front without TLS.
    tls: Option<ClientCertificatePolicy>,
    /// Path of the URL given to the software.
    path: &'static str,
}

const fn front(
    name: &'static str,
    service: Kind,
    tls: Option<ClientCertificatePolicy>,
    path: &'static str,
) -> Front {
    Front {
        name,
        service,
        tls,
        path,
    }
}

/// No certificate is asked for: a browser would ask its user to choose one.
const ANONYMOUS: Option<ClientCertificatePolicy> = Some(ClientCertificatePolicy::Ignored);
/// A client certificate is requested, not required: the service itself answers a client that has
/// none, as the gateway of INSi does (DESIR_560); Pro Santé Connect serves both kinds of clients on
/// the same URLs.
const MUTUAL: Option<ClientCertificatePolicy> = Some(ClientCertificatePolicy::Requested);

/// Path of the realm. Source: published discovery document.
const ISSUER_PATH: &str = "/auth/realms/esante-wallet";
/// Path of the current version of the directory. Source: documentation of the API.
const DIRECTORY_PATH: &str = "/fhir/v2";

/// The fronts, in the order of their ports; new ones come last, so that the ports of a serial lane
/// stay what they were.
const FRONTS: [Front; 8] = [
    front("insi", Kind::Insi, ANONYMOUS, banc_insi::PATH),
    front("insi_tlsm", Kind::Insi, MUTUAL, banc_insi::PATH),
    front("insi_clair", Kind::Insi, None, banc_insi::PATH),
    front("psc", Kind::Psc, MUTUAL, ISSUER_PATH),
    front("psc_portefeuille", Kind::Psc, ANONYMOUS, ""),
    front("api_psc", Kind::ApiPsc, MUTUAL, ""),
    front("proxy_esante", Kind::ProxyEsante, ANONYMOUS, ""),
    front("annuaire", Kind::Annuaire, ANONYMOUS, DIRECTORY_PATH),
];

/// TLS sessions kept for resumption by one front.
const SESSIONS: usize = 256;

/// What the fronts of every lane share.
#[derive(Clone)]
pub(crate) struct FrontSetup {
    pub(crate) address: IpAddr,
    pub(crate) limits: Limits,
    /// TLS without client certificate.
    pub(crate) anonymous: Arc<ServerConfig>,
    /// TLS with a client certificate requested.
    pub(crate) mutual: Arc<ServerConfig>,
    pub(crate) facts: FactsOf,
}

impl FrontSetup {
    fn tls(&self, policy: ClientCertificatePolicy) -> FrontTls {
        let shared = match policy {
            ClientCertificatePolicy::Ignored => &self.anonymous,
            ClientCertificatePolicy::Requested | ClientCertificatePolicy::Required => &self.mutual,
        };
        // Certificate and key are shared by all lanes, sessions are not: many clients look for a
        // session by host name alone, and one resumed from another lane would bring the client
        // certificate of another scenario.
        let mut config = ServerConfig::clone(shared);
        config.session_storage = ServerSessionMemoryCache::new(SESSIONS);
        FrontTls {
            config: Arc::new(config),
            facts: Arc::clone(&self.facts),
        }
    }
}

/// Opens the fronts of a lane; all of them or none.
pub(crate) fn open_fronts(
    setup: &FrontSetup,
    context: &LaneContext,
    lane: &Lane,
    plain: bool,
    services: &LaneServices,
    clock: &Clock,
) -> Result<(Vec<Listener>, BTreeMap<String, String>), ServerError> {
    let mut listeners = Vec::new();
    let mut endpoints = BTreeMap::new();
    for (rank, front) in (0_u16..).zip(&FRONTS) {
        if front.tls.is_none() && !plain {
            continue;
        }
        let port = lane
            .port(rank)
            .map_err(|error| ServerError::Config(error.to_string()))?;
        let config = ListenerConfig {
            front: front.name.into(),
            lane: Arc::clone(&lane.name),
            address: SocketAddr::new(setup.address, port),
            tls: front.tls.map(|policy| setup.tls(policy)),
            limits: setup.limits,
        };
        let served = router(context, front.name, services.of(front.service));
        let listener = Listener::open(config, served, context.journal.clone(), clock.clone())
            .map_err(|error| front_error(error, "[ecoute] premier_port"))?;
        let scheme = if front.tls.is_some() { "https" } else { "http" };
        let port = listener.address().port();
        // By name, not by address: the certificate's first name, and what clients expect.
        let url = format!("{scheme}://localhost:{port}{}", front.path);
        endpoints.insert(front.name.to_owned(), url);
        listeners.push(listener);
    }
    services.locate(&mut endpoints);
    Ok((listeners, endpoints))
}

/// An error of opening, with the key that gave the port.
pub(crate) fn front_error(error: ListenerError, key: &str) -> ServerError {
    match error {
        ListenerError::PortInUse { front, address } => ServerError::PortInUse {
            port: address.port(),
            front: front.to_string(),
            key: key.to_owned(),
        },
        ListenerError::Bind {
            front,
            address,
            source,
        } => ServerError::Listen {
            address,
            front: front.to_string(),
            source,
        },
        ListenerError::Panicked { .. } => ServerError::Panicked {
            messages: vec![error.to_string()],
            summary: None,
        },
    }
}
