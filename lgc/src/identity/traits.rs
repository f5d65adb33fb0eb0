//! Traits: their names, labels and getters; entry checks; the consistency of the first name.
//!
//! Source: `INS/va1.56`, `INS/va1.21` (five mandatory traits), `INS/va1.51`.

use banc_contract::Traits;

use super::{Refusal, name};

/// One trait of an identity.
pub struct Field {
    /// Name in the contract.
    pub name: &'static str,
    /// Label shown to the user.
    pub label: &'static str,
    /// True for the strict traits, locked once an INS is held.
    pub strict: bool,
    /// Reads it.
    pub get: fn(&Traits) -> &Option<String>,
    /// Reaches it for writing.
    pub get_mut: fn(&mut Traits) -> &mut Option<String>,
}

macro_rules! field {
    ($name:ident, $label:literal, $strict:literal) => {
        Field {
            name: stringify!($name),
            label: $label,
            strict: $strict,
            get: |traits| &traits.$name,
            get_mut: |traits| &mut traits.$name,
        }
    };
}

/// Every trait, strict ones first, in the order of the screen.
pub const FIELDS: &[Field] = &[
    field!(nom_naissance, "nom de naissance", true),
    field!(premier_prenom, "premier prénom de naissance", true),
    field!(prenoms_naissance, "prénoms de naissance", true),
    field!(date_naissance, "date de naissance", true),
    field!(sexe, "sexe", true),
    field!(lieu_naissance, "code du lieu de naissance", true),
    field!(nom_utilise, "nom utilisé", false),
    field!(prenom_utilise, "prénom utilisé", false),
];

/// Traits without which no record is created (`INS/va1.21`); an unknown place is typed 99999.
const MANDATORY: &[&str] = &[
    "nom_naissance",
    "premier_prenom",
    "date_naissance",
    "sexe",
    "lieu_naissance",
];

/// The label of a field, or its name when it is not a trait.
pub fn label(field_name: &str) -> &str {
    FIELDS
        .iter()
        .find(|field| field.name == field_name)
        .map_or(field_name, |field| field.label)
}

/// The stored form of what was typed; `keep_case` leaves names as typed (a deliberate defect).
pub fn stored_form(typed: &Traits, keep_case: bool) -> Result<Traits, Refusal> {
    let mut stored = Traits::default();
    for field in FIELDS {
        let Some(value) = (field.get)(typed) else {
            continue;
        };
        let value = value.trim();
        let kept = if value.is_empty() {
            String::new()
        } else {
            stored_value(field, value, keep_case)?
        };
        *(field.get_mut)(&mut stored) = Some(kept);
    }
    Ok(stored)
}

fn stored_value(field: &Field, value: &str, keep_case: bool) -> Result<String, Refusal> {
    match field.name {
        "date_naissance" => check_date(value).map(|()| value.to_owned()),
        "sexe" => check_sex(value),
        "lieu_naissance" => check_place(value),
        _ if keep_case => Ok(value.to_owned()),
        _ => {
            let stored = name::normalise(field.label, value)?;
            if matches!(
                field.name,
                "premier_prenom" | "prenoms_naissance" | "prenom_utilise"
            ) {
                name::check_first_names(field.label, &stored)?;
            }
            Ok(stored)
        }
    }
}

/// Day from 1 to 31 and month from 1 to 12, nothing stricter: some civil registers give dates that the
/// calendar does not know (`INS/va1.56.03`).
fn check_date(value: &str) -> Result<(), Refusal> {
    let parts: Vec<&str> = value.split('-').collect();
    let [year, month, day] = parts[..] else {
        return Err(Refusal::new(
            "date de naissance : la forme attendue est AAAA-MM-JJ",
        ));
    };
    let digits =
        |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
        return Err(Refusal::new(
            "date de naissance : la forme attendue est AAAA-MM-JJ",
        ));
    }
    if !(1..=12).contains(&month.parse::<u8>().unwrap_or(0)) {
        return Err(Refusal::new(format!(
            "date de naissance : le mois {month} n'existe pas"
        )));
    }
    if !(1..=31).contains(&day.parse::<u8>().unwrap_or(0)) {
        return Err(Refusal::new(format!(
            "date de naissance : le jour {day} n'existe pas"
        )));
    }
    Ok(())
}

