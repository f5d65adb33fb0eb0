//! The requirement catalogue: exigence → scénario → preuve, in the ANS's own numbering, and what
//! each `Alors` of our scenarios proves of it.
//!
//! It is data, read from `features/exigences/*.toml`. It neither plays nor judges; published
//! identifiers may change without a line of code or of feature changing.

mod entry;
mod resolve;
mod validate;

use std::collections::{BTreeMap, BTreeSet};

pub use entry::{Alors, Exigence, Nature, Numerotation, Preuve, ScenarioAns, ScenarioMap, Source};
pub use resolve::UnknownAtom;

use crate::verdict::Provenance;

/// Identifier of a preuve, e.g. `INS/va1.38.02.01`.
pub type PreuveId = String;

/// A validated catalogue.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    exigences: Vec<Exigence>,
    scenarios: BTreeMap<String, ScenarioMap>,
    /// Preuve → (index of its exigence, index of its scénario).
    preuves: BTreeMap<PreuveId, (usize, usize)>,
    /// Preuve → numbers of the scenarios that support it.
    support: BTreeMap<PreuveId, BTreeSet<String>>,
}

/// Why a catalogue cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A file is not the TOML expected.
    #[error("requirement file {file}: {reason}")]
    Syntax {
        /// File.
        file: String,
        /// What the parser says, with line and column.
        reason: String,
    },
    /// The files can be read and contradict themselves.
    #[error("requirement catalogue: {} problem(s): {}", .0.len(), .0.join("; "))]
    Inconsistent(Vec<String>),
}

/// How far an exigence is covered by scenarios.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Coverage {
    /// Each of its preuves is supported.
    Tested,
    /// Some of its preuves are; these are not.
    Partial(Vec<PreuveId>),
    /// Deliberately not tested, with the reason given.
    Untested(String),
}

/// What one `Alors` proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof<'a> {
    /// These preuves.
    Preuves(&'a [PreuveId]),
    /// Nothing by itself: a control step.
    Controle,
}

impl Catalogue {
    /// Reads and validates the catalogue from its files, given by name and text.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, CatalogueError> {
        let mut exigences = Vec::new();
        let mut maps = Vec::new();
        for (name, text) in files {
            let file: entry::File =
                toml::from_str(text).map_err(|error| CatalogueError::Syntax {
                    file: (*name).to_owned(),
                    reason: error.to_string().trim_end().to_owned(),
                })?;
            exigences.extend(file.exigence);
            maps.extend(file.scenario);
        }
        let problems = validate::problems(&exigences, &maps);
        if !problems.is_empty() {
            return Err(CatalogueError::Inconsistent(problems));
        }
        Ok(Self::index(exigences, maps))
    }

    fn index(exigences: Vec<Exigence>, maps: Vec<ScenarioMap>) -> Self {
        let mut preuves = BTreeMap::new();
        for (e, exigence) in exigences.iter().enumerate() {
            for (s, scenario) in exigence.scenario.iter().enumerate() {
                for preuve in &scenario.preuve {
                    preuves.insert(preuve.id.clone(), (e, s));
                }
            }
        }
        let mut support: BTreeMap<PreuveId, BTreeSet<String>> = BTreeMap::new();
        for map in &maps {
            for preuve in map.alors.iter().flat_map(Alors::preuves) {
                support
                    .entry(preuve.clone())
                    .or_default()
                    .insert(map.numero.clone());
            }
        }
        let scenarios = maps
            .into_iter()
            .map(|map| (map.numero.clone(), map))
            .collect();
        Self {
            exigences,
            scenarios,
            preuves,
            support,
        }
    }

    /// Every exigence, in the order of the files.
    pub fn exigences(&self) -> &[Exigence] {
        &self.exigences
    }

    /// Every scenario mapping, by number.
    pub fn scenarios(&self) -> impl Iterator<Item = &ScenarioMap> {
        self.scenarios.values()
    }

    /// The mapping of a scenario.
    pub fn scenario(&self, number: &str) -> Option<&ScenarioMap> {
        self.scenarios.get(number)
    }

    /// What the `rank`-th `Alors` (from 1, `Et` and `Mais` included) of a scenario proves; `None`
    /// when the catalogue does not know the scenario or has no such rank.
    pub fn preuves(&self, number: &str, rank: usize) -> Option<Proof<'_>> {
        let alors = self.scenario(number)?.alors.get(rank.checked_sub(1)?)?;
        Some(match alors {
            Alors::Preuves(ids) => Proof::Preuves(ids),
            Alors::Controle(_) => Proof::Controle,
        })
    }

    /// The exigences that a scenario supports, in the order of the files.
    pub fn exigences_of(&self, number: &str) -> Vec<&Exigence> {
        let Some(map) = self.scenario(number) else {
            return Vec::new();
        };
        let indexes: BTreeSet<usize> = map
            .alors
            .iter()
            .flat_map(Alors::preuves)
            .filter_map(|preuve| Some(self.preuves.get(preuve)?.0))
            .collect();
        indexes
            .iter()
            .map(|index| &self.exigences[*index])
            .collect()
    }

    /// The exigence with that identifier.
    pub fn exigence(&self, id: &str) -> Option<&Exigence> {
        self.exigences.iter().find(|exigence| exigence.id == id)
    }

    /// The exigence and the ANS scénario of a preuve.
    pub fn owner(&self, preuve: &str) -> Option<(&Exigence, &ScenarioAns)> {
        let (e, s) = *self.preuves.get(preuve)?;
        let exigence = &self.exigences[e];
        Some((exigence, &exigence.scenario[s]))
    }

    /// Numbers of the scenarios that support a preuve.
    pub fn supporters(&self, preuve: &str) -> impl Iterator<Item = &str> {
        self.support
            .get(preuve)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// The least provenance accepted by the strictest exigence among those of these preuves;
    /// *attestée*, the weakest, when there is none.
    pub fn least_provenance<'a>(
        &self,
        preuves: impl IntoIterator<Item = &'a PreuveId>,
    ) -> Provenance {
        preuves
            .into_iter()
            .filter_map(|preuve| Some(self.owner(preuve)?.0.provenance_min))
            .max()
            .unwrap_or(Provenance::Attestee)
    }

    /// Why no verdict on what this `Alors` proves may be better than À revoir, when that is so.
    ///
    /// A provisional contract caps the whole scenario, an inferred exigence its own preuves.
    pub fn cap<'a>(
        &self,
        number: &str,
        preuves: impl IntoIterator<Item = &'a PreuveId>,
    ) -> Option<&'static str> {
        if self.scenario(number).is_some_and(|map| map.provisoire) {
            return Some("contrat provisoire");
        }
        preuves
            .into_iter()
            .filter_map(|preuve| self.owner(preuve))
            .any(|(exigence, _)| exigence.source == Source::Deduit)
            .then_some("exigence déduite")
    }

    /// How far an exigence is covered.
    pub fn coverage(&self, exigence: &Exigence) -> Coverage {
        if let Some(reason) = &exigence.non_teste {
            return Coverage::Untested(reason.clone());
        }
        let bare: Vec<PreuveId> = exigence
            .preuves()
            .filter(|preuve| !self.support.contains_key(&preuve.id))
            .map(|preuve| preuve.id.clone())
            .collect();
        if bare.is_empty() {
            Coverage::Tested
        } else {
            Coverage::Partial(bare)
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
