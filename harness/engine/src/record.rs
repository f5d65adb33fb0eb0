//! A run as data: what is written to `run.json` and read back by `banc judge` and by the reports.
//!
//! Types only; the run folder is written by `record::writer`.

mod evidence;
pub mod folder;
pub mod reader;
#[cfg(test)]
pub(crate) mod sample;
pub mod writer;

pub use evidence::{exchanges_of, file_name};
pub(crate) use folder::Folder;
pub use folder::FolderError;
pub use writer::{Event, RunWriter};

use banc_contract::Declaration;
use serde::{Deserialize, Serialize};

use crate::check::Check;
use crate::fact::FactsRecord;
use crate::finding::Finding;
use crate::verdict::{Provenance, Verdict};

/// Version of [`RunRecord`]; raise it with each change of shape.
pub const FORMAT: u32 = 1;

/// A whole run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// [`FORMAT`].
    pub format: u32,
    /// Identifier of the execution.
    pub execution: String,
    /// Start, RFC 3339.
    pub started: String,
    /// End, RFC 3339; absent in a run that was killed.
    pub ended: Option<String>,
    /// Version of the bench.
    pub bench_version: String,
    /// What the adapter declared.
    pub software: Option<Declaration>,
    /// Seed.
    pub seed: u64,
    /// Name of the fault profile, `nominal` when there is none.
    pub fault_profile: String,
    /// SHA-256 of the features and of the requirement catalogue that were played.
    pub features_sha256: String,
    /// Where the features come from: `intégrées` or a folder.
    pub features_origin: String,
    /// Capabilities required by the editor's configuration.
    pub required_capabilities: Vec<String>,
    /// Required capabilities that the adapter does not declare: Non conforme for the run.
    pub missing_capabilities: Vec<String>,
    /// Known failures, by scenario, with the reason given.
    pub known_failures: std::collections::BTreeMap<String, String>,
    /// Scenarios played, by catalogue order.
    pub scenarios: Vec<ScenarioRecord>,
    /// Scenarios not played, with the reason (capability, selection, coverage).
    pub not_played: Vec<NotPlayed>,
    /// Troubles of the bench or of the adapter outside scenarios.
    pub troubles: Vec<String>,
    /// True when the adapter could not be reached at all.
    pub driver_unreachable: bool,
    /// Overhead of the adapter on a no-op action, milliseconds, when measured.
    pub adapter_overhead_ms: Option<f64>,
    /// SHA-256 of what must be the same for the same seed.
    pub digest: Option<String>,
    /// Exit code.
    pub exit_code: Option<u8>,
}

/// A scenario that was not played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotPlayed {
    /// Catalogue number, with `#n` for the n-th example.
    pub id: String,
    /// Name.
    pub name: String,
    /// Why, in French.
    pub reason: String,
    /// True when the capability is missing (Non applicable); false when it was not selected.
    pub not_applicable: bool,
}

/// One scenario (one example of an outline).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioRecord {
    /// Catalogue number with `#n` for the n-th example of an outline, e.g. `INS-12#2`.
    pub id: String,
    /// Catalogue number, e.g. `INS-12`.
    pub number: String,
    /// Name.
    pub name: String,
    /// Feature's name.
    pub feature: String,
    /// Tags, without `@`.
    pub tags: Vec<String>,
    /// Lane: attributes the traffic.
    pub lane: String,
    /// Start, milliseconds since the run's start.
    pub started_ms: u64,
    /// Duration, milliseconds.
    pub duration_ms: u64,
    /// Steps in order.
    pub steps: Vec<StepRecord>,
    /// Verdict of the scenario.
    pub verdict: Verdict,
    /// Numbers of the exchanges of its lane.
    pub exchanges: Vec<u64>,
    /// Troubles of the bench or of the adapter during this scenario.
    pub troubles: Vec<String>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepRecord {
    /// `Étant donné`, `Quand`, `Alors`: `Et` and `Mais` take the kind of what precedes.
    pub kind: StepKind,
    /// Keyword and text as written.
    pub text: String,
    /// What happened.
    pub status: StepStatus,
    /// Start, milliseconds since the scenario's start.
    pub at_ms: u64,
    /// Duration, milliseconds.
    pub duration_ms: u64,
    /// Index of the acts done by this step, in the scenario's facts.
    pub acts: Vec<usize>,
    /// The check, for an `Alors`.
    pub check: Option<CheckRecord>,
}

/// Kind of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// `Étant donné`.
    Given,
    /// `Quand`.
    When,
    /// `Alors`.
    Then,
}

/// What happened to a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "etat", rename_all = "snake_case")]
pub enum StepStatus {
    /// Done; an `Alors` that found Non conforme is done too, its finding says so.
    Done,
    /// Could not be done: the scenario's preuves are Non concluant.
    Failed {
        /// Why.
        reason: String,
    },
    /// Not reached.
    Skipped,
}

/// One check as judged, with all that is needed to judge it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckRecord {
    /// Rank of this `Alors` in the scenario, from 1.
    pub rank: usize,
    /// Preuves it supports; empty for a `controle`.
    pub preuves: Vec<String>,
    /// The check.
    pub check: Check,
    /// The facts.
    pub facts: FactsRecord,
    /// The finding.
    pub finding: Finding,
    /// Least provenance accepted by the strictest exigence it supports.
    pub least_provenance: Provenance,
    /// Verdict after the least provenance was applied.
    pub verdict: Verdict,
}
