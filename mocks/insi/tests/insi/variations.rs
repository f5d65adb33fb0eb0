//! Variations: every one changes the answer, and none changes what it says.

use banc_core::service::Service as _;
use banc_insi::variation;

use super::bench::{insi, search};

fn ecetinsi() -> super::bench::Sent<'static> {
    search("ECETINSI", "PIERRE-ALAIN", "M", "2009-07-14", "63220")
}

#[test]
fn each_variation_changes_the_answer_but_not_its_meaning() {
    let insi = insi();
    let plain = ecetinsi().to(&insi);
    let core = [
        "CodeCR",
        "LibelleCR",
        "NumIdentifiant",
        "OID",
        "NomNaissance",
        "ListePrenom",
        "Sexe",
        "DateNaissance",
    ];
    for name in insi.variations() {
        if name.starts_with("faute_") {
            continue;
        }
        let varied = ecetinsi().vary(&[name]).to(&insi);
        let changed = varied.answer.body != plain.answer.body
            || varied.answer.headers != plain.answer.headers;
        assert!(changed, "{name} changes nothing");
        for element in core {
            assert_eq!(
                varied.element(element),
                plain.element(element),
                "{name}: {element}"
            );
        }
        assert_eq!(varied.answer.status, 200);
    }
    let every: Vec<_> = variation::ALL.iter().map(|v| v.name).collect();
    assert_eq!(insi.variations(), every);
    assert_eq!(
        ecetinsi().vary(&every).to(&insi).element("ListePrenom"),
        plain.element("ListePrenom")
    );
}

#[test]
fn histories_vary_as_files_and_captures_do() {
    let insi = insi();
    let numbers = |name: &str| {
        ecetinsi()
            .vary(&[name])
            .to(&insi)
            .elements("NumIdentifiant")
    };
    assert_eq!(
        numbers("historique_du_fichier"),
        ["1090763220834", "2090763220834", "2090663220123"]
    );
    assert_eq!(
        numbers("inshisto_egal_insactif"),
        ["1090763220834", "2090763220834", "1090763220834"]
    );
}

#[test]
fn the_older_shape_of_faults_has_its_prefix() {
    let lower = search("tchitchi", "CATARINA", "F", "1936-06-21", "");
    let received = lower.vary(&["faute_2021"]).to(&insi());
    assert_eq!(received.refused(), "insi_102");
    assert!(received.text().contains("L appel au service de recherche"));
    let lines = search("tchitchi", "CATARINA", "F", "1936-06-21", "");
    let received = lines.vary(&["faute_deux_lignes"]).to(&insi());
    assert!(received.text().contains("inaccessible.\nVeuillez"));
}
