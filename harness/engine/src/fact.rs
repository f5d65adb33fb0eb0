//! The facts a check judges: a window of the journal, the outcomes of actions, observations.
//!
//! Facts are recorded as they are gathered; judging them again later gives the same finding.

use std::sync::Arc;

use banc_contract::{Action, Answer, Outcome, Question};
use banc_core::Exchange;
use serde::{Deserialize, Serialize};

use crate::storage::StorageSearch;

/// Everything gathered in a scenario up to one `Alors`.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Exchanges of the scenario's lane since its preparation, oldest first.
    pub exchanges: Vec<Arc<Exchange>>,
    /// The rest.
    pub record: FactsRecord,
}

/// The part of the facts that is stored beside the journal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FactsRecord {
    /// Number of the first exchange of the current window (since the last `Quand` began).
    pub window_from: u64,
    /// Number after the last exchange that was visible when the check ran.
    pub window_to: u64,
    /// Actions of the scenario with their outcomes, oldest first, `Étant donné` included.
    pub acts: Vec<Act>,
    /// Observations, oldest first, those made before the action included.
    pub observations: Vec<Observation>,
    /// Quiet windows that were watched, oldest first.
    pub quiet: Vec<QuietRecord>,
    /// Searches of what the software keeps on this machine, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub searches: Vec<StorageSearch>,
    /// Index of the first action of the current window.
    pub window_act: usize,
    /// Why an `Étant donné` or a `Quand` before this `Alors` could not be done: nothing can be
    /// concluded then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<String>,
    /// True when the scenario rests on the provisional verification contract.
    pub provisional: bool,
    /// True when the current window means nothing without a call to INSi: what the adapter alone
    /// declares then proves nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub call_expected: bool,
    /// Values that steps keep by name (e.g. `usager` → record identifier).
    pub names: std::collections::BTreeMap<String, String>,
}

/// One action and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// The action.
    pub action: Action,
    /// Its outcome; absent when the adapter failed.
    pub outcome: Option<Outcome>,
    /// Why there is no outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// True for an action of an `Étant donné`.
    pub setup: bool,
    /// Number of the first exchange that can come from this action.
    pub from: u64,
    /// Number after the last exchange seen when the action ended.
    pub to: u64,
    /// Time perceived by the bench, milliseconds.
    pub perceived_ms: u64,
}

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// The question.
    pub question: Question,
    /// Its answer; absent when the adapter failed.
    pub answer: Option<Answer>,
    /// Why there is no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// Number of acts done when it was asked: tells "before" from "after".
    pub after_acts: usize,
}

/// A quiet window that was watched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuietRecord {
    /// Service watched.
    pub service: String,
    /// Length asked for, milliseconds, real time.
    pub window_ms: u64,
    /// True when it passed without a matching exchange.
    pub held: bool,
    /// Number of the exchange that proves the mock would have seen a call.
    pub control: Option<u64>,
    /// True for a window that began after calls that were expected: only what came during it counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lull: bool,
}

impl Facts {
    /// Exchanges of the current window (since the last `Quand` began).
    pub fn window(&self) -> impl Iterator<Item = &Arc<Exchange>> {
        let (from, to) = (self.record.window_from, self.record.window_to);
        self.exchanges
            .iter()
            .filter(move |exchange| exchange.number >= from && exchange.number < to)
    }

    /// The last action of a `Quand`.
    pub fn last_act(&self) -> Option<(usize, &Act)> {
        self.record
            .acts
            .iter()
            .enumerate()
            .rev()
            .find(|(_, act)| !act.setup)
    }

    /// The last answer to a question, asked after the last action.
    pub fn latest(&self, matches: impl Fn(&Question) -> bool) -> Option<(usize, &Observation)> {
        let acts = self.record.acts.len();
        self.record
            .observations
            .iter()
            .enumerate()
            .rev()
            .find(|(_, observation)| {
                observation.after_acts == acts && matches(&observation.question)
            })
    }

    /// The last answer to a question asked before the current window's first action.
    pub fn earlier(&self, matches: impl Fn(&Question) -> bool) -> Option<(usize, &Observation)> {
        let first = self.record.window_act;
        self.record
            .observations
            .iter()
            .enumerate()
            .rev()
            .find(|(_, observation)| {
                observation.after_acts <= first && matches(&observation.question)
            })
    }
}
