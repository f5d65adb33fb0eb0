//! Clients that share nothing with the bench: zeep builds its own from the WSDL that is served, and
//! signxml signs the assertions.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use banc_core::observed::Observed;
use process::{Served, banc, fresh_dir, output};

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/etrangers")
        .join(name)
}

/// The test authority as exported for clients: once, since the tests of this file run side by side.
fn exported() -> PathBuf {
    static DIRECTORY: OnceLock<PathBuf> = OnceLock::new();
    let export = || {
        let directory = fresh_dir("exported-pki");
        let done = output(banc().args(["pki", "export"]).arg(&directory));
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        directory
    };
    DIRECTORY.get_or_init(export).clone()
}

/// Runs a script; gives what it printed.
fn run(python: &Path, name: &str, arguments: &[(&str, String)]) -> String {
    let mut command = Command::new(python);
    command.arg(script(name));
    for (option, value) in arguments {
        command.arg(format!("--{option}")).arg(value);
    }
    let done = output(&mut command);
    let printed = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(
        done.status.success(),
        "{printed}\n{}",
        String::from_utf8_lossy(&done.stderr)
    );
    printed
}

#[test]
fn a_client_generated_by_zeep_gets_00_01_02_and_a_fault() {
    let Some(python) = banc_fixtures::python_with(&["zeep", "requests", "lxml"]) else {
        return;
    };
    let pki = exported();
    let served = Served::start(&[]);
    let file = |name: &str| pki.join(name).display().to_string();
    let printed = run(
        &python,
        "insi_zeep.py",
        &[
            ("wsdl", format!("{}?wsdl", served.url("insi_tlsm"))),
            ("ca", file("autorites.pem")),
            ("cert", file("insi-auto.pem")),
            ("key", file("insi-auto.cle.pem")),
        ],
    );
    for case in ["ok 00", "ok 01", "ok 02", "ok faute"] {
        assert!(
            printed.lines().any(|line| line.starts_with(case)),
            "{case} is not in:\n{printed}"
        );
    }
}

#[test]
fn an_assertion_signed_by_signxml_is_accepted_and_each_altered_one_refused_for_its_own_reason() {
    let Some(python) = banc_fixtures::python_with(&["signxml", "requests", "lxml"]) else {
        return;
    };
    let pki = exported();
    let journal = fresh_dir("signxml-journal");
    let served = Served::start(&["--journal", &journal.display().to_string()]);
    let file = |name: &str| pki.join(name).display().to_string();
    let printed = run(
        &python,
        "insi_signxml.py",
        &[
            ("url", served.url("insi")),
            ("ca", file("autorites.pem")),
            ("cert", file("cps.pem")),
            ("key", file("cps.cle.pem")),
            ("bad-cert", file("cps-autorite-inconnue.pem")),
            ("bad-key", file("cps-autorite-inconnue.cle.pem")),
        ],
    );
    assert_eq!(printed.lines().count(), 7, "{printed}");
    let cases: Vec<String> = printed
        .lines()
        .filter_map(|line| line.split(' ').next().map(str::to_owned))
        .collect();
    let mut reasons = Vec::new();
    process::wait_until(
        "the journal holds the seven calls",
        std::time::Duration::from_secs(10),
        || {
            let Ok(recorded) = banc_core::journal::read(&journal) else {
                return false;
            };
            reasons = recorded
                .exchanges()
                .map(|exchange| match &exchange.observed {
                    Some(Observed::Insi(observed)) => observed.refusal_reason.clone(),
                    _ => None,
                })
                .collect();
            reasons.len() == 7
        },
    );
    for (case, words) in [
        ("saine", None),
        ("empreinte_alteree", Some("digest")),
        ("signature_fausse", Some("signature")),
        ("perimee", Some("old")),
        ("emetteur_inconnu", Some("unknown authority")),
        ("signature_absente", Some("not signed")),
        ("signature_detournee", Some("wrap")),
    ] {
        let place = cases
            .iter()
            .position(|found| found == case)
            .unwrap_or_else(|| panic!("{case}: {printed}"));
        match (words, &reasons[place]) {
            (None, None) => {}
            (Some(words), Some(reason)) => {
                assert!(
                    reason.contains(words),
                    "{case}: {reason:?} does not speak of {words:?}"
                );
            }
            (_, other) => panic!("{case}: {other:?}"),
        }
    }
}

#[test]
fn curl_is_told_what_its_certificate_is_worth() {
    let Some(curl) = banc_fixtures::foreign_tool("curl") else {
        return;
    };
    let pki = exported();
    let served = Served::start(&[]);
    let body = script("recherche_tchitchi.xml");
    for (identity, expected) in [
        ("insi-manu", "<CodeCR>00</CodeCR>"),
        ("insi-test", "DESIR_560"),
        ("logiciel-revoque", "DESIR_560"),
        ("logiciel-expire", "DESIR_560"),
        ("logiciel-autorite-inconnue", "DESIR_560"),
    ] {
        let done = output(
            Command::new(&curl)
                .args([
                    "--silent",
                    "--show-error",
                    "--max-time",
                    "20",
                    "--noproxy",
                    "*",
                ])
                .arg("--cacert")
                .arg(pki.join("autorites.pem"))
                .arg("--cert")
                .arg(pki.join(format!("{identity}.pem")))
                .arg("--key")
                .arg(pki.join(format!("{identity}.cle.pem")))
                .args([
                    "--header",
                    "content-type: application/soap+xml; charset=utf-8",
                ])
                .arg("--data-binary")
                .arg(format!("@{}", body.display()))
                .arg(served.url("insi_tlsm")),
        );
        let answer = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(
            answer.contains(expected),
            "{identity}: {answer} {}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
}
