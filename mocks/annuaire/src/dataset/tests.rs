//! The committed directory has every case that scenarios need, and bad tables are refused.

use super::*;

#[test]
fn the_committed_directory_has_every_case() {
    let all = Dataset::embedded();
    assert!(all.professionals().len() >= 200);
    assert!(all.structures().len() >= 100);
    assert!(all.unique_with_mailbox().len() >= 50);
    assert!(all.without_mailbox().len() >= 20);
    assert!(all.with_several_mailboxes().len() >= 10);
    assert!(all.with_several_situations().len() >= 10);
    assert!(all.on_red_list().len() >= 5);
    assert!(all.deactivated().len() >= 5);
    assert!(all.homonyms().len() >= 5);
    assert!(all.homonyms().iter().any(|group| group.len() > 2));
    for group in all.homonyms() {
        let numbers: std::collections::BTreeSet<_> = group.iter().map(|one| &one.rpps).collect();
        let addresses: std::collections::BTreeSet<_> =
            group.iter().flat_map(|one| one.addresses()).collect();
        assert_eq!(numbers.len(), group.len());
        assert!(addresses.len() >= group.len());
    }
    for profession in ["10", "21", "40", "50", "60", "70"] {
        let has = all
            .professionals()
            .iter()
            .any(|one| one.profession == profession);
        assert!(has, "{profession}");
    }
    let kit = all.professional("99700427885").unwrap();
    assert_eq!((&*kit.nom, kit.prenom()), ("DOC0042788", "KIT"));
    assert_eq!(kit.addresses(), ["kit.doc0042788@medecin.banc.mssante.fr"]);
}

#[test]
fn identifiers_and_addresses_are_of_one_holder() {
    let all = Dataset::embedded();
    let mut ids = std::collections::BTreeSet::new();
    let mut addresses = std::collections::BTreeSet::new();
    for one in all.professionals() {
        assert!(ids.insert(&one.id));
        assert!(
            one.situations
                .iter()
                .all(|role| ids.insert(&role.id) && ids.insert(&role.identifiant))
        );
        assert!(
            one.all_mailboxes()
                .all(|mailbox| addresses.insert(&mailbox.address))
        );
    }
    for one in all.structures() {
        assert!(ids.insert(&one.id));
        assert!(
            one.mailboxes
                .iter()
                .all(|mailbox| addresses.insert(&mailbox.address))
        );
    }
}

#[test]
fn bad_tables_are_refused_with_their_place() {
    let good = Tables::EMBEDDED;
    let altered = |from: &str, to: &str, text: &str| text.replacen(from, to, 1);
    let wrong_key = altered("99700427885", "99700427886", good.professionnels);
    let real_range = altered("99700427885", "10101170610", good.professionnels);
    let dangling = altered("001-03-000100", "001-03-999999", good.situations);
    let domain = altered("medecin.banc.mssante.fr", "example.com", good.boites);
    let cells = altered("|M|DR|", "|M|DR", good.professionnels);
    let finess = altered("|0B0000001|", "|2A0000001|", good.structures);
    for (tables, word) in [
        (
            Tables {
                professionnels: &wrong_key,
                ..good
            },
            "Luhn",
        ),
        (
            Tables {
                professionnels: &real_range,
                ..good
            },
            "997",
        ),
        (
            Tables {
                professionnels: &cells,
                ..good
            },
            "cells",
        ),
        (
            Tables {
                situations: &dangling,
                ..good
            },
            "no structure",
        ),
        (
            Tables {
                boites: &domain,
                ..good
            },
            "domain",
        ),
        (
            Tables {
                structures: &finess,
                ..good
            },
            "0B",
        ),
        (Tables { boites: "", ..good }, "empty"),
        (
            Tables {
                boites: "adresse\nx@y\n",
                ..good
            },
            "no column",
        ),
    ] {
        let error = Dataset::read(&tables).unwrap_err().to_string();
        assert!(error.contains(word), "{word}: {error}");
    }
}
