//! The fields of an identity by their contract names, for checks that compare them one by one.

use banc_contract::{Identity, Traits};

/// The strict traits of RNIV, by their contract names. Source: `INS/va1.56`.
pub(super) const STRICT: [&str; 6] = [
    "nom_naissance",
    "premier_prenom",
    "prenoms_naissance",
    "date_naissance",
    "sexe",
    "lieu_naissance",
];

/// Every trait, by its contract name.
pub(super) const ALL: [&str; 8] = [
    "nom_naissance",
    "premier_prenom",
    "prenoms_naissance",
    "date_naissance",
    "sexe",
    "lieu_naissance",
    "nom_utilise",
    "prenom_utilise",
];

/// The value of a trait; an empty one counts as absent.
pub(super) fn value<'a>(traits: &'a Traits, name: &str) -> Option<&'a str> {
    let field = match name {
        "nom_naissance" => &traits.nom_naissance,
        "premier_prenom" => &traits.premier_prenom,
        "prenoms_naissance" => &traits.prenoms_naissance,
        "date_naissance" => &traits.date_naissance,
        "sexe" => &traits.sexe,
        "lieu_naissance" => &traits.lieu_naissance,
        "nom_utilise" => &traits.nom_utilise,
        "prenom_utilise" => &traits.prenom_utilise,
        _ => return None,
    };
    field.as_deref().filter(|text| !text.is_empty())
}

/// The matricule held, when it is not empty.
pub(super) fn matricule(identity: &Identity) -> Option<&str> {
    identity
        .matricule
        .as_ref()
        .map(|held| held.numero.as_str())
        .filter(|text| !text.is_empty())
}

/// A value as shown in a message.
pub(super) fn shown(value: Option<&str>) -> String {
    value.map_or_else(|| "absent".to_owned(), |text| format!("« {text} »"))
}

/// French label of a field. Source: RNIV strict and complementary traits.
pub(super) fn label(name: &str) -> &str {
    match name {
        "nom_naissance" => "nom de naissance",
        "premier_prenom" => "premier prénom de naissance",
        "prenoms_naissance" => "prénoms de naissance",
        "date_naissance" => "date de naissance",
        "sexe" => "sexe",
        "lieu_naissance" => "code du lieu de naissance",
        "nom_utilise" => "nom utilisé",
        "prenom_utilise" => "prénom utilisé",
        "matricule" => "matricule INS",
        "oid" => "OID",
        other => other,
    }
}
