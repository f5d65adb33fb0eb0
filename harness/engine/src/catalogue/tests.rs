//! A small catalogue, and what is refused of one.

use super::*;

/// Two tested exigences, one of them inferred, and one untested.
pub(crate) const SMALL: &str = r#"
[[exigence]]
id = "INS/va1.38"
ancien = "INS.40"
regle = "R37"
titre = "Tracer chaque appel de récupération"
profil = "Général"
vague = 1
section = "INS"
bloc = "INS"
fonction = "Appel du téléservice INSi"
nature = "EXIGENCE"
conditionnelle = false
source = "officiel"
provenance_min = "declaree"
  [[exigence.scenario]]
  id = "INS/va1.38.01"
  titre = "Par carte Vitale"
  numerotation = "officielle"
    [[exigence.scenario.preuve]]
    id = "INS/va1.38.01.01"
    titre = "Extrait du journal"
    nature = "L"
  [[exigence.scenario]]
  id = "INS/va1.38.02"
  titre = "Par traits"
  numerotation = "officielle"
    [[exigence.scenario.preuve]]
    id = "INS/va1.38.02.01"
    titre = "=Extrait du journal, \"par traits\"; et suite"
    nature = "D,L"

[[exigence]]
id = "INS/va1.08"
titre = "Après un KO, retirer l'INS"
profil = "Général"
vague = 2
section = "INS"
bloc = "INS"
fonction = "Vérification"
nature = "PRECONISATION"
conditionnelle = true
source = "déduit"
provenance_min = "constatee"
  [[exigence.scenario]]
  id = "INS/va1.08.01"
  titre = "Vérification KO"
  numerotation = "déduite"
    [[exigence.scenario.preuve]]
    id = "INS/va1.08.01.01"
    titre = "Identité provisoire"
    nature = "D"

[[exigence]]
id = "INS/va1.09"
titre = "Vérification homologuée"
profil = "Général"
vague = 1
section = "INS"
bloc = "INS"
fonction = "Vérification"
nature = "EXIGENCE"
conditionnelle = false
source = "officiel"
provenance_min = "attestee"
non_teste = "homologation du CNDA"

[[scenario]]
numero = "INS-08"
alors = ["controle", ["INS/va1.38.02.01"]]

[[scenario]]
numero = "INS-17"
provisoire = true
alors = [["INS/va1.08.01.01", "INS/va1.38.02.01"]]
"#;

/// The small catalogue, parsed.
pub(crate) fn small() -> Catalogue {
    Catalogue::parse(&[("ins.toml", SMALL)]).unwrap()
}

#[test]
fn alors_exigences_and_coverage_are_answered() {
    let catalogue = small();
    assert_eq!(catalogue.preuves("INS-08", 1), Some(Proof::Controle));
    assert_eq!(
        catalogue.preuves("INS-08", 2),
        Some(Proof::Preuves(&["INS/va1.38.02.01".to_owned()]))
    );
    assert_eq!(catalogue.preuves("INS-08", 3), None);
    assert_eq!(catalogue.preuves("INS-08", 0), None);
    assert_eq!(catalogue.preuves("INS-99", 1), None);
    let ids: Vec<_> = catalogue
        .exigences_of("INS-17")
        .iter()
        .map(|exigence| exigence.id.as_str())
        .collect();
    assert_eq!(ids, ["INS/va1.38", "INS/va1.08"]);
    let coverage: Vec<_> = catalogue
        .exigences()
        .iter()
        .map(|exigence| catalogue.coverage(exigence))
        .collect();
    assert_eq!(
        coverage,
        [
            Coverage::Partial(vec!["INS/va1.38.01.01".to_owned()]),
            Coverage::Tested,
            Coverage::Untested("homologation du CNDA".to_owned()),
        ]
    );
}

