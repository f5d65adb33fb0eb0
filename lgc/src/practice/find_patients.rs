//! `patient.chercher`: the local search.
//!
//! Source: `INS/va1.02` (birth date, first letters of names used or of birth), `INS/va1.25` (signs and
//! accents ignored), `INS/va1.41` (matricule with fifteen characters and a right key).

use banc_contract::Done;
use banc_contract::action::SearchCriteria;

use super::PracticeState;
use crate::defauts::{Defect, DefectSet};
use crate::identity::{Record, Refusal, matricule, name};

impl PracticeState {
    pub(super) fn find_patients(&mut self, criteria: &SearchCriteria) -> Result<Done, Refusal> {
        let criteria = sought(criteria);
        if criteria == SearchCriteria::default() {
            return Err(Refusal::new(
                "Recherche refusée : aucun critère n'est renseigné.",
            ));
        }
        if let Some(number) = &criteria.matricule {
            self.check_matricule_search(number)?;
        }
        let found: Vec<String> = self
            .records
            .values()
            .filter(|record| matches(record, &criteria, &self.defects))
            .map(|record| record.id.clone())
            .collect();
        let message = match found.len() {
            0 => "Aucun dossier ne correspond.".to_owned(),
            1 => "1 dossier correspond.".to_owned(),
            count => format!("{count} dossiers correspondent."),
        };
        Ok(Done {
            usagers: Some(found),
            message: Some(message),
            ..Done::default()
        })
    }

    fn check_matricule_search(&self, number: &str) -> Result<(), Refusal> {
        if !self.sees_ins() {
            return Err(Refusal::new(
                "Recherche refusée : l'utilisateur n'a pas le droit de voir l'INS.",
            ));
        }
        if self.defects.has(Defect::CleMatriculeIgnoree) {
            return Ok(());
        }
        if number.chars().count() != 15 {
            return Err(Refusal::new(
                "Recherche refusée : un matricule INS compte quinze caractères, clé comprise.",
            ));
        }
        if !matricule::is_sound(number) {
            return Err(Refusal::new(
                "Recherche refusée : la clé du matricule INS est fausse.",
            ));
        }
        Ok(())
    }
}

/// The criteria without their empty values; a matricule is sought in upper case, without spaces.
fn sought(criteria: &SearchCriteria) -> SearchCriteria {
    let filled = |value: &Option<String>| {
        value
            .as_deref()
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(ToOwned::to_owned)
    };
    SearchCriteria {
        date_naissance: filled(&criteria.date_naissance),
        debut_nom: filled(&criteria.debut_nom),
        debut_prenom: filled(&criteria.debut_prenom),
        matricule: filled(&criteria.matricule)
            .map(|number| number.replace(' ', "").to_ascii_uppercase()),
    }
}

fn matches(record: &Record, criteria: &SearchCriteria, defects: &DefectSet) -> bool {
    let traits = &record.traits;
    let used = !defects.has(Defect::RechercheSansNomUtilise);
    let used_name = traits.nom_utilise.as_deref().filter(|_| used);
    let used_first_name = traits.prenom_utilise.as_deref().filter(|_| used);
    let list = traits.prenoms_naissance.as_deref().unwrap_or("");
    criteria
        .date_naissance
        .as_ref()
        .is_none_or(|date| traits.date_naissance.as_ref() == Some(date))
        && criteria.debut_nom.as_deref().is_none_or(|start| {
            [traits.nom_naissance.as_deref(), used_name]
                .into_iter()
                .flatten()
                .any(|name| starts_with(name, start, defects))
        })
        && criteria.debut_prenom.as_deref().is_none_or(|start| {
            [
                traits.premier_prenom.as_deref(),
                used_first_name,
                Some(list),
            ]
            .into_iter()
            .flatten()
            .chain(list.split(' '))
            .any(|name| starts_with(name, start, defects))
        })
        && criteria.matricule.as_deref().is_none_or(|number| {
            record
                .ins
                .as_ref()
                .is_some_and(|ins| matricule::number(&ins.numero) == matricule::number(number))
        })
}

fn starts_with(name: &str, start: &str, defects: &DefectSet) -> bool {
    if defects.has(Defect::RechercheSensibleAuxAccents) {
        return name.starts_with(&start.to_uppercase());
    }
    let key = name::search_key(start);
    !key.is_empty() && name::search_key(name).starts_with(&key)
}
