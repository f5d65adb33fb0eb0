//! `rechercherInsAvecTraitsIdentite`: search by traits, without card.
//!
//! Source: official schema INSi_RECSANS_INS for the shape; two clients for what is mandatory.

use banc_core::observed::insi::{ObservedInsi, SearchedTraits};
use banc_core::xml::Node;

use super::outcome::Outcome;
use super::{children, expect_root};
use crate::base::{Base, Traits};
use crate::codes;
use crate::config::InsiConfig;
use crate::denied::Denied;
use crate::lexical;
use crate::quirk::{Quirk, note};
use crate::resultat::RECSANS;

const KNOWN: [&str; 5] = [
    "NomNaissance",
    "Prenom",
    "Sexe",
    "DateNaissance",
    "LieuNaissance",
];

/// Reads `RECSANSVITALE`.
pub(super) fn decode(root: Node<'_, '_>, seen: &mut ObservedInsi) -> Result<(), Denied> {
    expect_root(root, RECSANS, "RECSANSVITALE")?;
    seen.traits = Some(traits(root, RECSANS, &mut seen.quirks));
    Ok(())
}

/// Reads the five traits of an element.
pub(super) fn traits(
    parent: Node<'_, '_>,
    namespace: &str,
    quirks: &mut Vec<String>,
) -> SearchedTraits {
    let mut read = SearchedTraits::default();
    children(parent, namespace, &KNOWN, "Prenom", quirks, |name, node| {
        let text = node.text().into_owned();
        match name {
            "NomNaissance" => read.nom_naissance = Some(text),
            "Prenom" => read.prenoms.push(text),
            "Sexe" => read.sexe = Some(text),
            "DateNaissance" => read.date_naissance = Some(text),
            _ => read.lieu_naissance = Some(text),
        }
    });
    if read.prenoms.len() > 1 {
        note(quirks, Quirk::PlusieursPrenoms);
    }
    read
}

/// Lexical rules; name, first name, sex and date are mandatory, the place is not.
pub(super) fn check(seen: &ObservedInsi) -> Result<(), Denied> {
    let Some(traits) = &seen.traits else {
        return Ok(());
    };
    check_traits(traits).map_err(|reason| Denied::coded(codes::insi_102(), reason))
}

/// The rules themselves, with the reason in French.
pub(super) fn check_traits(traits: &SearchedTraits) -> Result<(), String> {
    fn one(
        name: &str,
        value: Option<&String>,
        rule: fn(&str) -> Result<(), lexical::Breach>,
    ) -> Result<(), String> {
        let value = value.ok_or_else(|| format!("{name} absent"))?;
        rule(value).map_err(|breach| format!("{name} : {breach}"))
    }
    one("NomNaissance", traits.nom_naissance.as_ref(), lexical::nom)?;
    one("Prenom", traits.prenoms.first(), lexical::prenom)?;
    for more in traits.prenoms.iter().skip(1) {
        one("Prenom", Some(more), lexical::prenom)?;
    }
    one("Sexe", traits.sexe.as_ref(), lexical::sexe)?;
    one(
        "DateNaissance",
        traits.date_naissance.as_ref(),
        lexical::date,
    )?;
    match &traits.lieu_naissance {
        None => Ok(()),
        Some(_) => one(
            "LieuNaissance",
            traits.lieu_naissance.as_ref(),
            lexical::lieu,
        ),
    }
}

/// What the base holds.
pub(super) fn find(base: &Base, seen: &ObservedInsi, config: &InsiConfig) -> Outcome {
    let Some(traits) = &seen.traits else {
        return Outcome::none();
    };
    let joined;
    let prenom = match &*traits.prenoms {
        [only] => only,
        several => {
            joined = several.join(" ");
            &joined
        }
    };
    let asked = Traits {
        nom: traits.nom_naissance.as_deref().unwrap_or_default(),
        prenom,
        sexe: traits.sexe.as_deref().unwrap_or_default(),
        date: traits.date_naissance.as_deref().unwrap_or_default(),
        lieu: traits.lieu_naissance.as_deref(),
    };
    Outcome::of(base.find(asked), asked.lieu.is_some(), config)
}
