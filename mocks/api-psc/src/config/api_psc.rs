//! Settings of the authorization server and of the protected API.

use banc_core::settings::lay_over;
use std::collections::BTreeSet;

use banc_core::exchange::CertificateFacts;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::ConfigError;
use crate::cnf::CnfForm;

/// The embedded, commented settings.
pub const DEFAULT: &str = include_str!("../../api_psc.toml");

const SECTION: &str = "[api_psc]";

/// Settings; the meaning and source of each key is in the embedded file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct ApiPscConfig {
    pub corps_max: usize,
    pub psc: AtPsc,
    pub jeton: Tokens,
    pub echange: Exchange,
    pub ressource: Resource,
    pub clients: Vec<ApiClient>,
}

/// The authorization server as a client of PSC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct AtPsc {
    pub client_id: String,
    pub secret: String,
    pub userinfo: bool,
    pub delai: SignedDuration,
    pub url_authentification: String,
}

/// API tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Tokens {
    pub duree: SignedDuration,
    pub cnf: CnfForm,
    pub audience: Vec<String>,
    pub acr: String,
}

/// The token exchange.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Exchange {
    pub usage_unique: bool,
    pub erreur_sujet: SubjectError,
    pub membre_url_authentification: String,
    pub emetteurs_sujet: Vec<String>,
    pub audiences: Vec<String>,
}

/// Error code of a refused subject token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectError {
    /// As RFC 8693 §2.2.2 has it.
    InvalidRequest,
    /// As RFC 6749 has it of a refused grant.
    InvalidGrant,
    /// As Keycloak has it.
    InvalidToken,
}

impl SubjectError {
    /// The code on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidToken => "invalid_token",
        }
    }
}

/// The protected API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Resource {
    pub portee: String,
}

/// A client of the authorization server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiClient {
    /// `Client_ID_AS`.
    pub client_id: String,
    /// Common name of its certificate.
    #[serde(default)]
    pub cn: Option<String>,
    /// Organisational unit of its certificate: the structure's identifier.
    #[serde(default)]
    pub ou: Option<String>,
    /// SHA-256 of its certificate's DER, hexadecimal.
    #[serde(default)]
    pub sha256: Option<String>,
    /// Scopes it may ask for.
    pub portees: Vec<String>,
    /// PSC clients whose tokens it may exchange; all of them when empty.
    #[serde(default)]
    pub clients_psc: Vec<String>,
}

impl ApiClient {
    /// Whether this is the certificate declared for the client.
    ///
    /// Source: IG securisation-transport: the server ties the subject DN, whose OU is the
    /// structure's identifier, to the client.
    pub fn owns(&self, certificate: &CertificateFacts) -> bool {
        let same = |declared: &Option<String>, found: Option<&str>| {
            declared
                .as_deref()
                .is_none_or(|declared| found == Some(declared))
        };
        same(&self.cn, certificate.common_name.as_deref())
            && same(&self.ou, certificate.organizational_unit.as_deref())
            && self
                .sha256
                .as_deref()
                .is_none_or(|declared| certificate.sha256.eq_ignore_ascii_case(declared))
    }

    /// Refuses a client that any certificate would suit.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        if self.cn.is_none() && self.ou.is_none() && self.sha256.is_none() {
            return Err(ConfigError::ClientWithoutCertificate(
                self.client_id.clone(),
            ));
        }
        Ok(())
    }
}

impl ApiPscConfig {
    /// The embedded settings with `text` laid over them.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        Self::from_table(toml::from_str(text).map_err(unreadable)?)
    }

    /// The embedded settings with a table laid over them.
    pub fn from_table(over: toml::Table) -> Result<Self, ConfigError> {
        let mut table: toml::Table = toml::from_str(DEFAULT).map_err(unreadable)?;
        lay_over(&mut table, over);
        let config: Self = table.try_into().map_err(unreadable)?;
        let mut names = BTreeSet::new();
        for client in &config.clients {
            client.check()?;
            if !names.insert(&client.client_id) {
                return Err(ConfigError::ClientTwice(client.client_id.clone()));
            }
        }
        for (key, duration) in [
            ("jeton.duree", config.jeton.duree),
            ("psc.delai", config.psc.delai),
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
}

fn unreadable(source: toml::de::Error) -> ConfigError {
    ConfigError::Toml {
        section: SECTION,
        source,
    }
}

impl Default for ApiPscConfig {
    #[expect(
        clippy::expect_used,
        reason = "the file is embedded and a test reads it"
    )]
    fn default() -> Self {
        Self::from_table(toml::Table::new()).expect("api_psc.toml is embedded and tested")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_file_is_read_and_laid_over() {
        let default = ApiPscConfig::default();
        assert_eq!(default.jeton.duree, SignedDuration::from_hours(4));
        assert_eq!(default.jeton.cnf, CnfForm::AnsHex64);
        let config =
            ApiPscConfig::from_toml("[jeton]\nduree = \"60s\"\ncnf = \"rfc8705\"").unwrap();
        assert_eq!(config.jeton.duree, SignedDuration::from_secs(60));
        assert_eq!(config.jeton.cnf, CnfForm::Rfc8705);
        assert_eq!(config.clients, default.clients);
    }

    #[test]
    fn what_cannot_be_used_is_an_error_that_names_it() {
        for (text, named) in [
            ("[jeton]\ndurée = 1", "durée"),
            ("[jeton]\nduree = \"0s\"", "jeton.duree"),
            ("[jeton]\ncnf = \"hex\"", "hex"),
            ("[[clients]]\nclient_id = \"x\"\nportees = []", "`x`"),
            (
                "clients = [{ client_id = \"y\", ou = \"1\", portees = [] }, { client_id = \"y\", ou = \"2\", portees = [] }]",
                "`y`",
            ),
        ] {
            let error = ApiPscConfig::from_toml(text).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }

    #[test]
    fn a_certificate_is_that_of_a_client_when_all_that_was_declared_agrees() {
        let config = ApiPscConfig::default();
        let certificate = |cn: &str, ou: &str| CertificateFacts {
            common_name: Some(cn.to_owned()),
            organizational_unit: Some(ou.to_owned()),
            ..CertificateFacts::default()
        };
        let client = &config.clients[0];
        assert!(client.owns(&certificate("INSI-AUTO", "1999999999")));
        assert!(!client.owns(&certificate("INSI-MANU", "1999999999")));
        assert!(!client.owns(&certificate("INSI-AUTO", "1999999998")));
        assert!(!client.owns(&CertificateFacts::default()));
    }
}
