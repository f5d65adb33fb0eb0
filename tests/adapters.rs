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

/// Capabilities of the whole contract.
fn everything() -> Vec<&'static str> {
    banc_contract::capability::ALL
        .iter()
        .map(|capability| capability.name)
        .collect()
}

#[test]
fn one_that_has_no_software_behind_it_is_never_green() {
    let declaration = serde_json::json!({
        "contrat": "1", "editeur": "Personne", "logiciel": "Façade", "version": "0",
        "capacites": everything(), "actions_simultanees": true
    });
    let traits = serde_json::json!({
        "nom_naissance": "DURAND", "premier_prenom": "ANNE", "prenoms_naissance": "ANNE",
        "date_naissance": "1980-01-01", "sexe": "F", "lieu_naissance": "75056"
    });
    let ins = serde_json::json!({"numero": "280019999900171", "oid": "1.2.250.1.213.1.4.10"});
    let adapter = Adapter::alone(move |route, asked| match route {
        "/" => declaration.clone(),
        "/preparer" => serde_json::json!({"isolement": "parallele"}),
        "/agir" => serde_json::json!({
            "issue": "fait", "usager": "p1", "usagers": ["p1"], "message": "C'est fait.",
            "comparaison": {
                "local": traits, "insi": traits, "matricule": ins, "differences": [], "alertes": ["attention"]
            }
        }),
        _ => match asked["question"].as_str().unwrap_or_default() {
            "patient.identite" => serde_json::json!({"reponse": "identite", "contenu": {
                "usager": "p1", "statut": "qualifiee", "traits": traits, "matricule": ins,
                "justificatif": "passeport", "champs_verrouilles": ["nom_naissance", "matricule"]
            }}),
            "journal.appels" => serde_json::json!({"reponse": "appels", "contenu": [{
                "instant": "2026-11-22T10:00:00Z", "utilisateur": "DR", "operation": "recherche",
                "mode": "traits", "code": "00", "authentification": "cpx", "traits": traits, "matricule": ins
            }]}),
            "liste.travail" => {
                serde_json::json!({"reponse": "travail", "contenu": [{"usager": "p1", "motif": "ko"}]})
            }
            "ecran.message" => serde_json::json!({"reponse": "message", "contenu": "C'est fait."}),
            _ => serde_json::json!({"reponse": "non_supporte"}),
        },
    });
    let run = play("facade", &["run", "--driver", &adapter.url]);
    assert!(
        run.code == 1 || run.code == 2,
        "exit {}: {}",
        run.code,
        run.printed
    );
    let green: Vec<_> = run
        .exigences()
        .into_iter()
        .filter(|(_, verdicts)| verdicts.contains("Conforme"))
        .collect();
    // A constant list of patients holds the one that is searched, whatever the search does.
    for (id, verdicts) in green {
        assert!(
            ["INS/va1.02", "INS/va1.25"].contains(&id.as_str()),
            "{id}: {verdicts:?}"
        );
    }
    assert!(
        run.verdicts()
            .values()
            .filter(|verdict| *verdict == "a_revoir")
            .count()
            == 0
    );
}

#[test]
fn one_that_echoes_what_it_is_sent_says_nothing() {
    let declaration = serde_json::json!({
        "contrat": "1", "editeur": "Personne", "logiciel": "Écho", "version": "0",
        "capacites": everything(), "actions_simultanees": true
    });
    let adapter = Adapter::alone(move |route, asked| {
        if route == "/" {
            declaration.clone()
        } else {
            asked.clone()
        }
    });
    let run = play("echo", &["run", "--driver", &adapter.url]);
    assert_eq!(run.code, 2, "{}\n{}", run.printed, run.complained);
    assert!(run.red().is_empty());
}
