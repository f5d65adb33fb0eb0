//! Scenarios as the page shows them: steps, findings, evidence, calls.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use banc_core::Exchange;
use serde::Serialize;

use super::call::{self, CallView};
use super::waterfall::{self, WaterfallView};
use super::{State, anchor};
use crate::exit;
use crate::fact::{Act, Observation};
use crate::finding::Evidence;
use crate::record::{CheckRecord, ScenarioRecord, StepKind, StepRecord, StepStatus, exchanges_of};
use crate::report::{Subject, label, redaction};

/// A scenario.
#[derive(Debug, Serialize)]
pub(super) struct ScenarioView {
    id: String,
    anchor: String,
    name: String,
    feature: String,
    state: State,
    known: Option<String>,
    duration: String,
    exigences: Vec<LinkView>,
    provisional: bool,
    troubles: Vec<String>,
    steps: Vec<StepView>,
    waterfall: Option<WaterfallView>,
    calls: Vec<CallView>,
}

#[derive(Debug, Serialize)]
struct LinkView {
    id: String,
    anchor: String,
}

#[derive(Debug, Serialize)]
struct StepView {
    keyword: String,
    text: String,
    kind: &'static str,
    status: &'static str,
    reason: Option<String>,
    duration: String,
    check: Option<CheckView>,
}

#[derive(Debug, Serialize)]
struct CheckView {
    state: State,
    message: String,
    provenance: &'static str,
    least: &'static str,
    /// True when the provenance is below the least accepted.
    weak: bool,
    preuves: Vec<String>,
    calls: Vec<u64>,
    /// `absence constatée pendant 3,0 s`.
    quiet: Option<String>,
    observations: Vec<PairView>,
    acts: Vec<PairView>,
}

/// What was asked and what came back, as JSON.
#[derive(Debug, Serialize)]
struct PairView {
    title: String,
    content: String,
}

/// Every scenario played.
pub(super) fn views(subject: &Subject<'_>) -> Vec<ScenarioView> {
    let by_number: BTreeMap<u64, &Arc<Exchange>> = subject
        .exchanges
        .iter()
        .map(|exchange| (exchange.number, exchange))
        .collect();
    subject
        .run
        .scenarios
        .iter()
        .map(|scenario| view(subject, scenario, &by_number))
        .collect()
}

fn view(
    subject: &Subject<'_>,
    scenario: &ScenarioRecord,
    by_number: &BTreeMap<u64, &Arc<Exchange>>,
) -> ScenarioView {
    let own: Vec<&Exchange> = scenario
        .exchanges
        .iter()
        .filter_map(|number| Some(by_number.get(number)?.as_ref()))
        .collect();
    let exigences = subject.catalogue.exigences_of(&scenario.number);
    ScenarioView {
        id: scenario.id.clone(),
        anchor: anchor("s", &scenario.id),
        name: label::printable(&scenario.name),
        feature: label::printable(&scenario.feature),
        state: State::of(Some(scenario.verdict)),
        known: exit::known(subject.run, scenario).map(str::to_owned),
        duration: label::duration(Duration::from_millis(scenario.duration_ms)),
        exigences: exigences
            .iter()
            .map(|exigence| LinkView {
                id: exigence.id.clone(),
                anchor: anchor("e", &exigence.id),
            })
            .collect(),
        provisional: subject
            .catalogue
            .scenario(&scenario.number)
            .is_some_and(|map| map.provisoire),
        troubles: scenario
            .troubles
            .iter()
            .map(|one| redaction::text(one))
            .collect(),
        steps: scenario
            .steps
            .iter()
            .map(|step| step_view(subject, scenario, step))
            .collect(),
        waterfall: waterfall::view(&own),
        calls: own.iter().map(|exchange| call::view(exchange)).collect(),
    }
}

fn step_view(subject: &Subject<'_>, scenario: &ScenarioRecord, step: &StepRecord) -> StepView {
    let text = label::printable(&step.text);
    let keyword = [
        "Étant donnée",
        "Étant données",
        "Étant donnés",
        "Étant donné",
        "Lorsque",
        "Quand",
        "Alors",
        "Mais",
        "Et",
    ]
    .iter()
    .find(|keyword| text.starts_with(&format!("{keyword} ")))
    .map_or_else(String::new, |keyword| (*keyword).to_owned());
    let (status, reason) = match &step.status {
        StepStatus::Done => ("fait", None),
        StepStatus::Failed { reason } => ("échoué", Some(redaction::text(reason))),
        StepStatus::Skipped => ("non atteint", None),
    };
    StepView {
        text: text[keyword.len()..].trim().to_owned(),
        keyword,
        kind: match step.kind {
            StepKind::Given => "given",
            StepKind::When => "when",
            StepKind::Then => "then",
        },
        status,
        reason,
        duration: label::duration(Duration::from_millis(step.duration_ms)),
        check: step
            .check
            .as_ref()
            .map(|check| check_view(subject, scenario, check)),
    }
}

fn check_view(subject: &Subject<'_>, scenario: &ScenarioRecord, check: &CheckRecord) -> CheckView {
    let finding = &check.finding;
    let facts = &check.facts;
    let mut observations = Vec::new();
    let mut acts = Vec::new();
    let mut quiet = None;
    for evidence in &finding.evidence {
        match evidence {
            Evidence::Observation { index } => {
                observations.extend(facts.observations.get(*index).map(observation));
            }
            Evidence::Outcome { index } => acts.extend(facts.acts.get(*index).map(act)),
            Evidence::Quiet { window_ms, control } => {
                quiet = Some(quiet_sentence(*window_ms, *control));
            }
            Evidence::Exchange { .. } => {}
        }
    }
    CheckView {
        state: State::of(Some(check.verdict)),
        message: redaction::text(&finding.message),
        provenance: finding.provenance.label(),
        least: check.least_provenance.label(),
        weak: finding.provenance < check.least_provenance,
        preuves: check.preuves.clone(),
        calls: exchanges_of(check, scenario, subject.exchanges)
            .iter()
            .map(|exchange| exchange.number)
            .collect(),
        quiet,
        observations,
        acts,
    }
}

fn quiet_sentence(window_ms: u64, control: Option<u64>) -> String {
    let window = format!("{}.{} s", window_ms / 1000, window_ms % 1000 / 100).replace('.', ",");
    match control {
        Some(number) => format!(
            "fenêtre de silence de {window}, temps réel ; témoin : l'échange {number} montre que le banc aurait vu l'appel"
        ),
        None => format!("fenêtre de silence de {window}, temps réel ; sans témoin"),
    }
}

fn observation(observation: &Observation) -> PairView {
    PairView {
        title: format!("Question « {} »", observation.question.name()),
        content: match (&observation.answer, &observation.failure) {
            (Some(answer), _) => json(answer),
            (None, failure) => failure.clone().unwrap_or_else(|| "sans réponse".to_owned()),
        },
    }
}

fn act(act: &Act) -> PairView {
    PairView {
        title: format!(
            "Action « {} », {} (perçu, adaptateur compris)",
            act.action.name(),
            label::duration(Duration::from_millis(act.perceived_ms))
        ),
        content: match (&act.outcome, &act.failure) {
            (Some(outcome), _) => json(outcome),
            (None, failure) => failure.clone().unwrap_or_else(|| "sans issue".to_owned()),
        },
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value)
        .map_or_else(|error| error.to_string(), |text| redaction::text(&text))
}
