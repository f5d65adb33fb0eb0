//! What a service understood of an exchange, beside the raw bytes: the only business facts that
//! checks may rely on without opening the bytes.
//!
//! Each service has its versioned type in a file of its own. `banc judge` refuses versions that it
//! does not know.

pub mod annuaire;
pub mod api_psc;
pub mod insi;
pub mod proxy_esante;
pub mod psc;

use serde::{Deserialize, Serialize};

/// What was understood, by service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "service", rename_all = "snake_case")]
pub enum Observed {
    /// An exchange with the Annuaire Santé.
    Annuaire(Box<annuaire::ObservedAnnuaire>),
    /// An exchange with the authorization server or the protected API.
    ApiPsc(Box<api_psc::ObservedApiPsc>),
    /// An exchange with INSi.
    Insi(Box<insi::ObservedInsi>),
    /// An exchange with the Proxy e-Santé.
    ProxyEsante(Box<proxy_esante::ObservedProxyEsante>),
    /// An exchange with Pro Santé Connect.
    Psc(Box<psc::ObservedPsc>),
}

impl Observed {
    /// Name of the service.
    pub fn service(&self) -> &'static str {
        match self {
            Self::Annuaire(_) => "annuaire",
            Self::ApiPsc(_) => "api_psc",
            Self::Insi(_) => "insi",
            Self::ProxyEsante(_) => "proxy_esante",
            Self::Psc(_) => "psc",
        }
    }

    /// Version that was written.
    pub fn version(&self) -> u32 {
        match self {
            Self::Annuaire(seen) => seen.version,
            Self::ApiPsc(seen) => seen.version,
            Self::Insi(seen) => seen.version,
            Self::ProxyEsante(seen) => seen.version,
            Self::Psc(seen) => seen.version,
        }
    }

    /// Version of that service's type that this program knows.
    pub fn known_version(&self) -> u32 {
        match self {
            Self::Annuaire(_) => annuaire::VERSION,
            Self::ApiPsc(_) => api_psc::VERSION,
            Self::Insi(_) => insi::VERSION,
            Self::ProxyEsante(_) => proxy_esante::VERSION,
            Self::Psc(_) => psc::VERSION,
        }
    }

    /// The same understanding of the request, with no answer: an injected fault replaced it.
    #[must_use]
    pub fn without_answer(mut self) -> Self {
        match &mut self {
            Self::Annuaire(seen) => seen.answer = annuaire::AnnuaireAnswer::Aucune,
            Self::ApiPsc(seen) => seen.answer = api_psc::ApiPscAnswer::Aucune,
            Self::Insi(seen) => seen.answer = insi::InsiAnswer::Aucune,
            Self::ProxyEsante(seen) => seen.answer = proxy_esante::ProxyAnswer::Aucune,
            Self::Psc(seen) => seen.answer = psc::PscAnswer::Aucune,
        }
        self
    }
}
