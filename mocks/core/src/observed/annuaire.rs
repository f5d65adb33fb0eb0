//! What the simulated Annuaire Santé understood of a call.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Version of [`ObservedAnnuaire`]; raise it with each change of meaning.
pub const VERSION: u32 = 1;

/// What the directory understood of one call and what it answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObservedAnnuaire {
    /// [`VERSION`] at the time of writing.
    pub version: u32,
    /// Operation, when the path was known.
    pub operation: Option<AnnuaireOperation>,
    /// Version of the API: `v1`, `v2`.
    pub api: Option<String>,
    /// FHIR resource type asked for.
    pub resource: Option<String>,
    /// Search parameters, decoded, in order of name: `name:contains` → values.
    pub parameters: BTreeMap<String, Vec<String>>,
    /// A known key was given.
    pub key: bool,
    /// What was answered.
    pub answer: AnnuaireAnswer,
    /// Tolerances used, by name.
    pub quirks: Vec<String>,
    /// True when the answer rests on an inferred rule.
    pub inferred: bool,
    /// The precise reason of a refusal, for the investigator; the wire may say less.
    pub refusal_reason: Option<String>,
}

/// Operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnuaireOperation {
    /// `metadata`.
    Metadata,
    /// Read of one resource.
    Lecture,
    /// Search, by GET or by `POST _search`.
    Recherche,
    /// `_page`: what follows of a search.
    Page,
    /// The free-access flat extraction.
    Extraction,
}

/// What was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "nature", rename_all = "snake_case")]
pub enum AnnuaireAnswer {
    /// No answer was computed (an injected fault replaced it).
    #[default]
    Aucune,
    /// A document: capability statement, extraction.
    Document,
    /// Resources.
    Ressources {
        /// `Type/id` of each entry that matched, in order; included ones apart.
        matched: Vec<String>,
        /// Number of resources included with them.
        included: usize,
        /// True when another page follows.
        more: bool,
    },
    /// A refusal.
    Erreur {
        /// HTTP status.
        status: u16,
        /// Diagnostics.
        diagnostics: String,
    },
}
