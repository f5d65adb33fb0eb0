//! The command driver against small scripts that answer well, badly, late, out of order or stop.

use std::time::Duration;

use banc_contract::{Action, Outcome};
use banc_core::Clock;
use banc_engine::driver::command::CommandDriver;
use banc_engine::driver::http::HttpLimits;
use banc_engine::driver::{Caller, Driver, DriverError};

/// Reads requests; `answer(request)` gives the text written, if any.
const PRELUDE: &str = r#"
import json, sys, time, os
def say(id, **answer):
    sys.stdout.write(json.dumps({"id": id, "reponse": answer}) + "\n"); sys.stdout.flush()
def requests():
    for line in sys.stdin:
        yield json.loads(line)
"#;

fn python(body: &str) -> CommandDriver {
    let script = format!("{PRELUDE}\n{body}");
    CommandDriver::spawn("python3", &["-c", &script]).expect("python3 starts")
}

async fn act(driver: &CommandDriver, deadline: Duration) -> Result<Outcome, DriverError> {
    let caller = Caller {
        execution: "exec-1".to_owned(),
        scenario: "INS-01".to_owned(),
    };
    driver.act(&caller, &Action::Nothing {}, deadline).await
}

const LONG: Duration = Duration::from_secs(20);

#[tokio::test]
async fn answers_are_matched_by_id_in_any_order() {
    let driver = python(
        r#"
waiting = []
for r in requests():
    waiting.append(r)
    if len(waiting) == 2:
        for r in reversed(waiting):
            say(r["id"], issue={"issue": "refuse", "message": r["id"] + r["scenario"]})
        waiting = []
"#,
    );
    let (first, second) = tokio::join!(act(&driver, LONG), act(&driver, LONG));
    let message = |outcome| match outcome {
        Outcome::Refuse { message, .. } => message,
        other => panic!("{other:?}"),
    };
    assert_eq!(message(first.unwrap()), "1INS-01");
    assert_eq!(message(second.unwrap()), "2INS-01");
}

#[tokio::test]
async fn a_hung_adapter_times_out_and_its_late_answer_disturbs_nothing() {
    let driver = python(
        r#"
held = None
for r in requests():
    if held is None:
        held = r["id"]
    else:
        say(held, issue={"issue": "non_supporte"})
        say(r["id"], issue={"issue": "fait"})
"#,
    );
    let error = act(&driver, Duration::from_millis(50)).await.unwrap_err();
    assert!(
        matches!(error, DriverError::TimedOut { waited_ms: 50, .. }),
        "{error}"
    );
    let outcome = act(&driver, LONG).await.unwrap();
    assert!(matches!(outcome, Outcome::Fait(_)), "{outcome:?}");
}

#[tokio::test]
async fn an_adapter_that_dies_says_its_last_words_and_stays_dead() {
    let driver = python(
        r#"
next(requests())
print("base de données absente", file=sys.stderr)
sys.exit(3)
"#,
    );
    for _ in 0..2 {
        let Err(DriverError::Died { reason, .. }) = act(&driver, LONG).await else {
            panic!("a dead adapter answered");
        };
        assert!(reason.contains("exit status: 3"), "{reason}");
        assert!(reason.contains("base de données absente"), "{reason}");
    }
}

#[tokio::test]
async fn broken_lines_fail_the_call_and_not_the_next_one() {
    let driver = python(
        r#"
bad = ["Démarrage du pilote…", "[1]", '{"reponse": {}}', '{"id": "77", "reponse": {}}',
       "x" * (9 * 1024 * 1024)]
for r in requests():
    if bad:
        print(bad.pop(0), flush=True)
    else:
        say(r["id"], issue={"issue": "fait"})
"#,
    );
    for expected in [
        "not JSON",
        "not a JSON object",
        "at id: missing",
        "\"77\" was never sent",
        "over 8388608 bytes",
    ] {
        let error = act(&driver, LONG).await.unwrap_err();
        assert!(matches!(error, DriverError::Garbage { .. }), "{error}");
        assert!(
            error.to_string().contains(expected),
            "{error} lacks {expected}"
        );
    }
    act(&driver, LONG).await.unwrap();
}

#[tokio::test]
async fn a_wrong_shape_names_the_place() {
    let driver = python(
        r#"
for r in requests():
    if r["appel"] == "declarer":
        say(r["id"], declaration={"contrat": "1", "editeur": "E", "logiciel": "L", "version": 2, "capacites": []})
    else:
        say(r["id"], observation={"reponse": "non_supporte"})
"#,
    );
    let error = driver.declare().await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("in reponse.declaration, at version"),
        "{error}"
    );
    let error = act(&driver, LONG).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("expected the key \"issue\", found [\"observation\"]"),
        "{error}"
    );
}

#[tokio::test]
async fn a_program_that_does_not_exist_is_unreachable() {
    let error = CommandDriver::spawn::<&str>("/nonexistent/adapter", &[]).unwrap_err();
    assert!(matches!(error, DriverError::Unreachable { .. }), "{error}");
}

#[tokio::test]
async fn the_standard_error_goes_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pilote.log");
    let script = format!(
        "{PRELUDE}\nfor r in requests():\n  print('trace', r['appel'], file=sys.stderr, flush=True)\n  say(r['id'], issue={{'issue': 'fait'}})"
    );
    let driver = CommandDriver::spawn_with(
        "python3",
        &["-c", &script],
        Some(&file),
        HttpLimits::default(),
    )
    .unwrap();
    act(&driver, LONG).await.unwrap();
    assert!(
        eventually(|| std::fs::read_to_string(&file)
            .unwrap()
            .contains("trace agir"))
        .await
    );
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn dropping_the_driver_kills_the_child() {
    let driver = python(
        r#"
r = next(requests())
say(r["id"], issue={"issue": "refuse", "message": str(os.getpid())})
time.sleep(600)
"#,
    );
    let Outcome::Refuse { message: pid, .. } = act(&driver, LONG).await.unwrap() else {
        panic!("no process identifier");
    };
    let process = std::path::PathBuf::from(format!("/proc/{pid}/stat"));
    assert!(process.exists());
    drop(driver);
    // A zombie that the runtime has not reaped yet is dead too.
    assert!(
        eventually(|| std::fs::read_to_string(&process).map_or(true, |stat| stat.contains(") Z ")))
            .await
    );
}

/// Waits on a level, under a deadline of ten seconds.
async fn eventually(level: impl Fn() -> bool) -> bool {
    let clock = Clock::system();
    let start = clock.mono();
    while clock.mono().since(start) < Duration::from_secs(10) {
        if level() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    false
}
