//! Every message of a whole run, requests of the reference software and answers of the simulated INSi,
//! against the official schemas, judged by a foreign validator.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "support/campaign.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod campaign;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;

use std::path::{Path, PathBuf};
use std::process::Command;

/// What may be invalid: the block, words of the validator, and why it is so.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "Erreur",
        "fatal",
        "severite=\"fatal\" of the back-end fault insi_102, outside the official enumeration (seen in a client)",
    ),
    (
        "RESULTAT",
        "Sexe",
        "Sexe blanked on purpose by the third example of INS-12",
    ),
];

#[test]
fn every_message_of_a_run_is_valid_but_for_a_closed_list() {
    let Some(reference) = banc_fixtures::reference() else {
        return;
    };
    let Some(python) = banc_fixtures::python_with(&["lxml"]) else {
        return;
    };
    let plan = process::fresh_dir("schemas-plan").join("plan.toml");
    // The back-end fault is asked for once, so that its exception is met.
    std::fs::write(
        &plan,
        "[[regle]]\nnom = \"panne\"\nservice = \"insi\"\noperation = \"recherche_traits\"\nordinaux = \"1\"\n\
         probabilite = 0.2\nfaute = { nom = \"refus_officiel\", code = \"insi_102\" }\n",
    )
    .unwrap();
    let run = campaign::play(
        "schemas",
        &["demo", "--faults", &plan.display().to_string()],
    );
    let messages = messages(&run.directory);
    let done = process::output(
        Command::new(python)
            .arg(
                Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/etrangers/insi_schemas.py"),
            )
            .arg("--messages")
            .arg(&messages)
            .arg("--reference")
            .arg(reference),
    );
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let mut met = vec![0; EXCEPTIONS.len()];
    for line in said.lines().filter(|line| line.starts_with("ecart ")) {
        let known = EXCEPTIONS.iter().position(|(block, words, _)| {
            line.contains(&format!(" {block} ")) && line.contains(words)
        });
        met[known.unwrap_or_else(|| panic!("invalid and not on the list: {line}"))] += 1;
    }
    for ((_, _, reason), met) in EXCEPTIONS.iter().zip(met) {
        assert!(
            met > 0,
            "this exception was not met, so it proves nothing: {reason}\n{said}"
        );
    }
    for block in [
        "ContexteLPS",
        "ContexteBAM",
        "Security",
        "RECSANSVITALE",
        "RECVITALE",
        "RESULTAT",
    ] {
        let line = format!("valide {block} ");
        assert!(
            said.lines().any(|found| found.starts_with(&line)),
            "no valid {block} was seen:\n{said}"
        );
    }
}

/// Writes each SOAP message of the run in a file of its own, as it was before a fault cut it.
fn messages(run: &Path) -> PathBuf {
    let folder = process::fresh_dir("schemas-messages");
    let journal = banc_core::journal::read(run).unwrap();
    let mut written = 0;
    for exchange in journal.exchanges() {
        let sides = [
            ("requete", Some(&exchange.request.body)),
            (
                "reponse",
                exchange.response.as_ref().map(|response| &response.body),
            ),
        ];
        for (side, body) in sides {
            let Some(body) = body.filter(|body| body.text().contains("Envelope")) else {
                continue;
            };
            let path = folder.join(format!("{:05}.{side}.xml", exchange.number));
            std::fs::write(path, &body.bytes).unwrap();
            written += 1;
        }
    }
    assert!(written > 100, "only {written} messages");
    folder
}
