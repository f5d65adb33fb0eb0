//! What a catalogue must be before a verdict may rest on it. Every problem is listed, not the first.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Alors, Exigence, ScenarioMap};

/// Codes of the kinds of proof.
const PROOF_CODES: &str = "DVLMXPSAGECTF";

/// Everything that is wrong, in the order of the files.
pub(super) fn problems(exigences: &[Exigence], maps: &[ScenarioMap]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut ids = BTreeSet::new();
    for exigence in exigences {
        exigence_problems(exigence, &mut ids, &mut problems);
    }
    let owners: BTreeMap<&str, &Exigence> = exigences
        .iter()
        .flat_map(|exigence| {
            exigence
                .preuves()
                .map(move |preuve| (preuve.id.as_str(), exigence))
        })
        .collect();
    let mut mapped: BTreeSet<&str> = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    for map in maps {
        if !numbers.insert(map.numero.as_str()) {
            problems.push(format!("scenario {} is mapped twice", map.numero));
        }
        map_problems(map, &owners, &mut problems);
        mapped.extend(
            map.alors
                .iter()
                .flat_map(Alors::preuves)
                .map(String::as_str),
        );
    }
    for exigence in exigences {
        let tested = exigence
            .preuves()
            .any(|preuve| mapped.contains(preuve.id.as_str()));
        match &exigence.non_teste {
            Some(reason) if reason.trim().is_empty() => {
                problems.push(format!("{}: non_teste gives no reason", exigence.id));
            }
            Some(_) if tested => problems.push(format!(
                "{}: says non_teste, yet a scenario supports one of its preuves",
                exigence.id
            )),
            None if !tested => problems.push(format!(
                "{}: no scenario supports any of its preuves; map one or give non_teste a reason",
                exigence.id
            )),
            _ => {}
        }
    }
    problems
}

fn exigence_problems<'a>(
    exigence: &'a Exigence,
    ids: &mut BTreeSet<&'a str>,
    problems: &mut Vec<String>,
) {
    let mut unique = |id: &'a str, problems: &mut Vec<String>| {
        if id.trim().is_empty() {
            problems.push("an identifier is empty".to_owned());
        } else if !ids.insert(id) {
            problems.push(format!("identifier {id} is given twice"));
        }
    };
    unique(&exigence.id, problems);
    if exigence.titre.trim().is_empty() {
        problems.push(format!("{}: titre is empty", exigence.id));
    }
    if !(1..=2).contains(&exigence.vague) {
        problems.push(format!(
            "{}: vague is {}, expected 1 or 2",
            exigence.id, exigence.vague
        ));
    }
    for scenario in &exigence.scenario {
        unique(&scenario.id, problems);
        child(&exigence.id, &scenario.id, problems);
        if scenario.preuve.is_empty() && exigence.non_teste.is_none() {
            problems.push(format!("{}: has no preuve", scenario.id));
        }
        for preuve in &scenario.preuve {
            unique(&preuve.id, problems);
            child(&scenario.id, &preuve.id, problems);
            let known = preuve
                .nature
                .split(',')
                .all(|code| code.trim().len() == 1 && PROOF_CODES.contains(code.trim()));
            if !known {
                problems.push(format!(
                    "{}: nature {:?} is not made of the codes {PROOF_CODES}, separated by commas",
                    preuve.id, preuve.nature
                ));
            }
        }
    }
}

/// An identifier extends its parent's by one part.
fn child(parent: &str, id: &str, problems: &mut Vec<String>) {
    let extends = id
        .strip_prefix(parent)
        .and_then(|rest| rest.strip_prefix('.'))
        .is_some_and(|part| !part.is_empty() && !part.contains('.'));
    if !extends {
        problems.push(format!("{id}: is not of the form {parent}.NN"));
    }
}

fn map_problems(map: &ScenarioMap, owners: &BTreeMap<&str, &Exigence>, problems: &mut Vec<String>) {
    let number = &map.numero;
    if map.alors.is_empty() {
        problems.push(format!("scenario {number}: alors is empty"));
    }
    for (id, examples) in &map.exemples {
        if !map.alors.iter().any(|alors| alors.preuves().contains(id)) {
            problems.push(format!(
                "scenario {number}, exemples: no Alors is mapped to {id}"
            ));
        }
        if examples.is_empty() || examples.contains(&0) {
            problems.push(format!(
                "scenario {number}, exemples: {id} needs ranks of examples, from 1"
            ));
        }
    }
    for (index, alors) in map.alors.iter().enumerate() {
        let rank = index + 1;
        if let Alors::Preuves(ids) = alors {
            if ids.is_empty() {
                problems.push(format!(
                    "scenario {number}, Alors {rank}: an empty list; write \"controle\" if it proves nothing"
                ));
            }
            let mut seen = BTreeSet::new();
            for id in ids {
                if !owners.contains_key(id.as_str()) {
                    problems.push(format!("scenario {number}, Alors {rank}: no preuve {id}"));
                }
                if !seen.insert(id) {
                    problems.push(format!(
                        "scenario {number}, Alors {rank}: {id} is listed twice"
                    ));
                }
            }
        }
    }
}
