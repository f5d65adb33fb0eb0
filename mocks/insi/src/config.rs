//! Settings of the simulated INSi. One commented file, embedded, is both the defaults and the
//! reference; what a user gives is laid over it.

use std::collections::BTreeMap;

use banc_core::settings::lay_over;
use banc_fixtures::identity::Matricule;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// The embedded, commented settings.
pub const DEFAULT: &str = include_str!("../insi.toml");

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Not TOML, or keys and values that are not known.
    #[error("INSi settings: {0}")]
    Toml(#[from] toml::de::Error),
    /// A refusal whose code is already official.
    #[error(
        "INSi settings: refusal `{0}` is official and cannot be redefined: choose another code"
    )]
    OfficialRefusal(String),
}

/// Settings; the meaning and source of each key is in the embedded file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct InsiConfig {
    pub corps_max: usize,
    pub connexion_en_clair: Clear,
    pub oid: Oids,
    pub progiciel: Software,
    pub contexte: Contexts,
    pub certificat_logiciel: SoftwareCertificate,
    pub assertion: Assertions,
    pub recherche: Search,
    pub verification: Verification,
    #[serde(default)]
    pub matricules: BTreeMap<String, Matricule>,
    /// Refusals beyond the attested ones, for the fault plan and the scripts.
    #[serde(default)]
    pub refus: Vec<ConfiguredRefusal>,
}

/// What to do with a connection without TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clear {
    /// Answered, without authentication.
    Acceptee,
    /// Refused with DESIR_560.
    Refusee,
}

/// OIDs by section and nature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Oids {
    pub nir: String,
    pub nia: String,
    pub banc_nir: String,
    pub banc_nia: String,
}

/// The software's authorisation number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Software {
    pub idam_autorises: Vec<String>,
    pub idam_refuses: Vec<String>,
}

/// The two context blocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Contexts {
    pub versions_ctxlps: Vec<String>,
    pub versions_ctxbam: Vec<String>,
    pub ecart_temps_max: SignedDuration,
}

/// The software certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct SoftwareCertificate {
    pub noms: Vec<String>,
}

/// Assertions of the front without client certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Assertions {
    pub validite_ps: SignedDuration,
    pub validite_vitale: SignedDuration,
    pub avance_max: SignedDuration,
    pub jeton_psc: TokenRule,
    pub sous_codes: BTreeMap<String, String>,
}

/// Whether an assertion of Pro Santé Connect must come with an API token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenRule {
    /// Refused without it.
    Exige,
    /// Checked when it is there.
    Facultatif,
}

/// Searches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Search {
    pub inconnue: Unknown,
    pub faute_carte: CardFault,
}

/// Answer to an identity that is not in the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unknown {
    /// Code 01.
    #[serde(rename = "01")]
    Code01,
    /// The fault insi_102.
    #[serde(rename = "insi_102")]
    Insi102,
}

/// Names of the inferred fault of the card search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct CardFault {
    pub siram: String,
    pub code: String,
    pub texte: String,
}

/// The provisional contract of the unit verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each key is documented once, in the embedded file"
)]
pub struct Verification {
    pub active: bool,
    pub action: String,
    pub requete_espace: String,
    pub requete_racine: String,
    pub reponse_espace: String,
    pub reponse_racine: String,
    pub code_ok: String,
    pub libelle_ok: String,
    pub code_ko: String,
    pub libelle_ko: String,
}

/// A refusal that the user defines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfiguredRefusal {
    /// `Erreur/@code`.
    pub code: String,
    /// Local name of the sub-code, e.g. `siram_40`.
    pub siram: String,
    /// `passerelle` or `service`: which of the two shapes.
    pub couche: Layer,
    /// `Erreur/@severite`.
    pub severite: String,
    /// `Reason/Text`.
    pub raison: String,
    /// Text of `Erreur`.
    pub texte: String,
}

/// Who answers a fault: each has its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// The DESIR gateway.
    Passerelle,
    /// The INSi back end.
    Service,
}

impl InsiConfig {
    /// The embedded settings with `text` laid over them.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        Self::from_table(toml::from_str(text)?)
    }

    /// The embedded settings with a table laid over them.
    pub fn from_table(over: toml::Table) -> Result<Self, ConfigError> {
        let mut table: toml::Table = toml::from_str(DEFAULT)?;
        lay_over(&mut table, over);
        let config: Self = table.try_into()?;
        for refusal in &config.refus {
            if crate::codes::OFFICIAL.contains(&&*refusal.code) {
                return Err(ConfigError::OfficialRefusal(refusal.code.clone()));
            }
        }
        Ok(config)
    }
}

impl Default for InsiConfig {
    #[expect(
        clippy::expect_used,
        reason = "the file is embedded and a test reads it"
    )]
    fn default() -> Self {
        Self::from_table(toml::Table::new()).expect("insi.toml is embedded and tested")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_file_is_read_and_laid_over() {
        let default = InsiConfig::default();
        assert_eq!(
            default.assertion.validite_vitale,
            SignedDuration::from_mins(20)
        );
        let config =
            InsiConfig::from_toml("[oid]\nnir = \"1.2.3\"\n[recherche]\ninconnue = \"insi_102\"")
                .unwrap();
        assert_eq!(config.oid.nir, "1.2.3");
        assert_eq!(config.oid.nia, default.oid.nia);
        assert_eq!(config.recherche.inconnue, Unknown::Insi102);
    }

    #[test]
    fn unknown_keys_and_redefined_refusals_are_errors() {
        let error = InsiConfig::from_toml("[oid]\nnirr = \"x\"")
            .unwrap_err()
            .to_string();
        assert!(error.contains("nirr"), "{error}");
        let redefined = "[[refus]]\ncode = \"insi_102\"\nsiram = \"siram_40\"\ncouche = \"service\"\nseverite = \"erreur\"\nraison = \"r\"\ntexte = \"t\"";
        assert!(matches!(
            InsiConfig::from_toml(redefined),
            Err(ConfigError::OfficialRefusal(_))
        ));
    }
}
