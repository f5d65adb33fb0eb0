//! Verdict arithmetic: from checks to preuves, conformity scenarios, exigences, and the run.
//!
//! A pure function of the record and of the catalogue. The rules are few: the worst verdict wins;
//! evidence below the least provenance, a provisional contract or an inferred exigence give À revoir
//! at best; a failed `Étant donné` or `Quand`, or an `Alors` never reached, is Non concluant; a
//! trouble of the bench or of the adapter makes its scenario Non concluant whatever it found.
//! *Non couvert* is a state of coverage, never a verdict.

mod scenario;

use std::collections::BTreeMap;

pub use scenario::{effective, preuve_verdicts, scenario_verdict};

use crate::catalogue::{Alors, Catalogue, Coverage, Exigence, Preuve, ScenarioAns};
use crate::record::{RunRecord, ScenarioRecord};
use crate::verdict::{Provenance, Verdict};

/// What one of our scenarios says of one preuve.
#[derive(Clone, Debug, PartialEq)]
pub struct Support {
    /// Our scenario, with `#n` for the n-th example.
    pub scenario: String,
    /// Rank of the `Alors`, from 1; absent when the scenario was not played.
    pub rank: Option<usize>,
    /// What it says.
    pub verdict: Verdict,
    /// Provenance of the evidence, when there is some.
    pub provenance: Option<Provenance>,
    /// One French sentence.
    pub message: String,
}

/// A preuve with all that supports it; no verdict when it is *Non couvert*.
#[derive(Clone, Debug)]
pub struct PreuveTally<'a> {
    /// The preuve.
    pub preuve: &'a Preuve,
    /// Worst of its supports.
    pub verdict: Option<Verdict>,
    /// Weakest provenance among its supports that have evidence.
    pub provenance: Option<Provenance>,
    /// Its supports, by scenario and rank.
    pub supports: Vec<Support>,
}

/// A conformity scenario of the ANS with its preuves.
#[derive(Clone, Debug)]
pub struct ScenarioAnsTally<'a> {
    /// The conformity scenario.
    pub scenario: &'a ScenarioAns,
    /// Worst of its preuves; `None` when none is covered.
    pub verdict: Option<Verdict>,
    /// Its preuves.
    pub preuves: Vec<PreuveTally<'a>>,
}

/// An exigence with its conformity scenarios.
#[derive(Clone, Debug)]
pub struct ExigenceTally<'a> {
    /// The exigence.
    pub exigence: &'a Exigence,
    /// Coverage by the catalogue, whatever was played.
    pub coverage: Coverage,
    /// Worst of its preuves; `None` is *Non couvert*.
    pub verdict: Option<Verdict>,
    /// Its conformity scenarios.
    pub scenarios: Vec<ScenarioAnsTally<'a>>,
    /// Preuves with a verdict.
    pub covered: usize,
    /// All its preuves.
    pub total: usize,
}

impl ExigenceTally<'_> {
    /// Why it has no verdict, in French.
    pub fn uncovered_reason(&self) -> Option<String> {
        if self.verdict.is_some() {
            return None;
        }
        Some(match &self.coverage {
            Coverage::Untested(reason) => reason.clone(),
            _ => "aucun de ses scénarios n'a été joué dans cette exécution".to_owned(),
        })
    }

    /// True when it has a verdict that rests on some of its preuves only.
    pub fn is_partial(&self) -> bool {
        self.verdict.is_some() && self.covered < self.total
    }
}

/// A number of things by verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Conforme.
    pub conforme: usize,
    /// À revoir.
    pub a_revoir: usize,
    /// Non conforme.
    pub non_conforme: usize,
    /// Non concluant.
    pub non_concluant: usize,
    /// Non applicable.
    pub non_applicable: usize,
    /// Non couvert: not a verdict.
    pub non_couvert: usize,
}

impl Counts {
    /// Counts verdicts; `None` is *Non couvert*.
    pub fn of(verdicts: impl IntoIterator<Item = Option<Verdict>>) -> Self {
        let mut counts = Self::default();
        for verdict in verdicts {
            let place = match verdict {
                Some(Verdict::Conforme) => &mut counts.conforme,
                Some(Verdict::ARevoir) => &mut counts.a_revoir,
                Some(Verdict::NonConforme) => &mut counts.non_conforme,
                Some(Verdict::NonConcluant) => &mut counts.non_concluant,
                Some(Verdict::NonApplicable) => &mut counts.non_applicable,
                None => &mut counts.non_couvert,
            };
            *place += 1;
        }
        counts
    }

    /// Everything counted.
    pub fn total(&self) -> usize {
        self.conforme
            + self.a_revoir
            + self.non_conforme
            + self.non_concluant
            + self.non_applicable
            + self.non_couvert
    }
}

