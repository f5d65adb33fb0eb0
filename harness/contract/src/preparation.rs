//! `POST /preparer`: return to a known state and point to the bench's endpoints.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Body of `POST /preparer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preparation {
    /// Catalogue number of the scenario, e.g. `INS-08`, with `#n` for the n-th example.
    pub scenario: String,
    /// Identifier of the execution.
    pub execution: String,
    /// Endpoints by service name: `insi` (server authentication only) and `insi_tlsm` (software certificate).
    pub services: BTreeMap<String, Endpoint>,
    /// Authorities to trust, PEM, concatenated.
    pub autorites_pem: String,
    /// Client certificates to use, by role: `insi_auto`, `insi_manu` (software), `cps_signature` (assertion).
    #[serde(default)]
    pub certificats: BTreeMap<String, ClientCertificate>,
    /// Product authorisation number (IDAM) to send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idam: Option<String>,
    /// Instant the software should believe it is, when it can be moved (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintenant: Option<String>,
}

/// Where a service answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// Absolute URL, path included, e.g. `https://localhost:40101/lps`.
    pub url: String,
}

/// A client certificate with its key, PEM.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientCertificate {
    /// Certificate chain, leaf first.
    pub certificat_pem: String,
    /// PKCS#8 private key.
    pub cle_pem: String,
}

impl std::fmt::Debug for ClientCertificate {
    /// Hides the private key.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ClientCertificate")
            .finish_non_exhaustive()
    }
}

/// Answer to `POST /preparer`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PreparationAnswer {
    /// Whether this software can be re-pointed for each scenario.
    pub isolement: Isolation,
    /// True when the software moved its clock to `maintenant`.
    pub horloge_deplacee: bool,
}

/// How scenarios are kept apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Isolation {
    /// Each scenario has its own endpoints: they may run at once.
    #[default]
    Parallele,
    /// The software keeps fixed endpoints: one scenario at a time.
    Serie,
}
