//! `patient.creer`: a record is born provisoire, with its five mandatory traits.
//!
//! Source: `INS/va1.21`, `INS/va1.22`, `INS/va1.45`, `INS/va1.56`.

use banc_contract::{Done, Traits};

use super::PracticeState;
use crate::defauts::Defect;
use crate::identity::status::Event;
use crate::identity::{Record, Refusal, traits};

impl PracticeState {
    pub(super) fn create_patient(&mut self, typed: &Traits) -> Result<Done, Refusal> {
        let keep_case = self.defects.has(Defect::MinusculesConservees);
        let traits = complete(traits::stored_form(typed, keep_case).map_err(refused)?);
        if !self.defects.has(Defect::CreationSansTrait)
            && let Some(field) = traits::missing(&traits)
        {
            return Err(refused(Refusal::new(format!(
                "le trait « {} » est obligatoire et n'est pas renseigné",
                field.label
            ))));
        }
        if self.defects.has(Defect::NomUtiliseObligatoire) && traits.nom_utilise.is_none() {
            return Err(refused(Refusal::new("le nom utilisé est obligatoire")));
        }
        let warning = first_name_warning(&traits);
        let author = self.author();
        let born_valid = self.defects.has(Defect::StatutInitialValide);
        let fields = present_fields(&traits);
        let id = self.add_record(|id| {
            let mut record = Record::new(id, traits);
            if born_valid {
                record.apply(Event::Validated);
            }
            record.trace(&author, "creation", None, fields);
            record
        });
        Ok(Done {
            usager: Some(id),
            message: Some(
                warning.unwrap_or_else(|| "Dossier créé au statut provisoire.".to_owned()),
            ),
            ..Done::default()
        })
    }
}

fn refused(Refusal(words): Refusal) -> Refusal {
    Refusal::new(format!("Création refusée : {words}."))
}

/// Empty values are absent; the list of first names begins with the first one.
pub(super) fn complete(mut traits: Traits) -> Traits {
    for field in traits::FIELDS {
        let value = (field.get_mut)(&mut traits);
        if value.as_deref() == Some("") {
            *value = None;
        }
    }
    if traits.prenoms_naissance.is_none() {
        traits.prenoms_naissance.clone_from(&traits.premier_prenom);
    }
    traits
}

/// Source: RNIV implementation guide (second-hand): alert, not refusal, when the first name does not
/// begin the list.
pub(super) fn first_name_warning(traits: &Traits) -> Option<String> {
    let first_name = traits.premier_prenom.as_deref()?;
    let list = traits.prenoms_naissance.as_deref()?;
    (!traits::first_name_is_consistent(first_name, list)).then(|| {
        format!(
            "Attention : le premier prénom « {first_name} » n'est pas cohérent avec le début des prénoms de naissance « {list} »."
        )
    })
}

/// The names of the fields that hold something.
pub(super) fn present_fields(traits: &Traits) -> Vec<String> {
    traits::FIELDS
        .iter()
        .filter(|field| (field.get)(traits).is_some())
        .map(|field| field.name.to_owned())
        .collect()
}
