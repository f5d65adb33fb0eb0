//! The professionals that the simulated provider knows: fictitious, or published test cards.
//!
//! Only data and where it comes from; the claims are `claims` and `userinfo`.

mod activity;

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

pub use activity::Activity;

const EMBEDDED: &str = include_str!("../../../fixtures/psc/professionnels.toml");

/// A professional, a structure's employee, or a person made with the EDIT tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Professional {
    /// `SubjectNameID`: `8` then the RPPS number, or another national identifier.
    pub national_id: String,
    /// RPPS number, eleven digits; none for who has none.
    #[serde(default)]
    pub rpps: Option<String>,
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// `codeCivilite`: `M`, `MME`, or empty.
    #[serde(default)]
    pub civilite: String,
    /// Registry that issued the identifier (`otherIds[].origine`).
    #[serde(default)]
    pub origine: Origin,
    /// UserInfo has the six members of a user who is not matched with a professional.
    #[serde(default)]
    pub simplifie: bool,
    /// A disabled user cannot sign in.
    #[serde(default)]
    pub desactive: bool,
    /// Professions practised, each with its activities.
    #[serde(default)]
    pub situations: Vec<Situation>,
}

/// `otherIds[].origine`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// The national directory. Source: samples of ANS.
    #[default]
    #[serde(rename = "RPPS")]
    Rpps,
    /// The tool that makes test identities. Source: samples of ANS.
    #[serde(rename = "EDIT")]
    Edit,
    /// A structure, for its employees: no sample was found, the word is ours.
    #[serde(rename = "STRUCTURE")]
    Structure,
}

impl Origin {
    /// As written in `otherIds`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rpps => "RPPS",
            Self::Edit => "EDIT",
            Self::Structure => "STRUCTURE",
        }
    }
}

/// An `exercice` of UserInfo: a profession, and where it is practised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "the members bear the names of the official document, which says no more"
)]
pub struct Situation {
    #[serde(rename = "codeProfession")]
    pub code_profession: String,
    #[serde(rename = "codeCategorieProfessionnelle")]
    pub code_categorie_professionnelle: String,
    #[serde(rename = "codeCiviliteDexercice")]
    pub code_civilite_dexercice: String,
    #[serde(rename = "nomDexercice")]
    pub nom_dexercice: String,
    #[serde(rename = "prenomDexercice")]
    pub prenom_dexercice: String,
    #[serde(rename = "codeTypeSavoirFaire")]
    pub code_type_savoir_faire: String,
    #[serde(rename = "codeSavoirFaire")]
    pub code_savoir_faire: String,
    pub activities: Vec<Activity>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    professionnels: Vec<Professional>,
}

impl Professional {
    /// The activity that UserInfo summarises at its top: the first one.
    pub fn main_activity(&self) -> Option<&Activity> {
        self.situations
            .iter()
            .flat_map(|situation| &situation.activities)
            .next()
    }

    /// Whether a `login_hint` or what was typed on the login page names this person. The national
    /// identifier alone does: an RPPS number without its `8` is a known mistake of users.
    pub fn answers_to(&self, login: &str) -> bool {
        self.national_id == login
    }
}

/// The embedded professionals.
#[expect(
    clippy::expect_used,
    reason = "the file is embedded and a test reads it"
)]
pub fn embedded() -> &'static [Arc<Professional>] {
    static ALL: OnceLock<Vec<Arc<Professional>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let file: File = toml::from_str(EMBEDDED).expect("professionnels.toml is embedded");
        file.professionnels.into_iter().map(Arc::new).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: the RPPS number ends with a Luhn key.
    fn luhn(digits: &str) -> bool {
        let sum: u32 = digits
            .chars()
            .rev()
            .zip(0..)
            .map(|(digit, rank)| {
                let value = digit.to_digit(10).unwrap();
                match rank % 2 {
                    0 => value,
                    _ => value * 2 / 10 + value * 2 % 10,
                }
            })
            .sum();
        sum.is_multiple_of(10)
    }

    #[test]
    fn the_embedded_professionals_are_what_scenarios_need() {
        let all = embedded();
        let by_id = |id: &str| all.iter().find(|one| one.answers_to(id)).unwrap();
        let kit = by_id("899700427885");
        assert_eq!(kit.situations.len(), 1);
        assert_eq!(kit.situations[0].code_savoir_faire, "SM26");
        assert!(by_id("500000001815646/CPAT00045").rpps.is_none());
        assert_eq!(by_id("ANS20231122132732").origine, Origin::Edit);
        assert!(all.iter().any(|one| one.simplifie));
        assert!(all.iter().any(|one| one.desactive));
        assert!(all.iter().any(|one| one.situations.len() > 1));
        let pharmacist =
            |one: &Arc<Professional>| one.situations.iter().any(|s| s.code_profession == "21");
        assert!(all.iter().any(pharmacist));
    }

    #[test]
    fn identifiers_are_well_made_and_unique() {
        let ids: std::collections::BTreeSet<_> =
            embedded().iter().map(|one| &one.national_id).collect();
        assert_eq!(ids.len(), embedded().len());
        for one in embedded() {
            if let Some(rpps) = &one.rpps {
                assert_eq!(rpps.len(), 11);
                assert!(luhn(rpps), "{rpps}");
                assert_eq!(one.national_id, format!("8{rpps}"));
            }
        }
    }

    #[test]
    fn a_number_without_its_prefix_names_nobody() {
        assert!(!embedded().iter().any(|one| one.answers_to("99700427885")));
    }
}
