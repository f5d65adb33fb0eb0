//! `POST /preparer`: return to a known state and point to the bench's endpoints.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::sign_in::{LocalAccount, PscClient, PscRegistration};

/// Body of `POST /preparer`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preparation {
    /// Catalogue number of the scenario, e.g. `INS-08`, with `#n` for the n-th example.
    pub scenario: String,
    /// Identifier of the execution.
    pub execution: String,
    /// Endpoints by service name: `insi` (server authentication only), `insi_tlsm` (client
    /// certificate), `psc` (issuer), `psc_portefeuille` (where the browser goes), `api_psc`
    /// (authorization server and protected API), `proxy_esante`, `annuaire` (FHIR base) and
    /// `annuaire_extraction`.
    pub services: BTreeMap<String, Endpoint>,
    /// Authorities to trust, PEM, concatenated.
    pub autorites_pem: String,
    /// Client certificates to use, by role: `insi_auto`, `insi_manu` (software), `cps_signature`
    /// (assertion), `psc_client` (back channel of Pro Santé Connect, token exchange and API calls).
    #[serde(default)]
    pub certificats: BTreeMap<String, ClientCertificate>,
    /// Product authorisation number (IDAM) to send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idam: Option<String>,
    /// What the software is for Pro Santé Connect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub psc: Option<PscClient>,
    /// Key of the Annuaire Santé API (`ESANTE-API-KEY`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cle_annuaire: Option<String>,
    /// Local accounts that the software holds.
    #[serde(default)]
    pub comptes: Vec<LocalAccount>,
    /// Idle time after which the software closes its session, seconds; its own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inactivite_s: Option<u64>,
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
    /// What the software declares at Pro Santé Connect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub psc: Option<PscRegistration>,
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
