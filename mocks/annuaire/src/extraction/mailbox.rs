//! `Extraction_Correspondance_MSSante`: one line per published mailbox.
//!
//! Source: list of the thirty-one columns as measured on the real file of August 2026 by a client,
//! where only PER and ORG mailboxes were found; a mailbox of a practice (CAB) is written as it is,
//! which is inferred.

use super::{line, routing, text, way};
use crate::dataset::{Dataset, Mailbox, MailboxKind, Professional, Structure};
use crate::label;

/// Columns; the ends of the address columns are those of another client.
const COLUMNS: [&str; 31] = [
    "Type de BAL",
    "Adresse BAL",
    "Type Identifiant PP",
    "Identifiant PP",
    "Identification nationale PP",
    "Type identifiant structure",
    "Identification Structure",
    "Service de rattachement",
    "Civilité d'exercice",
    "Nom d'exercice",
    "Prénom d'exercice",
    "Catégorie profession",
    "Libellé de catégorie profession",
    "Code Profession",
    "Libellé Profession",
    "Code savoir-faire",
    "Libellé savoir-faire",
    "Dématérialisation",
    "Raison Sociale structure BAL",
    "Enseigne commerciale structure BAL",
    "L2COMPLEMENTLOCALISATION structure BAL",
    "L3COMPLEMENTDISTRIBUTION structure BAL",
    "L4NUMEROVOIE structure BAL",
    "L4COMPLEMENTNUMEROVOIE structure BAL",
    "NL4TYPEVOIE structure BAL",
    "L4LIBELLEVOIE structure BAL",
    "L5LIEUDITMENTION structure BAL",
    "L6LIGNEACHEMINEMENT structure BAL",
    "Code postal structure BAL",
    "Département structure BAL",
    "Pays structure BAL",
];

/// The whole file.
pub(super) fn write(dataset: &Dataset) -> String {
    let mut out = format!("{}\n", line(&COLUMNS));
    let mut push = |mailbox: &Mailbox, person: Option<&Professional>, at: Option<&Structure>| {
        // Machines have no line, and the red list is never published.
        if mailbox.kind != MailboxKind::App && !mailbox.red_list {
            out.push_str(&row(mailbox, person, at));
            out.push('\n');
        }
    };
    for person in dataset.professionals().iter().filter(|one| one.active) {
        for mailbox in &person.mailboxes {
            push(mailbox, Some(person), None);
        }
        for situation in person.active_situations() {
            let at = dataset.structure(&situation.structure);
            for mailbox in &situation.mailboxes {
                push(mailbox, Some(person), at);
            }
        }
    }
    for structure in dataset.structures().iter().filter(|one| one.active) {
        for mailbox in &structure.mailboxes {
            push(mailbox, None, Some(structure));
        }
    }
    out
}

fn row(mailbox: &Mailbox, person: Option<&Professional>, at: Option<&Structure>) -> String {
    let national = person.map(Professional::idnps).unwrap_or_default();
    let of_person = |get: fn(&Professional) -> &str| person.map_or("", get);
    let of_place = |get: fn(&Structure) -> &str| at.map_or("", get);
    let profession = of_person(|one| &one.profession);
    let category = of_person(|one| &one.categorie);
    let speciality = of_person(|one| text(one.savoir_faire.as_ref()));
    let routing = at.map(routing).unwrap_or_default();
    let way = at.map_or("", |at| way(at).1);
    let structure_kind = at.map_or("", |at| at.idnst.get(..1).unwrap_or_default());
    let cells: [&str; COLUMNS.len()] = [
        mailbox.kind.code(),
        &mailbox.address,
        if person.is_some() { "8" } else { "" },
        of_person(|one| &one.rpps),
        &national,
        structure_kind,
        of_place(|at| at.idnst.get(1..).unwrap_or_default()),
        text(mailbox.service.as_ref()),
        of_person(|one| text(one.titre.as_ref())),
        of_person(|one| &one.nom),
        of_person(Professional::prenom),
        category,
        if category == "C" { "Civil" } else { "" },
        profession,
        label::profession(profession),
        speciality,
        label::savoir_faire(speciality),
        if mailbox.digitization { "O" } else { "N" },
        of_place(|at| &at.raison_sociale),
        of_place(|at| text(at.enseigne.as_ref())),
        "",
        "",
        of_place(|at| &at.voie.numero),
        "",
        way,
        of_place(|at| &at.voie.libelle),
        "",
        &routing,
        of_place(|at| &at.code_postal),
        of_place(Structure::departement),
        if at.is_some() { "France" } else { "" },
    ];
    line(&cells)
}
