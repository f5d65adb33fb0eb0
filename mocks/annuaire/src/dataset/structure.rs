//! Structures: legal and geographical entities.

use jiff::Timestamp;

use super::mailbox::Mailbox;

/// What kind of entity a structure is.
///
/// Source: fr-core-cs-v2-3307, guide of the FHIR API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Legal entity.
    Juridique,
    /// Geographical entity.
    Geographique,
}

impl Nature {
    /// Code in fr-core-cs-v2-3307.
    pub fn code(self) -> &'static str {
        match self {
            Self::Juridique => "LEGAL-ENTITY",
            Self::Geographique => "GEOGRAPHICAL-ENTITY",
        }
    }
}

/// A structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    /// Technical identifier.
    pub id: String,
    /// What kind of entity.
    pub nature: Nature,
    /// Name (*raison sociale*).
    pub raison_sociale: String,
    /// Name shown to the public.
    pub enseigne: Option<String>,
    /// National identifier: `1` and the FINESS number, or `4` and the RPPS number of the first
    /// holder and a rank.
    pub idnst: String,
    /// FINESS number, nine characters, with a letter: no real one has it in this place.
    pub finess: Option<String>,
    /// Rank identifier (*RPPS rang*).
    pub rpps_rang: Option<String>,
    /// Legal entity that a geographical one is a part of.
    pub entite_juridique: Option<String>,
    /// Sector of activity, TRE_R02.
    pub secteur: String,
    /// Category, TRE_R66.
    pub categorie: Option<String>,
    /// Street.
    pub voie: Street,
    /// Postal code.
    pub code_postal: String,
    /// Town.
    pub commune: String,
    /// Telephone: numbers that the regulator keeps for fiction.
    pub telephone: Option<String>,
    /// Ordinary address, that is no secure mailbox.
    pub courriel: Option<String>,
    /// Licence of a pharmacy.
    pub licence: Option<String>,
    /// False once closed.
    pub active: bool,
    /// Last change.
    pub updated: Timestamp,
    /// Mailboxes, those on the red list included.
    pub mailboxes: Vec<Mailbox>,
}

/// A street, as the extraction cuts it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Street {
    /// Number.
    pub numero: String,
    /// Kind of way: `RUE`, `AV`…
    pub type_voie: String,
    /// Name.
    pub libelle: String,
}

impl Street {
    /// The whole line.
    pub fn line(&self) -> String {
        format!("{} {} {}", self.numero, self.type_voie, self.libelle)
            .trim()
            .to_owned()
    }
}

impl Structure {
    /// Department of the postal code; two digits, three overseas.
    pub fn departement(&self) -> &str {
        let digits = if self.code_postal.starts_with("97") {
            3
        } else {
            2
        };
        self.code_postal.get(..digits).unwrap_or_default()
    }
}
