//! Checks: pure functions of facts, one per file, each with its parameters as data so that a
//! recorded run can be judged again.

use serde::{Deserialize, Serialize};

use crate::fact::Facts;
use crate::finding::Finding;

/// What a check needs gathered before it can judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// The answer to a question, asked now.
    Ask(banc_contract::Question),
    /// A quiet window on a service, with a positive control.
    Quiet {
        /// Service watched.
        service: &'static str,
    },
}

/// One check.
pub trait Judge {
    /// What must be gathered first.
    fn needs(&self, facts: &Facts) -> Vec<Need>;
    /// The finding.
    fn judge(&self, facts: &Facts) -> Finding;
}

/// Every check, as data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "controle", rename_all = "snake_case")]
pub enum Check {}
