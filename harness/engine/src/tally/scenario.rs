//! What one played scenario says: of itself, and of each preuve that the catalogue gives it.

use super::Support;
use crate::catalogue::{Catalogue, Proof};
use crate::finding::Finding;
use crate::record::{CheckRecord, ScenarioRecord, StepKind, StepStatus};
use crate::verdict::{Provenance, Verdict};

/// The verdict of a check once the least provenance and the caps are applied.
///
/// The session writes it into [`CheckRecord::verdict`].
pub fn effective(finding: &Finding, least: Provenance, cap: Option<&str>) -> Verdict {
    if finding.provenance < least || cap.is_some() {
        finding.verdict.capped()
    } else {
        finding.verdict
    }
}

/// The verdict of a scenario, controls included; Non concluant when nothing was checked.
pub fn scenario_verdict(scenario: &ScenarioRecord) -> Verdict {
    if !scenario.troubles.is_empty() {
        return Verdict::NonConcluant;
    }
    let checks = checks(scenario).map(|check| check.verdict);
    let unfinished = scenario
        .steps
        .iter()
        .any(|step| step.status != StepStatus::Done)
        .then_some(Verdict::NonConcluant);
    Verdict::worst(checks.chain(unfinished)).unwrap_or(Verdict::NonConcluant)
}

/// What a scenario says of each preuve that the catalogue gives it, in the order of its `Alors`.
///
/// The catalogue, not the record, says which preuves are expected: an `Alors` that was never
/// reached cannot be forgotten.
pub fn preuve_verdicts(scenario: &ScenarioRecord, catalogue: &Catalogue) -> Vec<(String, Support)> {
    let Some(map) = catalogue.scenario(&scenario.number) else {
        return Vec::new();
    };
    let broken = broken_because(scenario);
    let mut verdicts = Vec::new();
    for rank in 1..=map.alors.len() {
        let Some(Proof::Preuves(preuves)) = catalogue.preuves(&scenario.number, rank) else {
            continue;
        };
        let check = checks(scenario).find(|check| check.rank == rank);
        let support = support(scenario, rank, check, broken.as_deref());
        for preuve in preuves
            .iter()
            .filter(|preuve| map.proves(&scenario.id, preuve))
        {
            let mut support = support.clone();
            if let Some(reason) = catalogue.cap(&scenario.number, [preuve])
                && support.verdict == Verdict::Conforme
            {
                support.verdict = Verdict::ARevoir;
                support.message = format!("{} ({reason})", support.message);
            }
            verdicts.push((preuve.clone(), support));
        }
    }
    verdicts
}

fn support(
    scenario: &ScenarioRecord,
    rank: usize,
    check: Option<&CheckRecord>,
    broken: Option<&str>,
) -> Support {
    let mut support = Support {
        scenario: scenario.id.clone(),
        rank: Some(rank),
        verdict: Verdict::NonConcluant,
        provenance: None,
        message: broken
            .unwrap_or("cet « Alors » n'a pas été atteint")
            .to_owned(),
    };
    if let Some(check) = check {
        support.provenance = Some(check.finding.provenance);
        // The merge keeps a Non conforme found before the scenario broke; a trouble keeps nothing.
        let broken_verdict = broken.map(|_| Verdict::NonConcluant);
        support.verdict = if scenario.troubles.is_empty() {
            Verdict::worst(broken_verdict.into_iter().chain([check.verdict]))
                .unwrap_or(check.verdict)
        } else {
            Verdict::NonConcluant
        };
        if support.verdict == check.verdict {
            support.message = check_message(check);
        }
    }
    support
}

/// The finding's message, saying when its provenance was too weak.
fn check_message(check: &CheckRecord) -> String {
    let finding = &check.finding;
    if finding.verdict == Verdict::Conforme && finding.provenance < check.least_provenance {
        format!(
            "{} (preuve {}, l'exigence demande au moins {})",
            finding.message,
            finding.provenance.label(),
            check.least_provenance.label()
        )
    } else {
        finding.message.clone()
    }
}

/// Why the preuves of a scenario cannot be conclusive, when that is so.
fn broken_because(scenario: &ScenarioRecord) -> Option<String> {
    if let Some(trouble) = scenario.troubles.first() {
        return Some(format!("le banc ou l'adaptateur a failli : {trouble}"));
    }
    scenario.steps.iter().find_map(|step| match &step.status {
        StepStatus::Failed { reason } if step.kind != StepKind::Then => {
            Some(format!("« {} » a échoué : {reason}", step.text))
        }
        _ => None,
    })
}

fn checks(scenario: &ScenarioRecord) -> impl Iterator<Item = &CheckRecord> {
    scenario.steps.iter().filter_map(|step| step.check.as_ref())
}
