//! Adapters that hang, die, answer garbage or lie about their shape: never Non conforme, never green.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "support/adapter.rs"]
mod adapter;
#[path = "support/campaign.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod campaign;
#[path = "support/lgc.rs"]
mod lgc;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;

use adapter::{Adapter, Spoilt};
use campaign::{Campaign, play};

const SOME: &str = "@INS-04 or @INS-08 or @INS-15";

fn assert_nothing_can_be_said(run: &Campaign) {
    assert_eq!(run.code, 2, "{}\n{}", run.printed, run.complained);
    let verdicts = run.verdicts();
    assert!(!verdicts.is_empty());
    for (id, verdict) in verdicts {
        assert_eq!(verdict, "non_concluant", "{id}");
    }
    assert!(run.red().is_empty());
    assert!(run.directory.join("report.html").is_file());
    assert!(run.directory.join("junit.xml").is_file());
}

#[test]
fn one_that_hangs_is_given_up() {
    let adapter = Adapter::start(&[], |route, _, answer| match route {
        "/agir" => Spoilt::Silence,
        _ => Spoilt::Json(answer),
    });
    let run = play(
        "hangs",
        &[
            "run",
            "--driver",
            &adapter.url,
            "--tags",
            SOME,
            "--action-deadline",
            "500ms",
        ],
    );
    assert_nothing_can_be_said(&run);
}

#[test]
fn one_that_dies_in_the_middle() {
    let adapter = Adapter::start(&[], |route, asked, answer| {
        if route == "/agir" && asked["action"] != "patient.creer" {
            Spoilt::Closed
        } else {
            Spoilt::Json(answer)
        }
    });
    assert_nothing_can_be_said(&play(
        "dies",
        &["run", "--driver", &adapter.url, "--tags", SOME],
    ));
}

#[test]
fn one_that_answers_garbage() {
    for (name, garbage) in [
        ("html", "<html>connexion expirée</html>"),
        ("empty", ""),
        ("issue", "{\"issue\":\"presque\"}"),
        ("shape", "{\"issue\":\"fait\",\"usager\":42}"),
    ] {
        let adapter = Adapter::start(&[], move |route, _, answer| match route {
            "/agir" => Spoilt::Raw(garbage),
            _ => Spoilt::Json(answer),
        });
        assert_nothing_can_be_said(&play(
            &format!("garbage-{name}"),
            &["run", "--driver", &adapter.url, "--tags", SOME],
        ));
    }
}

#[test]
fn one_that_cannot_answer_what_it_declared() {
    let adapter = Adapter::start(&[], |route, _, answer| match route {
        "/observer" => Spoilt::Json(serde_json::json!({"reponse": "non_supporte"})),
        _ => Spoilt::Json(answer),
    });
    let run = play(
        "non-supporte",
        &["run", "--driver", &adapter.url, "--tags", SOME],
    );
    assert_eq!(run.code, 2, "{}\n{}", run.printed, run.complained);
    assert!(run.red().is_empty());
}

#[test]
fn one_whose_declaration_is_garbage() {
    let adapter = Adapter::start(&[], |route, _, answer| match route {
        "/" => Spoilt::Raw("{\"contrat\":\"1\"}"),
        _ => Spoilt::Json(answer),
    });
    let run = play(
        "declaration",
        &["run", "--driver", &adapter.url, "--tags", SOME],
    );
    assert_eq!(run.code, 2, "{}\n{}", run.printed, run.complained);
    let check = process::output(process::banc().args(["check-driver", &adapter.url]));
    assert_eq!(check.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&check.stdout).contains("declaration"));
}

#[test]
fn one_that_claims_success_without_calling_is_not_believed() {
    let adapter = Adapter::start(&[], |route, asked, answer| {
        if route == "/agir" && asked["action"] == "ins.rechercher" {
            return Spoilt::Json(serde_json::json!({"issue": "fait", "message": "INS récupéré"}));
        }
        Spoilt::Json(answer)
    });
    // The software did call: the lie is on the answer alone, so the wire still shows the call.
    let run = play(
        "claims",
        &["run", "--driver", &adapter.url, "--tags", "@INS-04"],
    );
    assert_ne!(run.code, 0, "{}", run.printed);
}

#[test]
fn the_reference_software_passes_check_driver() {
    let lgc = lgc::Lgc::start(&[]);
    let check = process::output(process::banc().args(["check-driver", &lgc.url]));
    let said = String::from_utf8_lossy(&check.stdout).into_owned();
    assert_eq!(check.status.code(), Some(0), "{said}");
}
