//! Authorization server and protected API as a service of the bench: paths, methods, order.
//!
//! `/as/token.oauth2` (token exchange), `/as/introspect`, `/as/certs`; under `/apipsc/`, the
//! conformance API and a generic resource. The front requests a client certificate.

mod denied;
mod exchange;
mod introspection;
mod registry;
mod resource;
mod subject;
mod token;

use std::sync::{Arc, OnceLock};

use banc_core::Clock;
use banc_core::api_token::{ApiBearer, ApiTokenRefusal, ApiTokens};
use banc_core::exchange::{CertificateFacts, Request};
use banc_core::observed::Observed;
use banc_core::observed::api_psc::{ApiPscAnswer, ApiPscOperation, ObservedApiPsc, VERSION};
use banc_core::service::{Answer, Call, Service, UNKNOWN_OPERATION};
use futures_util::future::BoxFuture;

use crate::config::ConfigError;
use crate::config::api_psc::{ApiClient, ApiPscConfig};
use crate::form::Form;
use crate::keys::ApiPscKeys;
use crate::outgoing::OutgoingTls;
use crate::reply::{certificate, json, method_not_allowed, plain, split};
use crate::variation;
use denied::{Denied, NAMED};
use registry::Registry;

pub use exchange::{ACCESS_TOKEN, GRANT_TYPE, JWT};

/// Path of the token exchange. Source: IG ans.fr.securisation-transport 1.2.0.
pub const PATH_TOKEN: &str = "/as/token.oauth2";
/// Path of the introspection of API tokens. Source: inferred.
pub const PATH_INTROSPECTION: &str = "/as/introspect";
/// Path of the public keys. Source: inferred.
pub const PATH_JWKS: &str = "/as/certs";
/// Path of the generic resource. Source: the IG's example, `GET /resource/v1`.
pub const PATH_RESOURCE: &str = "/apipsc/ressource/v1";
/// Path of the conformance API. Source: API PSC tests de conformité.
pub const PATH_SIGNATURE: &str = "/apipsc/signsessiondata";
/// Path of the conformance platform. Source: API PSC tests de conformité.
const PLATFORM: &str = "/mockservice";
/// Path of the API; it may be left out, so that a proxy may have either base as its target.
const API: &str = "/apipsc";

/// Where the service is, and where the Pro Santé Connect that it asks is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiPscAddresses {
    /// `https://localhost:P3`.
    pub base: String,
    /// Full URL of PSC's introspection.
    pub psc_introspection: String,
    /// Full URL of PSC's UserInfo.
    pub psc_userinfo: String,
    /// PSC's issuer.
    pub psc_issuer: String,
}

/// The simulated authorization server and protected API: one instance per lane.
pub struct ApiPsc {
    config: Arc<ApiPscConfig>,
    keys: Arc<ApiPscKeys>,
    outgoing: OutgoingTls,
    addresses: OnceLock<ApiPscAddresses>,
    registry: Registry,
}

impl std::fmt::Debug for ApiPsc {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ApiPsc")
            .field("addresses", &self.addresses)
            .finish_non_exhaustive()
    }
}

impl ApiPsc {
    /// A service whose own calls go out through `outgoing`.
    pub fn new(config: Arc<ApiPscConfig>, keys: Arc<ApiPscKeys>, outgoing: OutgoingTls) -> Self {
        let registry = Registry::new(config.clients.clone());
        Self {
            config,
            keys,
            outgoing,
            addresses: OnceLock::new(),
            registry,
        }
    }

    /// Says where everything is, once, before any call; later words are ignored.
    pub fn locate(&self, addresses: ApiPscAddresses) {
        let _ = self.addresses.set(addresses);
    }

    /// Declares a client (`Client_ID_AS`) on this lane, or replaces it.
    pub fn declare(&self, client: ApiClient) -> Result<(), ConfigError> {
        client.check()?;
        self.registry.declare(client);
        Ok(())
    }

    /// Ends every API token in circulation on this lane; gives how many.
    pub fn end_tokens(&self) -> usize {
        self.registry.end_tokens()
    }

    /// The settings.
    pub fn config(&self) -> &ApiPscConfig {
        &self.config
    }

    /// `iss` of API tokens.
    fn issuer(&self) -> String {
        let base = self.addresses.get().map_or("", |known| known.base.as_str());
        format!("{base}/as")
    }

    /// What is understood of a request before anything is checked.
    fn observe(&self, call: &Call<'_>) -> ObservedApiPsc {
        let operation = operation(call.request);
        let mut seen = ObservedApiPsc {
            version: VERSION,
            operation,
            certificate: certificate(call).map(|facts| facts.subject.clone()),
            ..ObservedApiPsc::default()
        };
        match operation {
            Some(ApiPscOperation::Echange) => {
                let form = Form::read(&call.request.body.bytes);
                let owned = |name: &str| form.get(name).map(str::to_owned);
                seen.client_id = owned("client_id");
                seen.scope = owned("scope");
                seen.subject_token_type = owned("subject_token_type");
                seen.actor = form.get("actor_token").and_then(exchange::actor);
            }
            Some(ApiPscOperation::Ressource) => self.bearer_seen(call, &mut seen),
            _ => {}
        }
        seen
    }

    /// Whose token came with a call of the API, and whether it is bound to the certificate.
    fn bearer_seen(&self, call: &Call<'_>, seen: &mut ObservedApiPsc) {
        let Some(claims) = resource::bearer(call.request).and_then(|token| self.keys.verify(token))
        else {
            return;
        };
        let token = token::Claims(&claims);
        seen.subject = token.subject().map(str::to_owned);
        seen.client_id = token.client_id().map(str::to_owned);
        seen.scope = token.text("scope").map(str::to_owned);
        seen.bound = Some(token.is_bound_to(certificate(call)));
    }

