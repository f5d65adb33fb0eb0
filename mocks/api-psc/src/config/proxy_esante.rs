//! Settings of the Proxy e-Santé.

use banc_core::settings::lay_over;
use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::ConfigError;

/// The embedded, commented settings.
pub const DEFAULT: &str = include_str!("../../proxy_esante.toml");

const SECTION: &str = "[proxy_esante]";

/// Settings; the meaning and source of each key is in the embedded file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct ProxyConfig {
    pub corps_max: usize,
    pub clients: Vec<String>,
    pub duree_session: SignedDuration,
    pub psc: AtPsc,
    pub autorisation: AtAuthorization,
    pub portees: BTreeMap<String, String>,
    pub relais: Relay,
}

/// The proxy as a client of PSC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct AtPsc {
    pub client_id: String,
    pub secret: String,
    pub portee: String,
    pub acr_values: String,
    pub delai: SignedDuration,
    pub attendre_la_premiere: bool,
    pub intervalle: SignedDuration,
    pub ralentissement: SignedDuration,
}

/// The proxy as a client of the authorization server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct AtAuthorization {
    pub client_id: String,
    pub delai: SignedDuration,
    pub marge: SignedDuration,
}

/// The relay to the APIs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Relay {
    pub delai: SignedDuration,
}

impl ProxyConfig {
    /// The embedded settings with `text` laid over them.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        Self::from_table(toml::from_str(text).map_err(unreadable)?)
    }

    /// The embedded settings with a table laid over them.
    pub fn from_table(over: toml::Table) -> Result<Self, ConfigError> {
        let mut table: toml::Table = toml::from_str(DEFAULT).map_err(unreadable)?;
        lay_over(&mut table, over);
        let config: Self = table.try_into().map_err(unreadable)?;
        for (key, duration) in [
            ("duree_session", config.duree_session),
            ("psc.delai", config.psc.delai),
            ("psc.intervalle", config.psc.intervalle),
            ("psc.ralentissement", config.psc.ralentissement),
            ("autorisation.delai", config.autorisation.delai),
            ("relais.delai", config.relais.delai),
        ] {
            if duration <= SignedDuration::ZERO {
                return Err(ConfigError::NoDuration {
                    section: SECTION,
                    key,
                });
            }
        }
        Ok(config)
    }

    /// Scope to ask for an API.
    pub fn scope<'a>(&'a self, api: &'a str) -> &'a str {
        self.portees.get(api).map_or(api, String::as_str)
    }
}

fn unreadable(source: toml::de::Error) -> ConfigError {
    ConfigError::Toml {
        section: SECTION,
        source,
    }
}

impl Default for ProxyConfig {
    #[expect(
        clippy::expect_used,
        reason = "the file is embedded and a test reads it"
    )]
    fn default() -> Self {
        Self::from_table(toml::Table::new()).expect("proxy_esante.toml is embedded and tested")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_file_is_read_and_laid_over() {
        let config = ProxyConfig::from_toml("[portees]\ndmp = \"dmp-lecture\"").unwrap();
        assert_eq!(config.scope("dmp"), "dmp-lecture");
        assert_eq!(config.scope("insi"), "insi");
        assert_eq!(config.scope("autre"), "autre");
        assert_eq!(config.duree_session, SignedDuration::from_hours(4));
    }

    #[test]
    fn unknown_keys_and_empty_durations_are_errors() {
        for (text, named) in [
            ("client = []", "client"),
            ("[psc]\ndelai = \"0s\"", "psc.delai"),
        ] {
            let error = ProxyConfig::from_toml(text).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }
}
