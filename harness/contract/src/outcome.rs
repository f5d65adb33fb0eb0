//! What came of an action.

use serde::{Deserialize, Serialize};

use crate::directory::Correspondent;
use crate::identity::{Matricule, Traits};

/// Answer to `POST /agir`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "issue", rename_all = "snake_case")]
pub enum Outcome {
    /// The software did it.
    Fait(Box<Done>),
    /// The software refused; `message` is what the user was told.
    Refuse {
        /// Words shown to the user.
        message: String,
        /// Durations, when the adapter measures them.
        #[serde(default, flatten)]
        durees: Durations,
    },
    /// The adapter or the software does not know this action.
    NonSupporte,
    /// The adapter does not know what happened.
    Inconnu {
        /// Why.
        cause: String,
    },
}

/// What a successful action gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Done {
    /// Record created, opened or touched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usager: Option<String>,
    /// Records found by a local search.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usagers: Option<Vec<String>>,
    /// The comparison shown to the user after INSi answered `00`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparaison: Option<Comparison>,
    /// Words shown to the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The code shown to the user while Pro Santé Connect waits (`binding_message`), as displayed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_affiche: Option<String>,
    /// Correspondents proposed by a search of the directory, or changed by an import.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correspondants: Option<Vec<Correspondent>>,
    /// Durations, when the adapter measures them.
    #[serde(flatten)]
    pub durees: Durations,
}

/// Durations that an adapter may declare, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Durations {
    /// What the user waited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duree_percue_ms: Option<u64>,
    /// What the adapter itself added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surcout_adaptateur_ms: Option<u64>,
    /// Longest time the screen was frozen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocage_max_ms: Option<u64>,
}

/// Local identity and INSi identity side by side, as shown to the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Local traits.
    pub local: Traits,
    /// Traits returned by INSi.
    pub insi: Traits,
    /// Matricule returned by INSi.
    pub matricule: Matricule,
    /// Names of the fields shown as different, as in [`Traits`].
    pub differences: Vec<String>,
    /// Alerts shown to the user, in the software's words.
    #[serde(default)]
    pub alertes: Vec<String>,
}
