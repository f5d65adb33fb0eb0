//! The Annuaire Santé, as the user of the software sees it: criteria of a search, correspondents.

use serde::{Deserialize, Serialize};

/// Criteria of a search in the directory; at least one.
///
/// Source: the ten criteria required by SC.MSS/UX.41 (second wave, FAQ).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DirectoryCriteria {
    /// RPPS number, eleven digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpps: Option<String>,
    /// Surname in practice (*nom d'exercice*).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nom: Option<String>,
    /// First name in practice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prenom: Option<String>,
    /// Profession, code of TRE_G15 (`10` for a doctor).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profession: Option<String>,
    /// Speciality, code of TRE_R38 (`SM26`, …).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specialite: Option<String>,
    /// Name of the structure (*raison sociale*).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raison_sociale: Option<String>,
    /// Street.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voie: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_postal: Option<String>,
    /// Town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ville: Option<String>,
    /// MSSanté address or a part of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adresse_mss: Option<String>,
}

/// A professional or a structure, as the software shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Correspondent {
    /// The software's own identifier, given back in `annuaire.choisir`.
    pub id: String,
    /// RPPS number, eleven digits, for a professional.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpps: Option<String>,
    /// Surname in practice, or name of the structure.
    pub nom: String,
    /// First name in practice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prenom: Option<String>,
    /// MSSanté addresses, those on the red list apart.
    pub adresses: Vec<String>,
    /// True when the directory says that this professional is no longer active.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub desactive: bool,
}
