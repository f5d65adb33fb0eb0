//! The Proxy e-Santé as a service of the bench: paths, methods, cookie.
//!
//! It is a real client of PSC, of the authorization server and of the APIs: what it does there is
//! recorded, delayed and broken like any other call. Contract: API Proxy e-Santé v1.0 (ANS).

mod api_token;
mod connect;
mod disconnect;
mod identity;
mod psc;
mod refused;
mod send;
mod session;
mod traces;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use banc_core::exchange::Request;
use banc_core::observed::Observed;
use banc_core::observed::proxy_esante::{
    ObservedProxyEsante, ProxyAnswer, ProxyOperation, VERSION,
};
use banc_core::service::{Answer, Call, Service, UNKNOWN_OPERATION};
use futures_util::future::BoxFuture;

use crate::config::proxy_esante::ProxyConfig;
use crate::outgoing::OutgoingTls;
use crate::reply::{method_not_allowed, plain, split};
use crate::variation;
use refused::{NAMED, Refused};
use session::{Session, Sessions};
use traces::Traces;

/// Name of the cookie. Source: API Proxy e-Santé v1.0.
pub const COOKIE: &str = "proxy_session_id";
/// `User-Agent` of the proxy.
const AGENT: &str = "banc-proxy-esante";
/// Methods that `/send` passes on. Source: API Proxy e-Santé v1.0.
const RELAYED: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// Where the proxy is, and where those it calls are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyAddresses {
    /// `https://localhost:P4`.
    pub base: String,
    /// PSC's issuer; its endpoints are under it.
    pub psc_issuer: String,
    /// Base URL of the authorization server (`{base}/as/token.oauth2`).
    pub api_psc_base: String,
    /// Base URL of each API, by the name given to `/send`.
    pub targets: BTreeMap<String, String>,
}

/// The simulated Proxy e-Santé: one instance per lane.
pub struct ProxyEsante {
    config: Arc<ProxyConfig>,
    outgoing: OutgoingTls,
    addresses: OnceLock<ProxyAddresses>,
    sessions: Sessions,
    traces: Traces,
}

impl std::fmt::Debug for ProxyEsante {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ProxyEsante")
            .field("addresses", &self.addresses)
            .finish_non_exhaustive()
    }
}

impl ProxyEsante {
    /// A proxy whose own calls go out through `outgoing`.
    pub fn new(config: Arc<ProxyConfig>, outgoing: OutgoingTls) -> Self {
        Self {
            config,
            outgoing,
            addresses: OnceLock::new(),
            sessions: Sessions::default(),
            traces: Traces::default(),
        }
    }

    /// Says where everything is, once, before any call; later words are ignored.
    pub fn locate(&self, addresses: ProxyAddresses) {
        let _ = self.addresses.set(addresses);
    }

    /// The settings.
    pub fn config(&self) -> &ProxyConfig {
        &self.config
    }

    fn located(&self) -> Result<&ProxyAddresses, Refused> {
        self.addresses
            .get()
            .ok_or_else(|| Refused::new(503, "Proxy not located yet."))
    }

    /// The living session of a call, and what is told of it.
    fn session(&self, call: &Call<'_>) -> Option<Arc<Session>> {
        let id = cookie(call.request)?;
        self.sessions
            .living(id, call.clock.now(), self.config.duree_session)
    }

    /// What is understood of a request before anything is checked.
    fn observe(&self, call: &Call<'_>) -> ObservedProxyEsante {
        let operation = operation(call.request);
        let mut seen = ObservedProxyEsante {
            version: VERSION,
            operation,
            ..ObservedProxyEsante::default()
        };
        match operation {
            Some(ProxyOperation::Connect) => connect::observe(call.request, &mut seen),
            Some(ProxyOperation::Send) => {
                let asked = send::asked(&call.request.target);
                seen.api = Some(asked.api.to_owned());
                seen.path = Some(asked.rest.to_owned());
            }
            _ => {}
        }
        if let Some(session) = self.session(call) {
            seen.session = Some(session.id.clone());
            seen.subject = Some(session.national_id.clone());
        }
        seen
    }

    async fn respond(&self, call: &Call<'_>) -> Answer {
        let mut seen = self.observe(call);
        let answered = match seen.operation {
            Some(ProxyOperation::Connect) => self.connect(call, &mut seen).await,
            Some(ProxyOperation::Disconnect) => self.disconnect(call, &mut seen).await,
            Some(ProxyOperation::Send) => self.send(call, &mut seen).await,
            Some(ProxyOperation::Traces) | None => Err(Refused::new(404, "Not found.")),
        };
        observed(
            answered.unwrap_or_else(|refused| refused.answer(call, &mut seen)),
            seen,
        )
    }
}

