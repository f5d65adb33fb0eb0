//! The comparison shown to the user when INSi answers `00`, and the data that must be refused.
//!
//! Source: `INS/va1.52`, `INS/va1.51`, `INS/va1.28`, `INS/va1.31`.

use banc_contract::{Comparison, Matricule, Traits};

use super::{Refusal, matricule, traits};
use crate::defauts::{Defect, DefectSet};

/// The identity that INSi returned with `00`, kept as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsIdentity {
    /// Traits, as received.
    pub traits: Traits,
    /// Active matricule.
    pub matricule: Matricule,
    /// History, as received.
    pub history: Vec<Matricule>,
}

/// Refuses an answer that may not be used, in the user's words.
pub fn check_usable(identity: &InsIdentity, defects: &DefectSet) -> Result<(), Refusal> {
    let traits = &identity.traits;
    let empty = |value: &Option<String>| value.as_deref().unwrap_or("").trim().is_empty();
    // INS/va1.31: a name, the first names and the sex are never empty.
    if !defects.has(Defect::TraitVideAccepte) {
        for (value, label) in [
            (&traits.nom_naissance, "le nom de naissance"),
            (&traits.prenoms_naissance, "les prénoms de naissance"),
            (&traits.sexe, "le sexe"),
        ] {
            if empty(value) {
                return Err(Refusal::new(format!(
                    "L'identité renvoyée par INSi est refusée : {label} est vide. L'identité locale n'est pas modifiée."
                )));
            }
        }
    }
    // INS/va1.28: a date whose day or month is 00 is refused.
    if !defects.has(Defect::DateIncompleteAcceptee) {
        let date = traits.date_naissance.as_deref().unwrap_or("");
        let complete = date.len() == 10 && !date[4..].contains("-00");
        if !complete {
            return Err(Refusal::new(format!(
                "L'identité renvoyée par INSi est refusée : la date de naissance « {date} » est incomplète. L'identité locale n'est pas modifiée."
            )));
        }
    }
    let number = &identity.matricule.numero;
    let sound = match matricule::key(number) {
        Some(_) => matricule::is_sound(number),
        None => matricule::key_of(number).is_some(),
    };
    if !sound {
        return Err(Refusal::new(format!(
            "L'identité renvoyée par INSi est refusée : la clé du matricule « {number} » est fausse. L'identité locale n'est pas modifiée."
        )));
    }
    Ok(())
}

/// The comparison of the local traits with those of INSi.
pub fn compare(local: &Traits, insi: &InsIdentity, defects: &DefectSet) -> Comparison {
    let differences = traits::FIELDS
        .iter()
        .filter(|field| {
            (field.get)(&insi.traits)
                .as_ref()
                .is_some_and(|value| (field.get)(local).as_ref() != Some(value))
        })
        .map(|field| field.name.to_owned())
        .collect();
    let mut alerts = Vec::new();
    let first_name = local.premier_prenom.as_deref().unwrap_or("");
    let list = insi.traits.prenoms_naissance.as_deref().unwrap_or("");
    // INS/va1.51: the local first name must begin the list that INSi returns.
    if !defects.has(Defect::PrenomIncoherentTu)
        && !traits::first_name_is_consistent(first_name, list)
    {
        alerts.push(format!(
            "Le premier prénom local « {first_name} » n'est pas cohérent avec le début des prénoms renvoyés par INSi « {list} »."
        ));
    }
    Comparison {
        local: local.clone(),
        insi: insi.traits.clone(),
        matricule: insi.matricule.clone(),
        differences,
        alertes: alerts,
    }
}

/// The local traits after the user accepted those of INSi; used names are left alone.
pub fn accepted(local: &Traits, insi: &Traits) -> Traits {
    let mut traits = local.clone();
    for field in traits::FIELDS.iter().filter(|field| field.strict) {
        if let Some(value) = (field.get)(insi) {
            *(field.get_mut)(&mut traits) = Some(value.clone());
        }
    }
    let list = traits.prenoms_naissance.clone().unwrap_or_default();
    let first_name = traits.premier_prenom.clone().unwrap_or_default();
    if !traits::first_name_is_consistent(&first_name, &list) {
        traits.premier_prenom = list.split(' ').next().map(ToOwned::to_owned);
    }
    traits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn returned() -> InsIdentity {
        InsIdentity {
            traits: Traits {
                nom_naissance: Some("ECETINSI".into()),
                prenoms_naissance: Some("PIERRE-ALAIN MURIEL".into()),
                date_naissance: Some("2009-07-14".into()),
                sexe: Some("M".into()),
                lieu_naissance: Some("63220".into()),
                ..Traits::default()
            },
            matricule: Matricule {
                numero: "109076322083489".into(),
                oid: "1.2.250.1.213.1.4.8".into(),
                debut: None,
                fin: None,
            },
            history: Vec::new(),
        }
    }

    #[test]
    fn unusable_answers_are_refused_with_their_reason() {
        let sound = DefectSet::default();
        assert!(check_usable(&returned(), &sound).is_ok());
        for date in ["1950-00-00", "1950-07-00", "1950-00-12", "1950", ""] {
            let mut identity = returned();
            identity.traits.date_naissance = Some(date.into());
            assert!(
                check_usable(&identity, &sound)
                    .unwrap_err()
                    .0
                    .contains("date"),
                "{date}"
            );
        }
        for (blank, word) in [
            ("nom", "nom de naissance"),
            ("prénoms", "prénoms"),
            ("sexe", "sexe"),
        ] {
            let mut identity = returned();
            match blank {
                "nom" => identity.traits.nom_naissance = None,
                "prénoms" => identity.traits.prenoms_naissance = Some(" ".into()),
                _ => identity.traits.sexe = None,
            }
            assert!(
                check_usable(&identity, &sound)
                    .unwrap_err()
                    .0
                    .contains(word)
            );
        }
        let mut identity = returned();
        identity.matricule.numero = "109076322083488".into();
        assert!(
            check_usable(&identity, &sound)
                .unwrap_err()
                .0
                .contains("clé")
        );
        identity.matricule.numero = "1090763220834".into();
        assert!(check_usable(&identity, &sound).is_ok());
    }

    #[test]
    fn the_comparison_names_differences_and_alerts() {
        let mut local = returned().traits;
        local.premier_prenom = Some("MURIEL".into());
        local.lieu_naissance = Some("99999".into());
        let comparison = compare(&local, &returned(), &DefectSet::default());
        assert_eq!(comparison.differences, ["lieu_naissance"]);
        assert_eq!(comparison.alertes.len(), 1);
        assert_eq!(
            accepted(&local, &returned().traits)
                .premier_prenom
                .as_deref(),
            Some("PIERRE-ALAIN")
        );
    }
}
