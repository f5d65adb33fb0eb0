//! One test per exit code of the command line, and their precedence where two could win.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "support/adapter.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
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
use campaign::play;
use lgc::Lgc;

/// Scenarios of the base alone: quick, and Conforme with the sound software.
const CALM: &str = "@INS-04 or @INS-08";
/// A scenario over the provisional contract.
const PROVISIONAL: &str = "@INS-17";

fn config(name: &str, text: &str) -> String {
    let path = process::fresh_dir(name).join("banc.toml");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn code_0_conforme() {
    let lgc = Lgc::start(&[]);
    let run = play("code-0", &["run", "--driver", &lgc.url, "--tags", CALM]);
    assert_eq!(run.code, 0, "{}", run.complained);
    assert!(run.verdicts().values().all(|verdict| verdict == "conforme"));
}

#[test]
fn code_1_non_conforme() {
    let lgc = Lgc::start(&["appel_non_trace"]);
    let run = play("code-1", &["run", "--driver", &lgc.url, "--tags", CALM]);
    assert_eq!(run.code, 1, "{}", run.complained);
}

#[test]
fn code_1_a_required_capability_is_no_longer_declared() {
    let adapter = Adapter::start(&[], |route, _, mut answer| {
        if route == "/" {
            let list = answer["capacites"].as_array_mut().unwrap();
            list.retain(|name| name != "ins.verifier");
        }
        Spoilt::Json(answer)
    });
    let config = config("code-1-config", "capacites_exigees = [\"ins.verifier\"]");
    let run = play(
        "code-1b",
        &[
            "--config",
            &config,
            "run",
            "--driver",
            &adapter.url,
            "--tags",
            CALM,
        ],
    );
    assert_eq!(run.code, 1, "{}", run.complained);
    assert!(run.printed.contains("ins.verifier"), "{}", run.printed);
    let calm = play(
        "code-1c",
        &["run", "--driver", &adapter.url, "--tags", CALM],
    );
    assert_eq!(calm.code, 0, "without the requirement: {}", calm.complained);
}

#[test]
fn code_2_non_concluant() {
    let adapter = Adapter::start(&[], |route, asked, answer| {
        if route == "/agir" && asked["action"] == "ins.rechercher" {
            return Spoilt::Json(
                serde_json::json!({"issue": "inconnu", "cause": "écran verrouillé"}),
            );
        }
        Spoilt::Json(answer)
    });
    let run = play("code-2", &["run", "--driver", &adapter.url, "--tags", CALM]);
    assert_eq!(run.code, 2, "{}", run.complained);
    let verdicts = run.verdicts();
    assert!(
        verdicts.len() >= 2 && verdicts.values().all(|verdict| verdict == "non_concluant"),
        "{verdicts:?}"
    );
}

#[test]
fn code_3_a_revoir_and_how_to_accept_it() {
    let lgc = Lgc::start(&[]);
    let run = play(
        "code-3",
        &["run", "--driver", &lgc.url, "--tags", PROVISIONAL],
    );
    assert_eq!(run.code, 3, "{}", run.complained);
    let accepted = play(
        "code-3b",
        &[
            "run",
            "--driver",
            &lgc.url,
            "--tags",
            PROVISIONAL,
            "--accept",
            "a-revoir",
        ],
    );
    assert_eq!(accepted.code, 0, "{}", accepted.complained);
    assert_eq!(accepted.verdicts(), run.verdicts());
}

#[test]
fn code_4_nothing_was_tested() {
    let lgc = Lgc::start(&[]);
    let run = play(
        "code-4",
        &["run", "--driver", &lgc.url, "--tags", "@INS-99"],
    );
    assert_eq!(run.code, 4, "{}", run.complained);
    let adapter = Adapter::start(&[], |route, _, mut answer| {
        if route == "/" {
            answer["capacites"] = serde_json::json!([]);
        }
        Spoilt::Json(answer)
    });
    let run = play("code-4b", &["run", "--driver", &adapter.url]);
    assert_eq!(run.code, 4, "{}", run.complained);
    assert!(!run.run["not_played"].as_array().unwrap().is_empty());
}

#[test]
fn code_5_a_known_failure_now_passes() {
    let known = config(
        "code-5-config",
        "[echecs_connus]\n\"INS-08\" = \"ticket 12\"\n",
    );
    let failing = Lgc::start(&["appel_non_trace"]);
    let run = play(
        "code-5",
        &[
            "--config",
            &known,
            "run",
            "--driver",
            &failing.url,
            "--tags",
            "@INS-08",
        ],
    );
    assert_eq!(
        run.code, 0,
        "a known failure is shown, and does not fail the run: {}",
        run.complained
    );
    assert!(
        run.verdicts()
            .values()
            .any(|verdict| verdict == "non_conforme")
    );
    let sound = Lgc::start(&[]);
    let run = play(
        "code-5b",
        &[
            "--config", &known, "run", "--driver", &sound.url, "--tags", "@INS-08",
        ],
    );
    assert_eq!(run.code, 5, "{}", run.complained);
}

#[test]
fn code_64_usage_and_configuration() {
    for arguments in [
        &["nonsense"][..],
        &["run"],
        &[
            "run",
            "--driver",
            "http://127.0.0.1:9",
            "--tags",
            "@INS and and",
        ],
        &["run", "--driver", "not a url"],
        &[
            "run",
            "--driver",
            "http://127.0.0.1:9",
            "--tags",
            "@INS/va9.99",
        ],
        &["run", "--driver", "http://127.0.0.1:9", "--wave", "9"],
        &[
            "run",
            "--driver",
            "http://127.0.0.1:9",
            "--faults",
            "no-such-file.toml",
        ],
        &[
            "run",
            "--driver",
            "http://127.0.0.1:9",
            "--features",
            "no-such-folder",
        ],
        &["demo", "--quiet-window", "3"],
        &["demo", "--defect", "no_such_defect"],
        &["judge", "no-such-run"],
    ] {
        let output = process::output(process::banc().args(arguments));
        let complained = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            output.status.code(),
            Some(64),
            "{arguments:?}: {complained}"
        );
        assert!(
            complained.len() > 20,
            "{arguments:?} is refused without a word: {complained:?}"
        );
    }
    let stale = config("code-64-config", "fenetre_silance = \"1s\"");
    let output = process::output(process::banc().args(["--config", &stale, "demo"]));
    assert_eq!(output.status.code(), Some(64));
    let complained = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(complained.contains("fenetre_silance"), "{complained}");
}

