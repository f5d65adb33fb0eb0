//! What a check found, with the evidence it rests on.

use serde::{Deserialize, Serialize};

use crate::verdict::{Provenance, Verdict};

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Verdict of this check alone, before the exigence's least provenance is applied.
    pub verdict: Verdict,
    /// Provenance of the evidence.
    pub provenance: Provenance,
    /// One French sentence: what was expected and what was seen. Free of durations and identifiers
    /// that change from run to run, because it enters the digest.
    pub message: String,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "nature", rename_all = "snake_case")]
pub enum Evidence {
    /// An exchange of the journal.
    Exchange {
        /// Its number.
        number: u64,
    },
    /// An observation of the facts.
    Observation {
        /// Its index.
        index: usize,
    },
    /// The outcome of an action.
    Outcome {
        /// Its index in the facts.
        index: usize,
    },
    /// An absence, watched for a stated time.
    Quiet {
        /// Length of the window in milliseconds, real time.
        window_ms: u64,
        /// The exchange that proves that the mock would have seen the call.
        control: Option<u64>,
    },
}

impl Finding {
    /// A finding that the expectation holds.
    pub fn conforme(provenance: Provenance, message: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Conforme,
            provenance,
            message: message.into(),
            evidence: Vec::new(),
        }
    }

    /// A finding that it does not.
    pub fn non_conforme(provenance: Provenance, message: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::NonConforme,
            provenance,
            message: message.into(),
            evidence: Vec::new(),
        }
    }

    /// A finding that nothing can be said.
    pub fn non_concluant(message: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::NonConcluant,
            provenance: Provenance::Declaree,
            message: message.into(),
            evidence: Vec::new(),
        }
    }

    /// Conforme or Non conforme by a condition, with a sentence for each.
    pub fn when(
        holds: bool,
        provenance: Provenance,
        good: impl FnOnce() -> String,
        bad: impl FnOnce() -> String,
    ) -> Self {
        if holds {
            Self::conforme(provenance, good())
        } else {
            Self::non_conforme(provenance, bad())
        }
    }

    /// Adds evidence.
    #[must_use]
    pub fn with(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    /// Caps at À revoir, saying why.
    #[must_use]
    pub fn capped(mut self, reason: &str) -> Self {
        if self.verdict == Verdict::Conforme {
            self.verdict = Verdict::ARevoir;
            self.message = format!("{} ({reason})", self.message);
        }
        self
    }
}
