//! Exigences as the page shows them.

use serde::Serialize;

use super::{State, anchor};
use crate::catalogue::{Numerotation, Source};
use crate::record::file_name;
use crate::report::Subject;
use crate::report::redaction;
use crate::tally::{ExigenceTally, PreuveTally, Support};

/// An exigence.
#[derive(Debug, Serialize)]
pub(super) struct RequirementView {
    id: String,
    anchor: String,
    titre: String,
    /// Earlier identifier, rule, profile, wave, nature…, in one line.
    details: Vec<String>,
    state: State,
    partial: Option<String>,
    uncovered: Option<String>,
    least: &'static str,
    scenarios: Vec<ConformityView>,
}

#[derive(Debug, Serialize)]
struct ConformityView {
    id: String,
    titre: String,
    inferred: bool,
    preuves: Vec<ProofView>,
}

#[derive(Debug, Serialize)]
struct ProofView {
    id: String,
    titre: String,
    nature: String,
    state: State,
    provenance: Option<&'static str>,
    folder: Option<String>,
    supports: Vec<SupportView>,
}

#[derive(Debug, Serialize)]
struct SupportView {
    scenario: String,
    /// Absent when the scenario was not played.
    anchor: Option<String>,
    state: State,
    message: String,
}

/// Every exigence, in catalogue order.
pub(super) fn views(subject: &Subject<'_>) -> Vec<RequirementView> {
    subject.tally.exigences.iter().map(view).collect()
}

fn view(tally: &ExigenceTally<'_>) -> RequirementView {
    let exigence = tally.exigence;
    let mut details = vec![
        format!("Vague {}", exigence.vague),
        exigence.profil.clone(),
        exigence.fonction.clone(),
        exigence.nature.label().to_owned(),
    ];
    if exigence.conditionnelle {
        details.push("conditionnelle".to_owned());
    }
    details.extend(exigence.ancien.clone());
    details.extend(exigence.regle.clone());
    match exigence.source {
        Source::Officiel => {}
        Source::Brouillon => details.push("texte en brouillon".to_owned()),
        Source::Deduit => details.push("exigence déduite : « À revoir » au mieux".to_owned()),
    }
    RequirementView {
        id: exigence.id.clone(),
        anchor: anchor("e", &exigence.id),
        titre: exigence.titre.clone(),
        details,
        state: State::of(tally.verdict),
        partial: tally
            .is_partial()
            .then(|| format!("{} preuve(s) jugée(s) sur {}", tally.covered, tally.total)),
        uncovered: tally.uncovered_reason(),
        least: exigence.provenance_min.label(),
        scenarios: tally
            .scenarios
            .iter()
            .map(|one| ConformityView {
                id: one.scenario.id.clone(),
                titre: one.scenario.titre.clone(),
                inferred: one.scenario.numerotation == Numerotation::Deduite,
                preuves: one.preuves.iter().map(proof).collect(),
            })
            .collect(),
    }
}

fn proof(tally: &PreuveTally<'_>) -> ProofView {
    let witnessed = tally.supports.iter().any(|one| one.provenance.is_some());
    ProofView {
        id: tally.preuve.id.clone(),
        titre: tally.preuve.titre.clone(),
        nature: tally.preuve.nature.clone(),
        state: State::of(tally.verdict),
        provenance: tally.provenance.map(crate::verdict::Provenance::label),
        folder: witnessed.then(|| format!("evidence/{}/", file_name(&tally.preuve.id))),
        supports: tally.supports.iter().map(support).collect(),
    }
}

fn support(support: &Support) -> SupportView {
    SupportView {
        scenario: support.scenario.clone(),
        anchor: support.rank.map(|_| anchor("s", &support.scenario)),
        state: State::of(Some(support.verdict)),
        message: redaction::text(&support.message),
    }
}
