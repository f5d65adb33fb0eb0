//! `evidence/`: one folder per preuve, with what its verdict rests on, to hand to a reviewer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use banc_core::Exchange;
use serde_json::json;

use super::folder::{Folder, FolderError};
use super::{CheckRecord, RunRecord, ScenarioRecord};
use crate::finding::Evidence;

/// The name of a preuve's folder, or of a scenario's file: `/`, `#` and all that is unusual in a
/// file name become `_`.
pub fn file_name(id: &str) -> String {
    id.chars()
        .map(|c| match c {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '.' | '-' => c,
            _ => '_',
        })
        .collect()
}

/// The exchanges that a check rests on: those it names, else those of its window.
pub fn exchanges_of<'a>(
    check: &CheckRecord,
    scenario: &ScenarioRecord,
    exchanges: &'a [Arc<Exchange>],
) -> Vec<&'a Arc<Exchange>> {
    let named: BTreeSet<u64> = check
        .finding
        .evidence
        .iter()
        .filter_map(|evidence| match evidence {
            Evidence::Exchange { number } => Some(*number),
            Evidence::Quiet { control, .. } => *control,
            Evidence::Observation { .. } | Evidence::Outcome { .. } => None,
        })
        .collect();
    let window = check.facts.window_from..check.facts.window_to;
    exchanges
        .iter()
        .filter(|exchange| scenario.exchanges.contains(&exchange.number))
        .filter(|exchange| {
            if named.is_empty() {
                window.contains(&exchange.number)
            } else {
                named.contains(&exchange.number)
            }
        })
        .collect()
}

/// Writes every preuve's folder.
pub(super) fn write(
    folder: &Folder,
    run: &RunRecord,
    exchanges: &[Arc<Exchange>],
) -> Result<(), FolderError> {
    let mut by_preuve: BTreeMap<&str, Vec<(&ScenarioRecord, &CheckRecord)>> = BTreeMap::new();
    for scenario in &run.scenarios {
        for check in scenario.steps.iter().filter_map(|step| step.check.as_ref()) {
            for preuve in &check.preuves {
                by_preuve.entry(preuve).or_default().push((scenario, check));
            }
        }
    }
    let evidence = folder.inside("evidence")?;
    for (preuve, checks) in by_preuve {
        let own = evidence.inside(&file_name(preuve))?;
        let mut files = BTreeMap::new();
        for (scenario, check) in &checks {
            write_check(&own, preuve, scenario, check, exchanges, &mut files)?;
        }
        let manifest = json!({
            "preuve": preuve,
            "execution": run.execution,
            "debut": run.started,
            "fin": run.ended,
            "logiciel": run.software.as_ref().map(|software| json!({
                "editeur": software.editeur,
                "logiciel": software.logiciel,
                "version": software.version,
            })),
            "banc": run.bench_version,
            "graine": run.seed,
            "profil_de_fautes": run.fault_profile,
            "donnees": "fictives, services simulés",
            "fichiers_sha256": files,
        });
        own.write("manifest.json", &pretty(&manifest))?;
    }
    Ok(())
}

fn write_check(
    own: &Folder,
    preuve: &str,
    scenario: &ScenarioRecord,
    check: &CheckRecord,
    exchanges: &[Arc<Exchange>],
    files: &mut BTreeMap<String, String>,
) -> Result<(), FolderError> {
    let mut put = |name: String, bytes: Vec<u8>| {
        own.write(&name, &bytes)?;
        files.insert(name, crate::digest::sha256(&bytes));
        Ok::<(), FolderError>(())
    };
    let used = exchanges_of(check, scenario, exchanges);
    let transcript = json!({
        "preuve": preuve,
        "scenario": scenario.id,
        "nom": scenario.name,
        "rang_alors": check.rank,
        "verdict": check.verdict,
        "provenance_minimale": check.least_provenance,
        "constat": check.finding,
        "controle": check.check,
        "actions": check.facts.acts,
        "observations": check.facts.observations,
        "absences": check.facts.quiet,
        "echanges": used.iter().map(AsRef::as_ref).collect::<Vec<_>>(),
    });
    let name = format!("{}_alors-{}.json", file_name(&scenario.id), check.rank);
    put(name, pretty(&transcript))?;
    for exchange in used {
        let number = exchange.number;
        put(
            format!("echange-{number}_requete.txt"),
            raw_request(exchange),
        )?;
        if let Some(response) = &exchange.response {
            let head = format!("HTTP/1.1 {}", response.status);
            let text = raw(&head, &response.headers, &response.body.bytes);
            put(format!("echange-{number}_reponse.txt"), text)?;
        }
    }
    Ok(())
}

fn raw_request(exchange: &Exchange) -> Vec<u8> {
    let request = &exchange.request;
    let head = format!("{} {} HTTP/1.1", request.method, request.target);
    raw(&head, &request.headers, &request.body.bytes)
}

fn raw(first: &str, headers: &[(String, String)], body: &[u8]) -> Vec<u8> {
    let mut text = format!("{first}\r\n");
    for (name, value) in headers {
        for part in [name, ": ", value, "\r\n"] {
            text.push_str(part);
        }
    }
    text.push_str("\r\n");
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

fn pretty(value: &serde_json::Value) -> Vec<u8> {
    // The alternate form of a JSON value is its pretty form.
    format!("{value:#}\n").into_bytes()
}
