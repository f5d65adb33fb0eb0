//! The sound reference software: everything that can be Conforme is, and the reports say so.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "support/campaign.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod campaign;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::OnceLock;

use campaign::Campaign;

/// Scenarios over the provisional contract or over an inferred rule, at most À revoir.
const PROVISIONAL: [&str; 6] = ["INS-17", "INS-18", "INS-19", "INS-20", "INS-21", "PSC-11"];

fn sound() -> &'static Campaign {
    static RUN: OnceLock<Campaign> = OnceLock::new();
    RUN.get_or_init(|| campaign::play("sound", &["demo"]))
}

#[test]
fn everything_is_conforme_but_what_rests_on_the_provisional_contract() {
    let run = sound();
    assert_eq!(run.code, 0, "{}\n{}", run.printed, run.complained);
    let verdicts = run.verdicts();
    assert!(verdicts.len() >= 20, "{verdicts:?}");
    for (id, verdict) in &verdicts {
        let provisional =
            PROVISIONAL.iter().any(|number| id.starts_with(number)) || id.starts_with("RES-09");
        let expected = if provisional { "a_revoir" } else { "conforme" };
        assert_eq!(verdict, expected, "{id}");
    }
    let numbers: BTreeSet<&str> = verdicts
        .keys()
        .map(|id| id.split('#').next().unwrap())
        .collect();
    let played = (1..=24)
        .filter(|rank| numbers.contains(format!("INS-{rank:02}").as_str()))
        .count();
    assert!(
        played >= 20,
        "only {played} of the INS scenarios were played: {numbers:?}"
    );
    for rank in 1..=14 {
        let number = format!("PSC-{rank:02}");
        assert!(numbers.contains(number.as_str()), "{number} was not played");
    }
}

#[test]
fn no_exigence_is_red_and_what_is_not_covered_is_said() {
    let run = sound();
    assert_eq!(run.red(), BTreeSet::new());
    assert!(run.exigences().len() >= 30);
    assert!(run.printed.contains("on couvert"), "{}", run.printed);
}

#[test]
fn the_run_folder_is_whole_and_well_formed() {
    let run = sound();
    for name in [
        "report.html",
        "junit.xml",
        "rem.csv",
        "convergence.csv",
        "summary.txt",
        "run.json",
        "exchanges.jsonl",
        "events.jsonl",
    ] {
        let length = std::fs::metadata(run.directory.join(name)).map(|file| file.len());
        assert!(length.is_ok_and(|length| length > 0), "{name}");
    }
    assert!(
        std::fs::read_dir(run.directory.join("evidence"))
            .unwrap()
            .count()
            > 20
    );
    let Some(xmllint) = banc_fixtures::foreign_tool("xmllint") else {
        return;
    };
    let status = Command::new(xmllint)
        .arg("--noout")
        .arg(run.directory.join("junit.xml"))
        .status();
    assert!(status.unwrap().success());
}

#[test]
fn the_page_is_self_contained() {
    let page = std::fs::read_to_string(sound().directory.join("report.html")).unwrap();
    for outside in [
        "src=\"http",
        "href=\"http://",
        "href=\"https://",
        "@import",
        "url(http",
    ] {
        assert!(
            !page.contains(outside),
            "the report reaches outside: {outside}"
        );
    }
    for expected in [
        "simulateur",
        "données fictives",
        "<svg",
        "va1.53",
        "fidelite.md",
    ] {
        assert!(page.contains(expected), "{expected} is not in the report");
    }
    assert!(
        !page.contains("PRIVATE KEY"),
        "a private key is in the report"
    );
}

#[test]
fn judging_again_gives_the_same_findings() {
    let run = sound();
    let output = process::output(process::banc().arg("judge").arg(&run.directory));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{said} {}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(said.contains("Tous les constats"), "{said}");
}

#[test]
fn a_run_that_was_altered_is_not_judged_as_if_it_were_not() {
    let run = campaign::play("altered", &["demo", "--tags", "@INS-04 or @INS-08"]);
    assert_eq!(run.code, 0, "{}", run.complained);
    let path = run.directory.join("run.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("\"conforme\"", "\"non_conforme\"")).unwrap();
    let output = process::output(process::banc().arg("judge").arg(&run.directory));
    assert_eq!(
        output.status.code(),
        Some(70),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}
