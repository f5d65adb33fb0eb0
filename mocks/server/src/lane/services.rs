//! The services of a lane: one instance of each, made for it, and what binds them to each other.
//!
//! Services do not depend on each other: what one needs of another is a trait of the core, or a URL.

use std::collections::BTreeMap;
use std::sync::Arc;

use banc_annuaire::{Annuaire, AnnuaireAddresses};
use banc_api_psc::{ApiPsc, ApiPscAddresses, ProxyAddresses, ProxyEsante};
use banc_core::api_token::ApiTokens;
use banc_core::fault::Vocabulary;
use banc_core::service::Service;
use banc_insi::Insi;
use banc_psc::{Psc, PscAddresses};

use crate::installation::Installation;
use crate::notification::Messenger;

/// A service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Insi,
    Psc,
    ApiPsc,
    ProxyEsante,
    Annuaire,
}

/// The services of a lane.
#[derive(Clone)]
pub(crate) struct LaneServices {
    pub(crate) insi: Arc<Insi>,
    pub(crate) psc: Arc<Psc>,
    pub(crate) api_psc: Arc<ApiPsc>,
    pub(crate) proxy_esante: Arc<ProxyEsante>,
    pub(crate) annuaire: Arc<Annuaire>,
    /// Answers in INSi's place, in the tests of the stack.
    #[cfg(test)]
    pub(crate) replaced: Option<Arc<dyn Service>>,
}

impl LaneServices {
    /// New instances, in their first state; `messenger` tells the software what they say by themselves.
    pub(crate) fn new(
        installation: &Installation,
        lane: &str,
        messenger: Option<&Messenger>,
    ) -> Self {
        let of = installation;
        let api_psc = Arc::new(ApiPsc::new(
            Arc::clone(&of.api_psc),
            Arc::clone(&of.api_psc_keys),
            of.authorization_server.clone(),
        ));
        let tokens: Arc<dyn ApiTokens> = Arc::clone(&api_psc) as Arc<dyn ApiTokens>;
        let psc = Arc::new(Psc::new(
            Arc::clone(&of.psc),
            Arc::clone(&of.psc_keys),
            of.seed,
            lane,
        ));
        if let Some(messenger) = messenger {
            psc.set_notifier(Arc::new(messenger.of(lane)));
        }
        Self {
            insi: Arc::new(
                Insi::new(Arc::clone(&of.insi), of.trust.clone()).with_api_tokens(tokens),
            ),
            psc,
            api_psc,
            proxy_esante: Arc::new(ProxyEsante::new(
                Arc::clone(&of.proxy_esante),
                of.proxy.clone(),
            )),
            annuaire: Arc::new(Annuaire::new(
                Arc::clone(&of.annuaire),
                Arc::clone(&of.directory),
            )),
            #[cfg(test)]
            replaced: None,
        }
    }

    /// The service that answers on a front.
    pub(crate) fn of(&self, kind: Kind) -> Arc<dyn Service> {
        #[cfg(test)]
        if let (Kind::Insi, Some(replaced)) = (kind, &self.replaced) {
            return Arc::clone(replaced);
        }
        match kind {
            Kind::Insi => Arc::clone(&self.insi) as Arc<dyn Service>,
            Kind::Psc => Arc::clone(&self.psc) as Arc<dyn Service>,
            Kind::ApiPsc => Arc::clone(&self.api_psc) as Arc<dyn Service>,
            Kind::ProxyEsante => Arc::clone(&self.proxy_esante) as Arc<dyn Service>,
            Kind::Annuaire => Arc::clone(&self.annuaire) as Arc<dyn Service>,
        }
    }

    /// The words that a fault plan may use.
    pub(crate) fn vocabulary(&self) -> Vocabulary {
        let services: [&dyn Service; 5] = [
            &*self.insi,
            &*self.psc,
            &*self.api_psc,
            &*self.proxy_esante,
            &*self.annuaire,
        ];
        Vocabulary::of(services)
    }

    /// Tells each service where it and the others are, once the ports are known.
    pub(crate) fn locate(&self, endpoints: &mut BTreeMap<String, String>) {
        let base = |front: &str| {
            endpoints
                .get(front)
                .map_or("", |url| origin(url))
                .to_owned()
        };
        let issuer = endpoints.get("psc").cloned().unwrap_or_default();
        self.psc.locate(PscAddresses {
            issuer_base: base("psc"),
            wallet_base: base("psc_portefeuille"),
        });
        let realm = format!("{issuer}/protocol/openid-connect");
        self.api_psc.locate(ApiPscAddresses {
            base: base("api_psc"),
            psc_introspection: format!("{realm}/token/introspect"),
            psc_userinfo: format!("{realm}/userinfo"),
            psc_issuer: issuer.clone(),
        });
        // Below the path of the API: the authorization server on the same front is not a target.
        let api = format!("{}/apipsc", base("api_psc"));
        let insi = endpoints.get("insi_tlsm").cloned().unwrap_or_default();
        self.proxy_esante.locate(ProxyAddresses {
            base: base("proxy_esante"),
            psc_issuer: issuer,
            api_psc_base: base("api_psc"),
            targets: BTreeMap::from([("insi".to_owned(), insi), ("apipsc".to_owned(), api)]),
        });
        let annuaire = base("annuaire");
        self.annuaire.locate(AnnuaireAddresses {
            base: annuaire.clone(),
        });
        endpoints.insert(
            "annuaire_extraction".to_owned(),
            format!("{annuaire}{}", banc_annuaire::EXTRACTION_PATH),
        );
    }
}

/// Scheme, host and port of a URL.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let path = url[host..].find('/').map_or(url.len(), |at| host + at);
    &url[..path]
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn the_origin_ends_before_the_path() {
        assert_eq!(
            origin("https://localhost:4010/lps"),
            "https://localhost:4010"
        );
        assert_eq!(origin("https://localhost:4010"), "https://localhost:4010");
    }
}
