//! `PS_LibreAcces_Personne_activite`: one line per activity in progress of an active professional.

use super::{line, routing, text, way};
use crate::dataset::{Dataset, Professional, Situation, Structure};
use crate::label;

/// Columns. Source: headers of the real file in two clients, 2021 and 2026; the last four columns
/// are of the later one, whose spelling is kept.
const COLUMNS: [&str; 56] = [
    "Type d'identifiant PP",
    "Identifiant PP",
    "Identification nationale PP",
    "Code civilité d'exercice",
    "Libellé civilité d'exercice",
    "Code civilité",
    "Libellé civilité",
    "Nom d'exercice",
    "Prénom d'exercice",
    "Code profession",
    "Libellé profession",
    "Code catégorie professionnelle",
    "Libellé catégorie professionnelle",
    "Code type savoir-faire",
    "Libellé type savoir-faire",
    "Code savoir-faire",
    "Libellé savoir-faire",
    "Code mode exercice",
    "Libellé mode exercice",
    "Numéro SIRET site",
    "Numéro SIREN site",
    "Numéro FINESS site",
    "Numéro FINESS établissement juridique",
    "Identifiant technique de la structure",
    "Raison sociale site",
    "Enseigne commerciale site",
    "Complément destinataire (coord. structure)",
    "Complément point géographique (coord. structure)",
    "Numéro Voie (coord. structure)",
    "Indice répétition voie (coord. structure)",
    "Code type de voie (coord. structure)",
    "Libellé type de voie (coord. structure)",
    "Libellé Voie (coord. structure)",
    "Mention distribution (coord. structure)",
    "Bureau cedex (coord. structure)",
    "Code postal (coord. structure)",
    "Code commune (coord. structure)",
    "Libellé commune (coord. structure)",
    "Code pays (coord. structure)",
    "Libellé pays (coord. structure)",
    "Téléphone (coord. structure)",
    "Téléphone 2 (coord. structure)",
    "Télécopie (coord. structure)",
    "Adresse e-mail (coord. structure)",
    "Code Département (structure)",
    "Libellé Département (structure)",
    "Ancien identifiant de la structure",
    "Autorité d'enregistrement",
    "Code secteur d'activité",
    "Libellé secteur d'activité",
    "Code section tableau pharmaciens",
    "Libellé section tableau pharmaciens",
    "Code fonction",
    "Libellé fonction",
    "Code genre d'activité",
    "Libellé genre d'activité",
];

/// The whole file; each line ends with a separator, as the real one's.
pub(super) fn write(dataset: &Dataset) -> String {
    let mut out = format!("{}|\n", line(&COLUMNS));
    for person in dataset.professionals().iter().filter(|one| one.active) {
        for situation in person.active_situations() {
            if let Some(structure) = dataset.structure(&situation.structure) {
                out.push_str(&row(dataset, person, situation, structure));
                out.push_str("|\n");
            }
        }
    }
    out
}

fn row(dataset: &Dataset, person: &Professional, one: &Situation, at: &Structure) -> String {
    let legal = at.entite_juridique.as_ref();
    let legal = legal.and_then(|id| dataset.structure(id));
    let legal = text(legal.and_then(|legal| legal.finess.as_ref()));
    let national = person.idnps();
    let (technical, routing) = (technical(at), routing(at));
    let cells = [
        &of_person(person, &national)[..],
        &[&one.mode, label::mode(&one.mode)],
        &of_structure(at, legal, &technical, &routing),
        &of_activity(person, one, at),
    ]
    .concat();
    line(&cells)
}

/// The seventeen columns of the person.
fn of_person<'a>(person: &'a Professional, national: &'a str) -> [&'a str; 17] {
    let (civility, title) = (&person.civilite, text(person.titre.as_ref()));
    let speciality = text(person.savoir_faire.as_ref());
    let (kind, kind_label) = if speciality.is_empty() {
        ("", "")
    } else {
        ("S", "Spécialité ordinale")
    };
    [
        "8",
        &person.rpps,
        national,
        title,
        label::civilite(title),
        civility,
        label::civilite(civility),
        &person.nom,
        person.prenom(),
        &person.profession,
        label::profession(&person.profession),
        &person.categorie,
        if person.categorie == "C" { "Civil" } else { "" },
        kind,
        kind_label,
        speciality,
        label::savoir_faire(speciality),
    ]
}

/// Source: values of userinfo samples: `R102671`, or `F` and the FINESS number.
fn technical(at: &Structure) -> String {
    match (&at.finess, &at.rpps_rang) {
        (Some(finess), _) => format!("F{finess}"),
        (None, rank) => text(rank.as_ref()).to_owned(),
    }
}

/// The twenty-eight columns of the structure.
fn of_structure<'a>(
    at: &'a Structure,
    legal: &'a str,
    technical: &'a str,
    routing: &'a str,
) -> [&'a str; 28] {
    let (way, way_label) = way(at);
    [
        "",
        "",
        text(at.finess.as_ref()),
        legal,
        technical,
        &at.raison_sociale,
        text(at.enseigne.as_ref()),
        &at.raison_sociale,
        "",
        &at.voie.numero,
        "",
        way,
        way_label,
        &at.voie.libelle,
        "",
        routing,
        &at.code_postal,
        "",
        &at.commune,
        "99000",
        "France",
        text(at.telephone.as_ref()),
        "",
        "",
        text(at.courriel.as_ref()),
        at.departement(),
        "",
        &at.idnst,
    ]
}

/// The nine columns of the activity.
fn of_activity<'a>(person: &Professional, one: &'a Situation, at: &'a Structure) -> [&'a str; 9] {
    let (function, section) = (text(one.fonction.as_ref()), text(one.section.as_ref()));
    // Source: values of userinfo samples; what other professions have was not found.
    let authority = match &*person.profession {
        "10" => "CNOM/CNOM/CNOM",
        _ => "",
    };
    [
        authority,
        &at.secteur,
        label::secteur(&at.secteur),
        section,
        label::section(section),
        function,
        label::fonction(function),
        &one.genre,
        label::genre(&one.genre),
    ]
}