/// An answer with what was understood.
fn observed(mut answer: Answer, seen: ObservedProxyEsante) -> Answer {
    answer.observed = Some(Observed::ProxyEsante(Box::new(seen)));
    answer
}

/// The session identifier of a request.
fn cookie(request: &Request) -> Option<&str> {
    let cookies = request
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("cookie"));
    cookies
        .flat_map(|(_, value)| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value.trim_matches('"'))
}

fn operation(request: &Request) -> Option<ProxyOperation> {
    let (path, _) = split(&request.target);
    match path {
        "/connect" => Some(ProxyOperation::Connect),
        "/disconnect" => Some(ProxyOperation::Disconnect),
        "/traces" => Some(ProxyOperation::Traces),
        "/send" => Some(ProxyOperation::Send),
        _ => path.starts_with("/send/").then_some(ProxyOperation::Send),
    }
}

fn name(operation: ProxyOperation) -> &'static str {
    match operation {
        ProxyOperation::Connect => "connect",
        ProxyOperation::Disconnect => "disconnect",
        ProxyOperation::Send => "send",
        ProxyOperation::Traces => "traces",
    }
}

/// The methods of an operation, as the contract has them.
fn methods(operation: ProxyOperation) -> &'static [&'static str] {
    match operation {
        ProxyOperation::Connect => &["POST"],
        ProxyOperation::Disconnect => &["DELETE"],
        ProxyOperation::Traces => &["GET"],
        ProxyOperation::Send => &RELAYED,
    }
}

impl Service for ProxyEsante {
    fn name(&self) -> &'static str {
        "proxy_esante"
    }

    fn body_limit(&self) -> usize {
        self.config.corps_max
    }

    fn classify(&self, request: &Request) -> &'static str {
        operation(request).map_or(UNKNOWN_OPERATION, name)
    }

    fn answer(&self, call: &Call<'_>) -> Answer {
        let mut seen = self.observe(call);
        let Some(operation) = seen.operation else {
            return plain(
                404,
                "Chemin inconnu : /connect, /disconnect, /send/{api}/{chemin} ou /traces.",
            );
        };
        let allowed = methods(operation);
        if !allowed.contains(&call.request.method.as_str()) {
            return method_not_allowed(&allowed.join(", "));
        }
        let answered = self.list_traces(call, &mut seen);
        observed(
            answered.unwrap_or_else(|refused| refused.answer(call, &mut seen)),
            seen,
        )
    }

    fn answer_later<'a>(&'a self, call: &'a Call<'a>) -> Option<BoxFuture<'a, Answer>> {
        let operation = operation(call.request)?;
        let waits = operation != ProxyOperation::Traces
            && methods(operation).contains(&call.request.method.as_str());
        if !waits {
            return None;
        }
        Some(Box::pin(self.respond(call)))
    }

    fn witness(&self, call: &Call<'_>) -> Option<Observed> {
        Some(Observed::ProxyEsante(Box::new(self.observe(call))))
    }

    fn too_large(&self, call: &Call<'_>) -> Answer {
        let mut seen = self.observe(call);
        let message = format!(
            "Corps de plus de {} octets, ou interrompu.",
            self.config.corps_max
        );
        seen.answer = ProxyAnswer::Erreur {
            status: 413,
            message: message.clone(),
        };
        observed(plain(413, &message), seen)
    }

    fn operations(&self) -> Vec<&'static str> {
        vec!["connect", "disconnect", "send", "traces"]
    }

    fn refusals(&self) -> Vec<&'static str> {
        NAMED.to_vec()
    }

    fn variations(&self) -> Vec<&'static str> {
        variation::of_proxy_esante()
            .iter()
            .map(|variation| variation.name)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others() {
        let request = |value: &str| Request {
            headers: vec![("Cookie".to_owned(), value.to_owned())],
            ..Request::default()
        };
        assert_eq!(
            cookie(&request("a=b; proxy_session_id=496fe9d6; c=d")),
            Some("496fe9d6")
        );
        assert_eq!(
            cookie(&request("proxy_session_id=\"496fe9d6\"")),
            Some("496fe9d6")
        );
        assert_eq!(cookie(&request("xproxy_session_id=1")), None);
        assert_eq!(cookie(&Request::default()), None);
    }
}
