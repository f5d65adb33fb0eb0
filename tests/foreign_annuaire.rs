//! The simulated Annuaire Santé, judged by clients that share nothing with the bench: fhir.resources
//! reads every resource, requests and fhirpy search and page.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "support/foreign.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod foreign;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;

use std::process::{Command, Stdio};

use foreign::Bench;

/// Without the limit of calls, which has its own test.
fn unlimited(name: &str) -> Bench {
    let file = process::fresh_dir(&format!("{name}-configuration")).join("banc.toml");
    std::fs::write(&file, "[pile.annuaire.debit]\nactif = false\n").unwrap();
    Bench::start(name, &["--config", &file.display().to_string()])
}

#[test]
fn paging_visits_each_entry_once_and_fhir_resources_reads_everything() {
    let Some(python) = banc_fixtures::python_with(&["requests", "fhirpy", "fhir.resources.R4B"])
    else {
        return;
    };
    let bench = unlimited("annuaire-pages");
    let documents = bench.pki.join("documents.ndjson");
    let variations: Vec<_> = banc_annuaire::variation::ALL
        .iter()
        .map(|variation| variation.name)
        .collect();
    bench.passes(
        &python,
        "annuaire_pages.py",
        &[
            ("ndjson", &documents.display().to_string()),
            ("variations", &variations.join(",")),
        ],
        &[
            "fhirpy-Practitioner",
            "fhirpy-PractitionerRole",
            "fhirpy-Organization",
            "fhirpy-HealthcareService",
            "fhirpy-Device",
            "fhirpy-pages_plus_courtes",
            "deux-cents",
            "inconnue",
        ],
    );
    let done = process::output(
        Command::new(python)
            .arg(foreign::script_file("annuaire_fhir.py"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::from(std::fs::File::open(&documents).unwrap())),
    );
    let printed = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(
        done.status.success(),
        "{printed}\n{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let verdict: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(verdict["erreurs"], serde_json::json!([]));
    for (kind, least) in [
        ("Bundle", 60),
        ("Practitioner", 200),
        ("PractitionerRole", 200),
        ("Organization", 50),
        ("HealthcareService", 1),
        ("Device", 1),
        ("CapabilityStatement", 1),
        ("OperationOutcome", 1),
    ] {
        let read = verdict["lues"][kind].as_u64().unwrap_or(0);
        assert!(read >= least, "{kind}: {read} read, {least} expected");
    }
}

#[test]
fn every_search_finds_what_an_independent_filter_finds() {
    let Some(python) = banc_fixtures::python_with(&["requests"]) else {
        return;
    };
    unlimited("annuaire-recherche").passes(
        &python,
        "annuaire_recherche.py",
        &[],
        &[
            "texte-prefixe-post",
            "texte-contains",
            "texte-exact-casse",
            "ou",
            "accents",
            "jeton-systeme",
            "medecins-actifs",
            "boite-Organization",
            "homonymes",
            "include",
            "revinclude",
            "date-le",
            "elements",
            "suppression",
        ],
    );
}

#[test]
fn the_gateway_refuses_unknown_keys_and_the_eighteenth_call_of_a_second() {
    let Some(python) = banc_fixtures::python_with(&["requests"]) else {
        return;
    };
    Bench::start("annuaire-passerelle", &[]).passes(
        &python,
        "annuaire_passerelle.py",
        &[],
        &[
            "sans-cle-forme",
            "mauvaise-cle",
            "dix-huitieme-forme",
            "reprise",
        ],
    );
}