    fn respond(&self, call: &Call<'_>) -> Answer {
        let mut seen = self.observe(call);
        let method = call.request.method.as_str();
        let answered = match seen.operation {
            Some(ApiPscOperation::Jwks) if method != "GET" => return method_not_allowed("GET"),
            Some(ApiPscOperation::Introspection) if method != "POST" => {
                return method_not_allowed("POST");
            }
            Some(ApiPscOperation::Jwks) => {
                seen.answer = ApiPscAnswer::Reussite;
                Ok(json(200, &self.keys.jwks()))
            }
            Some(ApiPscOperation::Introspection) => self.introspect(call, &mut seen),
            Some(ApiPscOperation::Ressource) => {
                let (path, _) = split(&call.request.target);
                let expected = if api_path(path) == Some(PATH_SIGNATURE) {
                    "POST"
                } else {
                    "GET"
                };
                if method != expected {
                    return method_not_allowed(expected);
                }
                self.resource(call, &mut seen)
            }
            // The exchange is answered later, by `answer_later`.
            Some(ApiPscOperation::Echange) => return method_not_allowed("POST"),
            None => {
                return plain(
                    404,
                    "Chemin inconnu : /as/token.oauth2, /as/introspect, /as/certs ou /apipsc/….",
                );
            }
        };
        observed(
            answered.unwrap_or_else(|denied: Denied| denied.answer(&mut seen)),
            seen,
        )
    }
}

/// An answer with what was understood.
fn observed(mut answer: Answer, seen: ObservedApiPsc) -> Answer {
    answer.observed = Some(Observed::ApiPsc(Box::new(seen)));
    answer
}

fn operation(request: &Request) -> Option<ApiPscOperation> {
    let (path, _) = split(&request.target);
    match path {
        PATH_TOKEN => Some(ApiPscOperation::Echange),
        PATH_INTROSPECTION => Some(ApiPscOperation::Introspection),
        PATH_JWKS => Some(ApiPscOperation::Jwks),
        _ => api_path(path).map(|_| ApiPscOperation::Ressource),
    }
}

/// The path of a call of the protected API, in its full form.
fn api_path(path: &str) -> Option<&'static str> {
    let path = path.strip_prefix(PLATFORM).unwrap_or(path);
    let path = path.strip_prefix(API).unwrap_or(path);
    [PATH_RESOURCE, PATH_SIGNATURE]
        .into_iter()
        .find(|known| known.strip_prefix(API) == Some(path))
}

fn name(operation: ApiPscOperation) -> &'static str {
    match operation {
        ApiPscOperation::Echange => "echange",
        ApiPscOperation::Introspection => "introspection",
        ApiPscOperation::Jwks => "jwks",
        ApiPscOperation::Ressource => "ressource",
    }
}

impl Service for ApiPsc {
    fn name(&self) -> &'static str {
        "api_psc"
    }

    fn body_limit(&self) -> usize {
        self.config.corps_max
    }

    fn classify(&self, request: &Request) -> &'static str {
        operation(request).map_or(UNKNOWN_OPERATION, name)
    }

    fn answer(&self, call: &Call<'_>) -> Answer {
        self.respond(call)
    }

    fn answer_later<'a>(&'a self, call: &'a Call<'a>) -> Option<BoxFuture<'a, Answer>> {
        let exchange = operation(call.request) == Some(ApiPscOperation::Echange);
        if !exchange || call.request.method != "POST" {
            return None;
        }
        Some(Box::pin(async move {
            let mut seen = self.observe(call);
            let answered = self.exchange(call, &mut seen).await;
            observed(
                answered.unwrap_or_else(|denied| denied.answer(&mut seen)),
                seen,
            )
        }))
    }

    fn witness(&self, call: &Call<'_>) -> Option<Observed> {
        Some(Observed::ApiPsc(Box::new(self.observe(call))))
    }

    fn too_large(&self, call: &Call<'_>) -> Answer {
        let mut seen = self.observe(call);
        let reason = format!(
            "Corps de plus de {} octets, ou interrompu.",
            self.config.corps_max
        );
        seen.answer = ApiPscAnswer::Erreur {
            error: "413".to_owned(),
            description: Some(reason.clone()),
        };
        seen.inferred = true;
        observed(plain(413, &reason), seen)
    }

    fn operations(&self) -> Vec<&'static str> {
        vec!["echange", "introspection", "jwks", "ressource"]
    }

    fn refusals(&self) -> Vec<&'static str> {
        NAMED.to_vec()
    }

    fn variations(&self) -> Vec<&'static str> {
        variation::of_api_psc()
            .iter()
            .map(|variation| variation.name)
            .collect()
    }
}

impl ApiTokens for ApiPsc {
    fn bearer(
        &self,
        token: &str,
        certificate: Option<&CertificateFacts>,
        clock: &Clock,
    ) -> Result<ApiBearer, ApiTokenRefusal> {
        let claims = self.living(token, clock.now())?;
        let token = token::Claims(&claims);
        if !token.is_bound_to(certificate) {
            return Err(ApiTokenRefusal::NotBound);
        }
        Ok(ApiBearer {
            national_id: token.subject().unwrap_or_default().to_owned(),
            client_id: token.client_id().unwrap_or_default().to_owned(),
            scopes: token.scopes().map(str::to_owned).collect(),
        })
    }
}
