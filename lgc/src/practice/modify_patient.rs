//! `patient.modifier`: changes traits; strict ones are locked once an INS is held, except for a
//! super-user, whose change costs the INS.
//!
//! Source: `INS/va1.18`, `.47`, `.48`, `.60`, `.27`.

use banc_contract::{Done, Traits};

use super::PracticeState;
use super::create_patient::first_name_warning;
use super::state::labels;
use crate::defauts::Defect;
use crate::identity::status::{self, Event};
use crate::identity::traits::Field;
use crate::identity::{Record, Refusal, traits};

impl PracticeState {
    pub(super) fn modify_patient(&mut self, id: &str, typed: &Traits) -> Result<Done, Refusal> {
        let keep_case = self.defects.has(Defect::MinusculesConservees);
        let typed = traits::stored_form(typed, keep_case)
            .map_err(|refusal| Refusal::new(format!("Modification refusée : {refusal}.")))?;
        let record = self.record(id)?;
        let wanted = merged(&record.traits, &typed);
        let changed = traits::changed(&record.traits, &wanted);
        if changed.is_empty() {
            return Ok(done(id, "Aucun trait n'a changé.".to_owned()));
        }
        self.check_unlocked(record, &changed)?;
        if let Some(field) = traits::missing(&wanted) {
            return Err(Refusal::new(format!(
                "Modification refusée : le trait « {} » est obligatoire.",
                field.label
            )));
        }
        let fields = self.apply_change(id, wanted, &changed)?;
        let record = self.record(id)?;
        let words = format!(
            "Modifié : {} ; statut {}.",
            labels(fields.iter().map(String::as_str)),
            status::status_label(record.status)
        );
        let warning = first_name_warning(&record.traits);
        Ok(done(
            id,
            warning.map_or(words.clone(), |warning| format!("{words} {warning}")),
        ))
    }

    /// `INS/va1.18`, `.47`: strict traits are locked once an INS is held. `INS/va1.48`: the others never are.
    fn check_unlocked(&self, record: &Record, changed: &[&'static Field]) -> Result<(), Refusal> {
        if !status::holds_ins(record.status) {
            return Ok(());
        }
        let used_locked = self.defects.has(Defect::NomUtiliseVerrouille);
        let strict_locked = !self.opens_strict_traits();
        let locked: Vec<&str> = changed
            .iter()
            .filter(|field| {
                if field.strict {
                    strict_locked
                } else {
                    used_locked
                }
            })
            .map(|field| field.name)
            .collect();
        if locked.is_empty() {
            return Ok(());
        }
        Err(Refusal::new(format!(
            "Modification refusée : au statut {}, ces champs sont verrouillés : {}.",
            status::status_label(record.status),
            labels(locked)
        )))
    }

    /// Writes the traits, follows the state machine, traces; gives the fields that changed.
    fn apply_change(
        &mut self,
        id: &str,
        wanted: Traits,
        changed: &[&'static Field],
    ) -> Result<Vec<String>, Refusal> {
        let author = self.author();
        let super_user = self.is_super_user();
        let keeps_ins = self.defects.has(Defect::SuperUtilisateurGardeIns)
            || (self.defects.has(Defect::ChampsNonVerrouilles) && !super_user);
        let untraced = self.defects.has(Defect::ModificationNonTracee);
        let record = self.record_mut(id)?;
        let before = record.status;
        let strict = changed.iter().any(|field| field.strict);
        record.traits = wanted;
        record.revision += 1;
        let mut fields: Vec<String> = changed.iter().map(|field| field.name.to_owned()).collect();
        // INS/va1.60: the INS was given for the old traits; it does not survive their change.
        if strict && !keeps_ins {
            fields.extend(record.apply(Event::StrictTraitChanged));
        }
        if !untraced {
            record.trace(&author, "modification", Some(before), fields.clone());
        }
        Ok(fields)
    }
}

/// The traits after typing: absent ones stay, emptied ones go, a list that was only the first name
/// follows it.
fn merged(current: &Traits, typed: &Traits) -> Traits {
    let mut wanted = current.clone();
    for field in traits::FIELDS {
        if let Some(value) = (field.get)(typed) {
            *(field.get_mut)(&mut wanted) = Some(value.clone()).filter(|value| !value.is_empty());
        }
    }
    if typed.premier_prenom.is_some()
        && typed.prenoms_naissance.is_none()
        && current.prenoms_naissance == current.premier_prenom
    {
        wanted.prenoms_naissance.clone_from(&wanted.premier_prenom);
    }
    if wanted.prenoms_naissance.is_none() {
        wanted.prenoms_naissance.clone_from(&wanted.premier_prenom);
    }
    wanted
}

fn done(id: &str, message: String) -> Done {
    Done {
        usager: Some(id.to_owned()),
        message: Some(message),
        ..Done::default()
    }
}