#[test]
fn code_64_a_port_in_use_names_the_port() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = process::output(process::banc().args(["serve", "--json", "--port", &port]));
    let complained = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(64), "{complained}");
    assert!(complained.contains(&port), "{complained}");
}

#[test]
fn code_69_driver_unreachable() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let run = play("code-69", &["run", "--driver", &url]);
    assert_eq!(run.code, 69, "{}", run.complained);
    assert!(run.complained.contains(&url), "{}", run.complained);
    let output = process::output(process::banc().args(["check-driver", &url]));
    assert_eq!(output.status.code(), Some(69));
}

#[test]
fn code_70_a_bug_of_the_bench() {
    let folder = process::fresh_dir("code-70-features");
    std::fs::write(
        folder.join("inconnu.feature"),
        "# language: fr\nFonctionnalité: Étapes inconnues\n\n  @INS-98\n  Scénario: une étape que le banc ne connaît pas\n    Quand le professionnel traverse le miroir\n",
    )
    .unwrap();
    let lgc = Lgc::start(&[]);
    let folder = folder.display().to_string();
    let run = play(
        "code-70",
        &[
            "run",
            "--driver",
            &lgc.url,
            "--features",
            &folder,
            "--tags",
            "@INS-98",
        ],
    );
    assert_eq!(run.code, 70, "{}\n{}", run.printed, run.complained);
}