/// Everything a report says of a run.
#[derive(Clone, Debug)]
pub struct Tally<'a> {
    /// Exigences, in catalogue order.
    pub exigences: Vec<ExigenceTally<'a>>,
    /// Exigences by verdict.
    pub exigence_counts: Counts,
    /// Preuves by verdict.
    pub preuve_counts: Counts,
    /// Scenarios by verdict, those not applicable included, those not selected left out.
    pub scenario_counts: Counts,
    /// Verdict of the run; `None` when nothing was played.
    pub verdict: Option<Verdict>,
}

impl<'a> Tally<'a> {
    /// Tallies a run.
    pub fn of(run: &RunRecord, catalogue: &'a Catalogue) -> Self {
        let mut supports: BTreeMap<String, Vec<Support>> = BTreeMap::new();
        for scenario in &run.scenarios {
            for (preuve, support) in preuve_verdicts(scenario, catalogue) {
                supports.entry(preuve).or_default().push(support);
            }
        }
        for skipped in run.not_played.iter().filter(|one| one.not_applicable) {
            let number = skipped.id.split('#').next().unwrap_or(&skipped.id);
            let Some(map) = catalogue.scenario(number) else {
                continue;
            };
            let preuves = map.alors.iter().flat_map(Alors::preuves);
            for preuve in preuves.filter(|preuve| map.proves(&skipped.id, preuve)) {
                supports.entry(preuve.clone()).or_default().push(Support {
                    scenario: skipped.id.clone(),
                    rank: None,
                    verdict: Verdict::NonApplicable,
                    provenance: None,
                    message: skipped.reason.clone(),
                });
            }
        }
        let exigences: Vec<_> = catalogue
            .exigences()
            .iter()
            .map(|exigence| exigence_tally(exigence, catalogue, &mut supports))
            .collect();
        let preuve_counts = Counts::of(
            exigences
                .iter()
                .flat_map(|exigence| &exigence.scenarios)
                .flat_map(|scenario| scenario.preuves.iter().map(|preuve| preuve.verdict)),
        );
        let not_applicable = run.not_played.iter().filter(|one| one.not_applicable);
        let scenario_counts = Counts::of(
            run.scenarios
                .iter()
                .map(|scenario| Some(scenario.verdict))
                .chain(not_applicable.map(|_| Some(Verdict::NonApplicable))),
        );
        Self {
            exigence_counts: Counts::of(exigences.iter().map(|exigence| exigence.verdict)),
            preuve_counts,
            scenario_counts,
            verdict: run_verdict(run),
            exigences,
        }
    }
}

/// The verdict of a whole run; `None` when no scenario was considered and nothing went wrong.
pub fn run_verdict(run: &RunRecord) -> Option<Verdict> {
    let missing = (!run.missing_capabilities.is_empty()).then_some(Verdict::NonConforme);
    let trouble = (!run.troubles.is_empty() || run.driver_unreachable || run.ended.is_none())
        .then_some(Verdict::NonConcluant);
    let skipped = run
        .not_played
        .iter()
        .filter(|one| one.not_applicable)
        .map(|_| Verdict::NonApplicable);
    Verdict::worst(
        run.scenarios
            .iter()
            .map(|scenario: &ScenarioRecord| scenario.verdict)
            .chain(missing)
            .chain(trouble)
            .chain(skipped),
    )
}

fn exigence_tally<'a>(
    exigence: &'a Exigence,
    catalogue: &Catalogue,
    supports: &mut BTreeMap<String, Vec<Support>>,
) -> ExigenceTally<'a> {
    let scenarios: Vec<_> = exigence
        .scenario
        .iter()
        .map(|scenario| {
            let preuves: Vec<_> = scenario
                .preuve
                .iter()
                .map(|preuve| preuve_tally(preuve, supports.remove(&preuve.id)))
                .collect();
            ScenarioAnsTally {
                scenario,
                verdict: Verdict::worst(preuves.iter().filter_map(|preuve| preuve.verdict)),
                preuves,
            }
        })
        .collect();
    let preuves = || scenarios.iter().flat_map(|scenario| &scenario.preuves);
    ExigenceTally {
        exigence,
        coverage: catalogue.coverage(exigence),
        verdict: Verdict::worst(preuves().filter_map(|preuve| preuve.verdict)),
        covered: preuves().filter(|preuve| preuve.verdict.is_some()).count(),
        total: preuves().count(),
        scenarios,
    }
}

fn preuve_tally(preuve: &Preuve, supports: Option<Vec<Support>>) -> PreuveTally<'_> {
    let mut supports = supports.unwrap_or_default();
    supports.sort_by(|a, b| (&a.scenario, a.rank).cmp(&(&b.scenario, b.rank)));
    PreuveTally {
        preuve,
        verdict: Verdict::worst(supports.iter().map(|support| support.verdict)),
        provenance: supports
            .iter()
            .filter_map(|support| support.provenance)
            .min(),
        supports,
    }
}

#[cfg(test)]
mod tests;
