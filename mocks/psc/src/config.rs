//! Settings of the simulated Pro Santé Connect. One commented file, embedded, is both the defaults
//! and the reference; what a user gives is laid over it.

use banc_core::settings::lay_over;
use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::approval::Approval;
use crate::secret::Secret;

/// The embedded, commented settings.
pub const DEFAULT: &str = include_str!("../psc.toml");

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Not TOML, or keys and values that are not known.
    #[error("Pro Santé Connect settings: {0}")]
    Toml(#[from] toml::de::Error),
    /// A client that could never authenticate, or that would accept anyone.
    #[error("Pro Santé Connect settings: client `{client}`: {reason}")]
    Client {
        /// Its identifier.
        client: String,
        /// What is wrong, with the way out.
        reason: &'static str,
    },
}

/// Settings; the meaning and source of each key is in the embedded file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct PscConfig {
    pub corps_max: usize,
    pub federation: String,
    pub professionnel_par_defaut: String,
    pub approbation: Approval,
    pub page_ecps: String,
    pub durees: Lifetimes,
    pub acr: Levels,
    pub pkce: Pkce,
    pub jetons: Tokens,
    pub erreurs: Errors,
    #[serde(default)]
    pub clients: BTreeMap<String, ClientConfig>,
}

/// Lifetimes, on the simulated clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifetimes {
    /// Access token.
    #[serde(rename = "acces", with = "banc_core::duration")]
    pub access: Duration,
    /// Refresh token.
    #[serde(rename = "renouvellement", with = "banc_core::duration")]
    pub refresh: Duration,
    /// Session without activity.
    #[serde(rename = "session_inactive", with = "banc_core::duration")]
    pub session_idle: Duration,
    /// Session in all.
    #[serde(rename = "session_max", with = "banc_core::duration")]
    pub session_max: Duration,
    /// Authorization code.
    #[serde(with = "banc_core::duration")]
    pub code: Duration,
    /// CIBA request, and e-CPS request of the login page.
    #[serde(rename = "demande_ciba", with = "banc_core::duration")]
    pub auth_req: Duration,
    /// Least time between two CIBA polls.
    #[serde(rename = "intervalle_ciba", with = "banc_core::duration")]
    pub interval: Duration,
}

/// Levels of assurance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Levels {
    pub rendu: String,
    pub attendus: Vec<String>,
    pub autres: OtherLevels,
}

/// What becomes of a request for another level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherLevels {
    /// Served all the same.
    Admis,
    /// Refused.
    Refuse,
}

/// PKCE.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Pkce {
    pub exige: bool,
}

/// Forms of the tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Tokens {
    pub renouvellement_alg: RefreshAlgorithm,
}

/// Algorithm of the refresh tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RefreshAlgorithm {
    /// HMAC with SHA-256.
    #[serde(rename = "HS256")]
    Hs256,
    /// HMAC with SHA-512.
    #[serde(rename = "HS512")]
    Hs512,
}

/// Choices among attested errors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Errors {
    pub client_mal_authentifie: ClientError,
}

/// `error` of a client that did not authenticate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientError {
    /// Keycloak today.
    UnauthorizedClient,
    /// RFC 6749, older Keycloak.
    InvalidClient,
}

/// A registered client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct ClientConfig {
    pub authentification: AuthenticationMethod,
    #[serde(default)]
    pub secret: Option<Secret>,
    #[serde(default)]
    pub certificat_ou: Option<String>,
    #[serde(default)]
    pub certificat_cn: Option<String>,
    #[serde(default)]
    pub certificat_sujet: Option<String>,
    #[serde(default = "yes")]
    pub ciba: bool,
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
    #[serde(default)]
    pub backchannel_logout_uri: Option<String>,
    #[serde(default)]
    pub userinfo_jwt: bool,
}

/// How a client is to authenticate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthenticationMethod {
    /// `client_secret_basic` or `client_secret_post`.
    Secret,
    /// `tls_client_auth`.
    Certificat,
    /// Not at all.
    Public,
}

fn yes() -> bool {
    true
}

impl PscConfig {
    /// The embedded settings with `text` laid over them.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        Self::from_table(toml::from_str(text)?)
    }

    /// The embedded settings with a table laid over them.
    pub fn from_table(over: toml::Table) -> Result<Self, ConfigError> {
        let mut table: toml::Table = toml::from_str(DEFAULT)?;
        lay_over(&mut table, over);
        let config: Self = table.try_into()?;
        for (client, settings) in &config.clients {
            settings.check().map_err(|reason| ConfigError::Client {
                client: client.clone(),
                reason,
            })?;
        }
        Ok(config)
    }
}

impl ClientConfig {
    fn check(&self) -> Result<(), &'static str> {
        let named = self.certificat_ou.is_some()
            || self.certificat_cn.is_some()
            || self.certificat_sujet.is_some();
        match self.authentification {
            AuthenticationMethod::Secret if self.secret.as_ref().is_none_or(Secret::is_empty) => {
                Err("authentification = \"secret\" needs `secret`")
            }
            AuthenticationMethod::Certificat if !named => Err(
                "authentification = \"certificat\" needs certificat_ou, certificat_cn or certificat_sujet",
            ),
            _ => Ok(()),
        }
    }
}

impl Default for PscConfig {
    #[expect(
        clippy::expect_used,
        reason = "the file is embedded and a test reads it"
    )]
    fn default() -> Self {
        Self::from_table(toml::Table::new()).expect("psc.toml is embedded and tested")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_file_is_read_and_laid_over() {
        let default = PscConfig::default();
        assert_eq!(default.durees.access, Duration::from_mins(2));
        assert_eq!(default.clients.len(), 5);
        let config = PscConfig::from_toml(
            "approbation = { apres_interrogations = 3 }\n[durees]\naccess = \"1s\"",
        );
        assert!(config.unwrap_err().to_string().contains("access"));
        let config = PscConfig::from_toml(
            "approbation = { apres_interrogations = 3 }\n[durees]\nacces = \"1s\"\n\
             [clients.banc-lgc]\nredirect_uris = [\"https://a.test/retour\"]",
        )
        .unwrap();
        assert_eq!(config.approbation, Approval::ApresInterrogations(3));
        assert_eq!(config.durees.access, Duration::from_secs(1));
        let client = &config.clients["banc-lgc"];
        assert_eq!(client.redirect_uris, ["https://a.test/retour"]);
        assert!(client.secret.is_some() && client.ciba);
    }

    #[test]
    fn a_client_that_accepts_anyone_is_an_error() {
        for settings in [
            "[clients.x]\nauthentification = \"secret\"",
            "[clients.x]\nauthentification = \"secret\"\nsecret = \"\"",
            "[clients.x]\nauthentification = \"certificat\"",
        ] {
            let error = PscConfig::from_toml(settings).unwrap_err();
            assert!(
                matches!(&error, ConfigError::Client { client, .. } if client == "x"),
                "{error}"
            );
        }
    }

    #[test]
    fn settings_never_show_a_secret() {
        let config = PscConfig::default();
        let shown = format!("{config:?}{}", serde_json::to_string(&config).unwrap());
        assert!(!shown.contains("secret-de-test"), "{shown}");
    }
}
