//! Runs recorded through a real journal, then judged again: sound, tampered, incomplete.

use banc_contract::Status;
use banc_core::Clock;
use banc_core::journal::{Journal, JournalConfig};

use super::*;
use crate::check::Check;
use crate::check::no_call::NoCall;
use crate::check::status_is::StatusIs;
use crate::record::{RunWriter, StepKind, sample};
use crate::verdict::{Provenance, Verdict};

/// Records a run of one scenario with two exchanges and two checks, judged as they should be.
async fn recorded(directory: &Path) -> RunRecord {
    let config = JournalConfig {
        directory: Some(directory.to_owned()),
        ..JournalConfig::default()
    };
    let clock = Clock::system();
    let journal = Journal::open(config, clock.clone()).unwrap();
    let mut own = Vec::new();
    for number in 1..=2 {
        own.push(
            journal
                .record(sample::exchange(number, "lane-INS-08", None))
                .await,
        );
    }
    journal.close().await.unwrap();
    let mut scenario = sample::empty_scenario("INS-08");
    scenario.exchanges = own.iter().map(|exchange| exchange.number).collect();
    scenario.verdict = Verdict::NonConforme;
    let checks = [
        Check::NoCall(NoCall::to("insi")),
        Check::StatusIs(StatusIs {
            usager: "usager".to_owned(),
            statut: Status::Validee,
        }),
    ];
    scenario
        .steps
        .push(sample::step(StepKind::When, "Quand rien"));
    for (index, check) in checks.into_iter().enumerate() {
        let mut step = sample::then(index + 1, &[], Finding::non_concluant("à remplacer"));
        let record = step.check.as_mut().unwrap();
        record.check = check;
        record.facts.window_to = own.last().unwrap().number + 1;
        record.finding = again(record, &own);
        scenario.steps.push(step);
    }
    let mut run = sample::empty_run();
    run.scenarios.push(scenario);
    let writer = RunWriter::create(directory, run.clone(), clock).unwrap();
    writer.save().unwrap();
    run
}

async fn folder() -> (tempfile::TempDir, RunRecord) {
    let folder = tempfile::tempdir().unwrap();
    let run = recorded(folder.path()).await;
    (folder, run)
}

#[tokio::test]
async fn a_sound_run_gives_the_same_findings() {
    let (folder, run) = folder().await;
    let judgement = judge(folder.path()).unwrap();
    assert_eq!(judgement.checks, 2);
    assert_eq!(judgement.differences, []);
    assert_eq!(judgement.exchanges.len(), 2);
    assert!(!judgement.killed);
    let check = run.scenarios[0].steps[1].check.as_ref().unwrap();
    assert_eq!(
        check.finding.verdict,
        Verdict::NonConforme,
        "the check saw no call"
    );
}

#[tokio::test]
async fn a_finding_that_was_embellished_is_a_difference() {
    let (folder, mut run) = folder().await;
    let check = run.scenarios[0].steps[1].check.as_mut().unwrap();
    check.finding = Finding::conforme(Provenance::Constatee, "tout va bien");
    let text = serde_json::to_string(&run).unwrap();
    std::fs::write(folder.path().join("run.json"), text).unwrap();
    let judgement = judge(folder.path()).unwrap();
    assert_eq!(judgement.differences.len(), 1);
    assert_eq!(judgement.differences[0].rank, 1);
    assert_eq!(judgement.differences[0].now.verdict, Verdict::NonConforme);
}

#[tokio::test]
async fn altered_or_missing_bodies_are_refused() {
    let (folder, _) = folder().await;
    let bodies = folder.path().join("bodies");
    let segment = std::fs::read_dir(&bodies)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let mut bytes = std::fs::read(&segment).unwrap();
    bytes[40] ^= 1;
    std::fs::write(&segment, bytes).unwrap();
    let error = judge(folder.path()).unwrap_err();
    assert!(matches!(error, JudgeError::Bodies { .. }), "{error}");
    std::fs::remove_file(&segment).unwrap();
    let error = judge(folder.path()).unwrap_err().to_string();
    assert!(
        error.contains("bodies are missing or were altered"),
        "{error}"
    );
}

#[tokio::test]
async fn a_record_that_does_not_fit_its_journal_is_refused() {
    let (folder, run) = folder().await;
    let save = |run: &RunRecord| {
        let text = serde_json::to_string(run).unwrap();
        std::fs::write(folder.path().join("run.json"), text).unwrap();
    };
    let mut unknown = run.clone();
    unknown.scenarios[0].exchanges.push(99);
    save(&unknown);
    let error = judge(folder.path()).unwrap_err().to_string();
    assert!(error.contains("names exchange 99"), "{error}");
    let mut other = run.clone();
    other.scenarios[0].lane = "lane-autre".to_owned();
    save(&other);
    let error = judge(folder.path()).unwrap_err().to_string();
    assert!(error.contains("belongs to lane lane-INS-08"), "{error}");
    let mut later = run;
    later.format = 2;
    save(&later);
    let error = judge(folder.path()).unwrap_err().to_string();
    assert!(error.contains("has format 2"), "{error}");
}

#[tokio::test]
async fn an_observation_of_an_unknown_version_is_refused() {
    let (folder, _) = folder().await;
    let file = folder.path().join("exchanges.jsonl");
    let text = std::fs::read_to_string(&file).unwrap();
    let known = format!("\"version\":{}", banc_core::observed::insi::VERSION);
    let observed = format!("\"service\":\"insi\",{known}");
    assert!(text.contains(&observed), "the journal's shape changed");
    let later = text.replace(&observed, "\"service\":\"insi\",\"version\":77");
    std::fs::write(&file, later).unwrap();
    let error = judge(folder.path()).unwrap_err().to_string();
    assert!(error.contains("is of version 77"), "{error}");
}
