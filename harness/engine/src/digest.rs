//! The digest of a run: SHA-256 of what must be the same for the same seed and the same software.
//!
//! It covers verdicts, findings, faults as drawn, variations and answers. It leaves out instants,
//! ports, identifiers drawn by the software, and the seed itself: a seed without effect shows.

use std::sync::Arc;

use aws_lc_rs::digest::{Context, SHA256};
use banc_core::Exchange;
use banc_core::observed::Observed;
use serde_json::{Value, json};

use crate::record::{RunRecord, ScenarioRecord, StepStatus};

/// The digest, lowercase hexadecimal.
pub fn of(run: &RunRecord, exchanges: &[Arc<Exchange>]) -> String {
    let mut scenarios: Vec<&ScenarioRecord> = run.scenarios.iter().collect();
    scenarios.sort_by(|a, b| a.id.cmp(&b.id));
    let mut skipped: Vec<(&str, bool)> = run
        .not_played
        .iter()
        .map(|one| (one.id.as_str(), one.not_applicable))
        .collect();
    skipped.sort_unstable();
    let mut context = Context::new(&SHA256);
    feed(&mut context, &json!({"non_joues": skipped}));
    for scenario in scenarios {
        feed(&mut context, &scenario_value(scenario));
        let mut own: Vec<&Exchange> = exchanges
            .iter()
            .map(AsRef::as_ref)
            .filter(|exchange| scenario.exchanges.contains(&exchange.number))
            .collect();
        // Concurrent calls may be recorded in any order; their ordinals are stable.
        own.sort_by(|a, b| key(a).cmp(&key(b)));
        for exchange in own {
            feed(&mut context, &exchange_value(exchange));
        }
    }
    hex::encode(context.finish())
}

/// SHA-256 of some bytes, lowercase hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(aws_lc_rs::digest::digest(&SHA256, bytes))
}

fn key(exchange: &Exchange) -> (&str, &str, u64) {
    (&exchange.service, &exchange.operation, exchange.ordinal)
}

/// One value per line: JSON text holds no raw newline, so lines cannot run into each other.
fn feed(context: &mut Context, value: &Value) {
    context.update(value.to_string().as_bytes());
    context.update(b"\n");
}

fn scenario_value(scenario: &ScenarioRecord) -> Value {
    let steps: Vec<Value> = scenario
        .steps
        .iter()
        .map(|step| {
            let status = match step.status {
                StepStatus::Done => "done",
                StepStatus::Failed { .. } => "failed",
                StepStatus::Skipped => "skipped",
            };
            let check = step.check.as_ref().map(|check| {
                json!([
                    check.rank,
                    check.verdict,
                    check.finding.verdict,
                    check.finding.provenance,
                    check.finding.message
                ])
            });
            json!([status, check])
        })
        .collect();
    json!({
        "id": scenario.id,
        "verdict": scenario.verdict,
        "troubles": scenario.troubles.len(),
        "etapes": steps,
    })
}

fn exchange_value(exchange: &Exchange) -> Value {
    let faults: Vec<Value> = exchange
        .faults
        .iter()
        .map(|fault| json!([fault.rule, fault.fault, fault.parameters]))
        .collect();
    let answer = exchange.observed.as_ref().map(|observed| match observed {
        Observed::Annuaire(seen) => json!(seen.answer),
        Observed::ApiPsc(seen) => json!(seen.answer),
        Observed::Insi(seen) => json!(seen.answer),
        Observed::ProxyEsante(seen) => json!(seen.answer),
        Observed::Psc(seen) => json!(seen.answer),
    });
    json!({
        "service": &*exchange.service,
        "operation": &*exchange.operation,
        "ordinal": exchange.ordinal,
        "fautes": faults,
        "variations": exchange.variations,
        "statut": exchange.response.as_ref().map(|response| response.status),
        "reponse": answer,
    })
}

#[cfg(test)]
mod tests;
