//! The free-access extractions say the same as the FHIR side.

use std::collections::{BTreeMap, BTreeSet};

use banc_annuaire::{Dataset, EXTRACTION_PATH, MSS_EXTRACTION_PATH};
use banc_core::observed::annuaire::AnnuaireAnswer;

use super::bench::{directory, get};

/// The lines of an extraction, by column.
fn lines(path: &str, columns: usize, closed: bool) -> Vec<BTreeMap<String, String>> {
    let mut sent = get(path);
    sent.headers.clear();
    let received = sent.to(&directory());
    assert_eq!(
        (received.answer.status, &*received.operation),
        (200, "extraction")
    );
    assert_eq!(received.content_type(), "text/plain;charset=UTF-8");
    assert_eq!(received.seen().answer, AnnuaireAnswer::Document);
    assert!(!received.seen().inferred);
    let mut lines = received.text().lines().map(|line| {
        if closed {
            line.strip_suffix('|').unwrap()
        } else {
            line
        }
    });
    let names: Vec<&str> = lines.next().unwrap().split('|').collect();
    assert_eq!(names.len(), columns);
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('|').collect();
            assert_eq!(cells.len(), columns, "{line}");
            names
                .iter()
                .zip(cells)
                .map(|(name, cell)| ((*name).to_owned(), cell.to_owned()))
                .collect()
        })
        .collect()
}

#[test]
fn activities_are_those_of_the_directory() {
    let lines = lines(EXTRACTION_PATH, 56, true);
    let dataset = Dataset::embedded();
    let active = dataset.professionals().iter().filter(|one| one.active);
    let expected: usize = active.map(|one| one.active_situations().count()).sum();
    assert_eq!(lines.len(), expected);
    for line in &lines {
        let person = dataset.professional(&line["Identifiant PP"]).unwrap();
        assert!(person.active);
        assert_eq!(line["Identification nationale PP"], person.idnps());
        assert_eq!(line["Nom d'exercice"], person.nom);
        assert_eq!(line["Code profession"], person.profession);
        assert!(!line["Libellé profession"].is_empty());
        assert_eq!(
            line["Code savoir-faire"].is_empty(),
            line["Libellé savoir-faire"].is_empty()
        );
        let at = dataset
            .structures()
            .iter()
            .find(|at| at.idnst == line["Ancien identifiant de la structure"])
            .unwrap();
        assert!(
            person
                .active_situations()
                .any(|role| role.structure == at.id)
        );
        assert_eq!(line["Raison sociale site"], at.raison_sociale);
        assert_eq!(line["Code postal (coord. structure)"], at.code_postal);
        for labelled in [
            "Libellé mode exercice",
            "Libellé secteur d'activité",
            "Libellé type de voie (coord. structure)",
            "Libellé genre d'activité",
        ] {
            assert!(!line[labelled].is_empty(), "{labelled}: {line:?}");
        }
    }
    let kit = lines
        .iter()
        .find(|line| line["Identifiant PP"] == "99700427885")
        .unwrap();
    assert_eq!(kit["Identifiant technique de la structure"], "R102671");
    assert_eq!(kit["Ancien identifiant de la structure"], "499700427885006");
    assert_eq!(kit["Libellé civilité d'exercice"], "Docteur");
}

#[test]
fn mailboxes_are_the_published_ones() {
    let lines = lines(MSS_EXTRACTION_PATH, 31, false);
    let addresses: BTreeSet<_> = lines
        .iter()
        .map(|line| line["Adresse BAL"].as_str())
        .collect();
    let dataset = Dataset::embedded();
    for person in dataset.professionals() {
        for mailbox in person.all_mailboxes() {
            let published = person.addresses().contains(&mailbox.address.as_str());
            assert_eq!(
                addresses.contains(mailbox.address.as_str()),
                published,
                "{}",
                mailbox.address
            );
        }
    }
    let kinds: BTreeSet<_> = lines
        .iter()
        .map(|line| line["Type de BAL"].as_str())
        .collect();
    assert_eq!(kinds, BTreeSet::from(["CAB", "ORG", "PER"]));
    for line in lines.iter().filter(|line| line["Type de BAL"] == "ORG") {
        assert!(
            line["Identifiant PP"].is_empty() && !line["Raison Sociale structure BAL"].is_empty()
        );
    }
}

#[test]
fn other_files_are_not_there() {
    let received = get("/extraction/autre.txt").to(&directory());
    assert_eq!(received.refused().0, 404);
}
