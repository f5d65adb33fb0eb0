//! The words of scenarios turned into the contract's: fields, statuses, attributes, operations.

use banc_contract::{Attribute, Status, Traits};
use banc_core::observed::insi::InsiOperation;

use super::StepError;

/// Contract name of a field; « prénom » alone is the first one and the whole list at once.
pub(super) fn field(label: &str) -> Result<&'static str, StepError> {
    Ok(match label {
        "nom de naissance" => "nom_naissance",
        "premier prénom" | "prénom" => "premier_prenom",
        "prénoms de naissance" => "prenoms_naissance",
        "date de naissance" => "date_naissance",
        "sexe" => "sexe",
        "lieu de naissance" => "lieu_naissance",
        "nom utilisé" => "nom_utilise",
        "prénom utilisé" => "prenom_utilise",
        other => {
            return Err(StepError::new(format!(
                "« {other} » n'est pas un trait d'identité"
            )));
        }
    })
}

/// Sets a trait by its French name; an empty value takes it away.
pub(super) fn set(traits: &mut Traits, label: &str, value: &str) -> Result<(), StepError> {
    let value = (!value.is_empty()).then(|| value.to_owned());
    let slot = match field(label)? {
        "nom_naissance" => &mut traits.nom_naissance,
        "premier_prenom" => {
            // The list follows its first name, so that the record stays coherent.
            if label == "prénom" || value.is_none() {
                traits.prenoms_naissance.clone_from(&value);
            } else if let (Some(list), Some(first)) = (&traits.prenoms_naissance, &value) {
                let rest = list.split_once(' ').map_or("", |(_, rest)| rest);
                traits.prenoms_naissance = Some(format!("{first} {rest}").trim_end().to_owned());
            }
            &mut traits.premier_prenom
        }
        "prenoms_naissance" => &mut traits.prenoms_naissance,
        "date_naissance" => &mut traits.date_naissance,
        "sexe" => &mut traits.sexe,
        "lieu_naissance" => &mut traits.lieu_naissance,
        "nom_utilise" => &mut traits.nom_utilise,
        _ => &mut traits.prenom_utilise,
    };
    *slot = value;
    Ok(())
}

/// Status by its French name.
pub(super) fn status(label: &str) -> Result<Status, StepError> {
    Ok(match label {
        "provisoire" => Status::Provisoire,
        "récupérée" => Status::Recuperee,
        "validée" => Status::Validee,
        "qualifiée" => Status::Qualifiee,
        other => return Err(StepError::new(format!("« {other} » n'est pas un statut"))),
    })
}

/// French name of a status.
pub(super) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Provisoire => "provisoire",
        Status::Recuperee => "récupérée",
        Status::Validee => "validée",
        Status::Qualifiee => "qualifiée",
    }
}

/// Attribute by its French name.
pub(super) fn attribute(label: &str) -> Result<Attribute, StepError> {
    Ok(match label {
        "homonyme" => Attribute::Homonyme,
        "douteux" => Attribute::Douteux,
        "fictif" => Attribute::Fictif,
        other => return Err(StepError::new(format!("« {other} » n'est pas un attribut"))),
    })
}

/// Operation of INSi by its French name.
pub(super) fn operation(label: &str) -> Result<InsiOperation, StepError> {
    Ok(match label {
        "recherche par traits" => InsiOperation::RechercheTraits,
        "recherche par carte Vitale" => InsiOperation::RechercheCarteVitale,
        "vérification" => InsiOperation::Verification,
        other => {
            return Err(StepError::new(format!(
                "« {other} » n'est pas une opération d'INSi"
            )));
        }
    })
}

/// Every text between double quotes.
pub(super) fn quoted(text: &str) -> Vec<String> {
    text.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_first_names_follows_the_first_one() {
        let mut traits = Traits {
            premier_prenom: Some("MARIE".to_owned()),
            prenoms_naissance: Some("MARIE CLAUDE".to_owned()),
            ..Traits::default()
        };
        set(&mut traits, "premier prénom", "ANNE").unwrap();
        assert_eq!(traits.prenoms_naissance.as_deref(), Some("ANNE CLAUDE"));
        set(&mut traits, "premier prénom", "").unwrap();
        assert_eq!(
            (traits.premier_prenom, traits.prenoms_naissance),
            (None, None)
        );
        assert_eq!(quoted("\"a\", puis \"b c\""), ["a", "b c"]);
    }
}
