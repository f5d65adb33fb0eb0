//! The fronts of a lane: which ones exist, and how their listeners are opened.
//!
//! The real service answers on one path behind two addresses, one of which asks for a client
//! certificate. Source: addresses seen in clients.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use banc_core::clock::Clock;
use banc_core::lane::Lane;
use banc_core::listener::{FactsOf, FrontTls, Limits, Listener, ListenerConfig, ListenerError};
use banc_core::recorder::{LaneContext, router};
use banc_core::service::Service;
use banc_core::tls::ClientCertificatePolicy;
use rustls::ServerConfig;
use rustls::server::ServerSessionMemoryCache;

use crate::ServerError;

/// A front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Front {
    /// Name, as in exchanges and in the driver contract.
    name: &'static str,
    /// What is done about client certificates; none on a front without TLS.
    tls: Option<ClientCertificatePolicy>,
}

/// The fronts, in the order of their ports.
///
/// A client certificate is requested, not required: the service itself answers a client that has
/// none (DESIR_560), as a gateway would.
const FRONTS: [Front; 3] = [
    Front {
        name: "insi",
        tls: Some(ClientCertificatePolicy::Ignored),
    },
    Front {
        name: "insi_tlsm",
        tls: Some(ClientCertificatePolicy::Requested),
    },
    Front {
        name: "insi_clair",
        tls: None,
    },
];

/// Path of the service.
const PATH: &str = "/lps";
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
    service: &Arc<dyn Service>,
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
        let served = router(context, front.name, Arc::clone(service));
        let listener = Listener::open(config, served, context.journal.clone(), clock.clone())
            .map_err(|error| front_error(error, "[ecoute] premier_port"))?;
        let scheme = if front.tls.is_some() { "https" } else { "http" };
        let port = listener.address().port();
        // By name, not by address: the certificate's first name, and what clients expect.
        let url = format!("{scheme}://localhost:{port}{PATH}");
        endpoints.insert(front.name.to_owned(), url);
        listeners.push(listener);
    }
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
