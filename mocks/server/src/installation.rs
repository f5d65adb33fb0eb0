//! What every lane of a stack shares: settings, keys, data and identities of the installation.
//!
//! Read once when the stack starts; lanes make their services from it.

use std::sync::Arc;

use banc_annuaire::{AnnuaireConfig, Dataset};
use banc_api_psc::{ApiPscConfig, ApiPscKeys, OutgoingTls, ProxyConfig};
use banc_core::Clock;
use banc_core::pki::{Authority, ClientKind, TrustAnchors};
use banc_core::seed::Seed;
use banc_insi::InsiConfig;
use banc_psc::{PscConfig, PscKeys};

use crate::{ServerError, StackConfig};

/// What lanes share.
pub(crate) struct Installation {
    pub(crate) insi: Arc<InsiConfig>,
    pub(crate) psc: Arc<PscConfig>,
    pub(crate) psc_keys: Arc<PscKeys>,
    pub(crate) api_psc: Arc<ApiPscConfig>,
    pub(crate) api_psc_keys: Arc<ApiPscKeys>,
    pub(crate) proxy_esante: Arc<ProxyConfig>,
    pub(crate) annuaire: Arc<AnnuaireConfig>,
    pub(crate) directory: Arc<Dataset>,
    /// The proxy's own calls.
    pub(crate) proxy: OutgoingTls,
    /// The authorization server's own calls.
    pub(crate) authorization_server: OutgoingTls,
    pub(crate) trust: TrustAnchors,
    pub(crate) seed: Seed,
}

impl Installation {
    /// Reads it; makes the keys of an installation that has none yet, which takes a moment.
    pub(crate) fn open(
        config: &StackConfig,
        authority: &Authority,
        trust: TrustAnchors,
        seed: Seed,
        clock: &Clock,
    ) -> Result<Self, ServerError> {
        let directory = authority.directory();
        let psc_keys = PscKeys::open_or_create(&directory.join("psc"), clock)
            .map_err(|error| ServerError::Keys(error.to_string()))?;
        let api_psc_keys = ApiPscKeys::open_or_create(directory)
            .map_err(|error| ServerError::Keys(error.to_string()))?;
        Ok(Self {
            insi: Arc::new(config.insi.clone()),
            psc: Arc::new(config.psc.clone()),
            psc_keys: Arc::new(psc_keys),
            api_psc: Arc::new(config.api_psc.clone()),
            api_psc_keys: Arc::new(api_psc_keys),
            proxy_esante: Arc::new(config.proxy_esante.clone()),
            annuaire: Arc::new(config.annuaire.clone()),
            directory: Dataset::embedded(),
            proxy: OutgoingTls::of(authority, ClientKind::ProxyEsante)?,
            authorization_server: OutgoingTls::of(authority, ClientKind::AuthorizationServer)?,
            trust,
            seed,
        })
    }
}
