//! `junit.xml`: one suite per feature, one case per scenario, for continuous integration.
//!
//! Non conforme is a failure, Non concluant an error, Non applicable skipped. JUnit knows no
//! "to review": À revoir passes, with a property `verdict` and a line on the standard output; the
//! exit code says 3. A known failure that fails is skipped with its reason; one that passes fails.

use std::collections::BTreeMap;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use super::label::printable;
use super::{Subject, text};
use crate::exit;
use crate::record::{RunRecord, ScenarioRecord};
use crate::verdict::Verdict;

/// Suite of what concerns the whole run.
const RUN_SUITE: &str = "Exécution";

/// Suite of what the software does not declare.
const NOT_APPLICABLE_SUITE: &str = "Non applicables";

/// The report.
pub fn render(subject: &Subject<'_>) -> Result<String, String> {
    let run = subject.run;
    let mut report = Report::new("Banc Ségur");
    let mut suites: BTreeMap<String, Vec<TestCase>> = BTreeMap::new();
    for scenario in &run.scenarios {
        suites
            .entry(printable(&scenario.feature))
            .or_default()
            .push(scenario_case(run, scenario));
    }
    for skipped in run.not_played.iter().filter(|one| one.not_applicable) {
        let mut status = TestCaseStatus::skipped();
        status.set_message(printable(&skipped.reason));
        let name = printable(&format!("{} {}", skipped.id, skipped.name));
        let mut case = TestCase::new(name, status);
        case.set_classname(NOT_APPLICABLE_SUITE);
        suites
            .entry(NOT_APPLICABLE_SUITE.to_owned())
            .or_default()
            .push(case);
    }
    let run_cases = run_cases(run);
    if !run_cases.is_empty() {
        suites
            .entry(RUN_SUITE.to_owned())
            .or_default()
            .extend(run_cases);
    }
    for (name, cases) in suites {
        let mut suite = TestSuite::new(name);
        suite.add_property(Property::new("graine", run.seed.to_string()));
        suite.add_property(Property::new("donnees", "fictives"));
        for case in cases {
            suite.add_test_case(case);
        }
        report.add_test_suite(suite);
    }
    report.to_string().map_err(|error| error.to_string())
}

fn scenario_case(run: &RunRecord, scenario: &ScenarioRecord) -> TestCase {
    let reasons: Vec<String> = text::reasons(scenario)
        .iter()
        .map(|reason| printable(reason))
        .collect();
    let known = exit::known(run, scenario).map(printable);
    let mut status = match (scenario.verdict, &known) {
        (Verdict::NonConforme, Some(reason)) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(format!("échec connu : {reason}"));
            status
        }
        (Verdict::Conforme | Verdict::ARevoir, Some(reason)) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type("echec_connu_reussit");
            status.set_message(format!(
                "cet échec connu réussit désormais ({reason}) : retirez-le de la liste"
            ));
            status
        }
        (Verdict::NonConforme, None) => {
            non_success(NonSuccessKind::Failure, "non_conforme", &reasons)
        }
        (Verdict::NonConcluant, _) => non_success(NonSuccessKind::Error, "non_concluant", &reasons),
        (Verdict::NonApplicable, _) => TestCaseStatus::skipped(),
        (Verdict::Conforme | Verdict::ARevoir, None) => TestCaseStatus::success(),
    };
    if !reasons.is_empty() && !matches!(status, TestCaseStatus::Success { .. }) {
        status.set_description(reasons.join("\n"));
    }
    let name = printable(&format!("{} {}", scenario.id, scenario.name));
    let mut case = TestCase::new(name, status);
    case.set_classname(printable(&scenario.feature));
    case.set_time(Duration::from_millis(scenario.duration_ms));
    case.add_property(Property::new("verdict", scenario.verdict.label()));
    if scenario.verdict == Verdict::ARevoir {
        case.set_system_out(format!("À revoir : {}", reasons.join(" ; ")));
    }
    case
}

fn non_success(kind: NonSuccessKind, name: &str, reasons: &[String]) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(name);
    status.set_message(
        reasons
            .first()
            .cloned()
            .unwrap_or_else(|| "aucun constat n'a été fait".to_owned()),
    );
    status
}

/// What concerns the whole run: required capabilities are a failure, troubles an error.
fn run_cases(run: &RunRecord) -> Vec<TestCase> {
    let mut cases = Vec::new();
    let mut push = |name: &str, kind, messages: &[String]| {
        if !messages.is_empty() {
            let messages: Vec<String> = messages.iter().map(|one| printable(one)).collect();
            let mut status = TestCaseStatus::non_success(kind);
            status.set_message(messages.join(", "));
            let mut case = TestCase::new(name, status);
            case.set_classname(RUN_SUITE);
            cases.push(case);
        }
    };
    push(
        "capacités exigées",
        NonSuccessKind::Failure,
        &run.missing_capabilities,
    );
    push("banc et adaptateur", NonSuccessKind::Error, &run.troubles);
    cases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::small;
    use crate::record::sample;

    fn junit(run: &RunRecord) -> String {
        let catalogue = small();
        render(&Subject::new(run, &catalogue, &[])).unwrap()
    }

    #[test]
    fn each_verdict_has_its_status() {
        let (mut run, _) = sample::run();
        run.missing_capabilities = vec!["ins.verifier".to_owned()];
        run.troubles = vec!["disque\u{0} plein".to_owned()];
        let text = junit(&run);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn known_failures_are_skipped_until_they_pass() {
        let (mut run, _) = sample::run();
        run.known_failures
            .insert("INS-08".to_owned(), "ticket 12".to_owned());
        run.known_failures
            .insert("INS-20#1".to_owned(), "ticket 13".to_owned());
        let text = junit(&run);
        assert!(
            text.contains("message=\"échec connu : ticket 12\""),
            "{text}"
        );
        assert!(text.contains("type=\"echec_connu_reussit\""), "{text}");
    }
}