fn check_sex(value: &str) -> Result<String, Refusal> {
    match value.to_ascii_uppercase().as_str() {
        sex @ ("M" | "F" | "I") => Ok(sex.to_owned()),
        other => Err(Refusal::new(format!(
            "sexe : « {other} » n'est pas accepté ; M, F ou I (indéterminé)"
        ))),
    }
}

fn check_place(value: &str) -> Result<String, Refusal> {
    let place = value.to_ascii_uppercase();
    let sound = place.len() == 5
        && place.bytes().enumerate().all(|(rank, byte)| {
            byte.is_ascii_digit() || (rank == 1 && matches!(byte, b'A' | b'B'))
        });
    if sound {
        Ok(place)
    } else {
        Err(Refusal::new(
            "code du lieu de naissance : cinq caractères du code officiel géographique attendus, 99999 si le lieu est inconnu",
        ))
    }
}

/// The first mandatory trait that is absent or empty.
pub fn missing(traits: &Traits) -> Option<&'static Field> {
    FIELDS
        .iter()
        .filter(|field| MANDATORY.contains(&field.name))
        .find(|field| (field.get)(traits).as_deref().unwrap_or("").is_empty())
}

/// True when the first name is the start of the list; hyphens and apostrophes count as spaces.
///
/// Source: RNIV implementation guide (second-hand), `INS/va1.51`.
pub fn first_name_is_consistent(first_name: &str, list: &str) -> bool {
    let spaced = |text: &str| text.replace(['-', '\''], " ");
    let (first_name, list) = (spaced(first_name), spaced(list));
    list == first_name || list.starts_with(&format!("{first_name} "))
}

/// The names of the fields that differ.
pub fn changed(before: &Traits, after: &Traits) -> Vec<&'static Field> {
    FIELDS
        .iter()
        .filter(|field| (field.get)(before) != (field.get)(after))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traits() -> Traits {
        Traits {
            nom_naissance: Some("DUPONT".into()),
            premier_prenom: Some("JEAN".into()),
            date_naissance: Some("1980-01-31".into()),
            sexe: Some("M".into()),
            lieu_naissance: Some("2A004".into()),
            ..Traits::default()
        }
    }

    #[test]
    fn each_mandatory_trait_is_missed_in_turn() {
        assert!(missing(&traits()).is_none());
        for name in MANDATORY {
            let field = FIELDS.iter().find(|field| field.name == *name).unwrap();
            for empty in [None, Some(String::new())] {
                let mut incomplete = traits();
                *(field.get_mut)(&mut incomplete) = empty;
                assert_eq!(missing(&incomplete).unwrap().name, *name);
            }
        }
    }

    #[test]
    fn dates_sexes_and_places_are_checked() {
        for (date, sound) in [
            ("1980-12-31", true),
            ("1980-02-31", true),
            ("1980-01-32", false),
            ("1980-13-01", false),
            ("1980-00-01", false),
            ("1980-01-00", false),
            ("01/02/1980", false),
            ("80-1-1", false),
        ] {
            assert_eq!(check_date(date).is_ok(), sound, "{date}");
        }
        for (sex, sound) in [("M", true), ("f", true), ("I", true), ("X", false)] {
            assert_eq!(check_sex(sex).is_ok(), sound, "{sex}");
        }
        for (place, sound) in [
            ("63220", true),
            ("2b020", true),
            ("99999", true),
            ("A2020", false),
            ("6322", false),
        ] {
            assert_eq!(check_place(place).is_ok(), sound, "{place}");
        }
    }

    #[test]
    fn first_names_are_compared_with_the_start_of_the_list() {
        for (first, list, consistent) in [
            ("JEAN", "JEAN PAUL", true),
            ("JEAN PAUL", "JEAN-PAUL MARIE", true),
            ("PAUL", "JEAN PAUL", false),
            ("JEAN", "JEANNE MARIE", false),
        ] {
            assert_eq!(
                first_name_is_consistent(first, list),
                consistent,
                "{first}/{list}"
            );
        }
    }
}