#[test]
fn the_strictest_exigence_and_the_weakest_source_win() {
    let catalogue = small();
    let both = ["INS/va1.38.02.01".to_owned(), "INS/va1.08.01.01".to_owned()];
    assert_eq!(catalogue.least_provenance(&both), Provenance::Constatee);
    assert_eq!(catalogue.least_provenance(&both[..1]), Provenance::Declaree);
    assert_eq!(catalogue.least_provenance([]), Provenance::Attestee);
    assert_eq!(catalogue.cap("INS-08", &both[..1]), None);
    assert_eq!(catalogue.cap("INS-08", &both), Some("exigence déduite"));
    assert_eq!(catalogue.cap("INS-17", []), Some("contrat provisoire"));
}

#[test]
fn atoms_and_waves_resolve_to_numbers() {
    let catalogue = small();
    let numbers = |atom| -> Vec<String> {
        catalogue
            .resolve(atom)
            .unwrap()
            .unwrap()
            .into_iter()
            .collect()
    };
    assert_eq!(numbers("@INS/va1.38"), ["INS-08", "INS-17"]);
    assert_eq!(numbers("INS/va1.08.01"), ["INS-17"]);
    assert_eq!(numbers("@INS/va1.38.02.01"), ["INS-08", "INS-17"]);
    assert!(numbers("@INS/va1.38.01").is_empty());
    assert!(numbers("@INS/va1.09").is_empty());
    assert_eq!(catalogue.resolve("@INS-08"), Ok(None));
    let error = catalogue.resolve("@INS/va1.83").unwrap_err();
    assert_eq!(
        error.to_string(),
        "no exigence, scénario or preuve INS/va1.83 in the catalogue; nearest: INS/va1.08"
    );
    assert_eq!(catalogue.wave(2).len(), 1);
    assert_eq!(catalogue.wave(1).len(), 2);
}

fn problems(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "the sample lacks {from}");
    Catalogue::parse(&[("ins.toml", &SMALL.replacen(from, to, 1))])
        .unwrap_err()
        .to_string()
}

#[test]
fn each_problem_is_named() {
    let cases = [
        ("regle =", "regel =", "unknown field `regel`"),
        ("vague = 1", "vague = 3", "INS/va1.38: vague is 3"),
        (
            "nature = \"L\"",
            "nature = \"Z\"",
            "INS/va1.38.01.01: nature \"Z\"",
        ),
        (
            "id = \"INS/va1.38.02\"",
            "id = \"INS/va1.38.01\"",
            "INS/va1.38.01 is given twice",
        ),
        (
            "id = \"INS/va1.38.02\"",
            "id = \"INS/va1.39.02\"",
            "INS/va1.39.02: is not of the form INS/va1.38.NN",
        ),
        (
            "\"controle\", [\"INS/va1.38.02.01\"]",
            "",
            "scenario INS-08: alors is empty",
        ),
        (
            "\"controle\", [",
            "[], [",
            "scenario INS-08, Alors 1: an empty list",
        ),
        (
            "\"controle\", ",
            "\"contrôle\", ",
            "a list of preuve ids or \"controle\"",
        ),
        (
            "[\"INS/va1.38.02.01\"]",
            "[\"INS/va1.38.02.09\"]",
            "Alors 2: no preuve INS/va1.38.02.09",
        ),
        (
            "numero = \"INS-17\"",
            "numero = \"INS-08\"",
            "scenario INS-08 is mapped twice",
        ),
        (
            "non_teste = \"homologation du CNDA\"",
            "non_teste = \" \"",
            "INS/va1.09: non_teste gives no reason",
        ),
        (
            "non_teste = \"homologation du CNDA\"",
            "",
            "INS/va1.09: no scenario supports any",
        ),
        (
            "regle = \"R37\"",
            "non_teste = \"x\"",
            "INS/va1.38: says non_teste, yet",
        ),
        (
            "source = \"déduit\"",
            "source = \"inventé\"",
            "unknown variant `inventé`",
        ),
    ];
    for (from, to, expected) in cases {
        let message = problems(from, to);
        assert!(message.contains(expected), "{message}\nlacks\n{expected}");
    }
}

#[test]
fn a_syntax_error_names_the_file_and_the_line() {
    let error = Catalogue::parse(&[("a.toml", SMALL), ("b.toml", "\n[[exigence]\n")]).unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("b.toml") && message.contains("line 2"),
        "{message}"
    );
}
