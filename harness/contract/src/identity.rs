//! Identities as a practice software shows them: traits, statuses, attributes, matricule INS.
//!
//! Values are carried as typed or displayed; nothing is validated here, because scenarios must be
//! able to carry bad input.

use serde::{Deserialize, Serialize};

/// The traits of an identity, all optional: what the user typed, or what the software shows.
///
/// Source: RNIV strict and complementary traits, `INS/va1.56`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Traits {
    /// Birth name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nom_naissance: Option<String>,
    /// First birth first name (*premier prénom*).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub premier_prenom: Option<String>,
    /// All birth first names, separated by one space.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prenoms_naissance: Option<String>,
    /// Birth date, `AAAA-MM-JJ`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_naissance: Option<String>,
    /// Sex: `M`, `F`, or `I` locally.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sexe: Option<String>,
    /// INSEE code of the birth place (COG), five characters, `99999` when unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lieu_naissance: Option<String>,
    /// Used name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nom_utilise: Option<String>,
    /// Used first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prenom_utilise: Option<String>,
}

/// The four exclusive RNIV statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Neither checked with a high-trust document nor obtained from INSi.
    Provisoire,
    /// Obtained from INSi, not checked.
    Recuperee,
    /// Checked with a high-trust document, not obtained from INSi.
    Validee,
    /// Checked and obtained.
    Qualifiee,
}

/// Attributes that may be added to a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    /// Several local identities look alike.
    Homonyme,
    /// The declared identity is doubted.
    Douteux,
    /// An imaginary or anonymous identity.
    Fictif,
}

/// A matricule INS with its OID.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matricule {
    /// Fifteen characters: thirteen, then the two digits of the key; thirteen where no key is known.
    pub numero: String,
    /// OID of the issuing authority, e.g. `1.2.250.1.213.1.4.8`.
    pub oid: String,
    /// First day of validity (history only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debut: Option<String>,
    /// Last day of validity (history only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fin: Option<String>,
}

/// An identity as the software shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The software's own identifier of the record.
    pub usager: String,
    /// RNIV status.
    pub statut: Status,
    /// Attributes, none most often.
    #[serde(default)]
    pub attributs: Vec<Attribute>,
    /// Traits as stored.
    pub traits: Traits,
    /// Active matricule INS, when one is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matricule: Option<Matricule>,
    /// INS history as returned by INSi.
    #[serde(default)]
    pub historique_ins: Vec<Matricule>,
    /// Kind of high-trust document recorded, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub justificatif: Option<String>,
    /// Names of the fields shown as locked to this user, as in [`Traits`], plus `matricule` and `oid`.
    #[serde(default)]
    pub champs_verrouilles: Vec<String>,
}
