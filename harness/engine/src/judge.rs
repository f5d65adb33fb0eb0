//! `banc judge`: judges a recorded run again, from its folder alone.
//!
//! Each check is played on the facts that were recorded and on the exchanges that were visible to
//! it. Nothing is asked of the software, and nothing is written.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use banc_core::Exchange;
use banc_core::journal::{self, JournalError};

use crate::check::Judge as _;
use crate::fact::Facts;
use crate::finding::Finding;
use crate::record::reader::{self, ReadError};
use crate::record::{CheckRecord, RunRecord, ScenarioRecord};

/// A run judged again.
#[derive(Debug)]
pub struct Judgement {
    /// The record as it was.
    pub run: RunRecord,
    /// The exchanges of its journal, bodies included.
    pub exchanges: Vec<Arc<Exchange>>,
    /// Checks that were played again.
    pub checks: usize,
    /// Those whose finding is not the one recorded.
    pub differences: Vec<Difference>,
    /// True when the run was killed: its journal or its record has no end.
    pub killed: bool,
}

/// A finding that is not the one recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Scenario, with `#n`.
    pub scenario: String,
    /// Rank of the `Alors`.
    pub rank: usize,
    /// What was recorded.
    pub recorded: Finding,
    /// What is found now.
    pub now: Finding,
}

/// Why a run cannot be judged again.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// The record.
    #[error(transparent)]
    Record(#[from] ReadError),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// Bodies are missing or are not what was recorded.
    #[error(
        "{count} bodies are missing or were altered (first: the {part} of exchange {number}); restore the folder bodies/ as the run wrote it"
    )]
    Bodies {
        /// How many.
        count: u64,
        /// Exchange of the first.
        number: u64,
        /// `request` or `answer`.
        part: &'static str,
    },
    /// The record names an exchange that the journal does not have.
    #[error(
        "scenario {scenario} names exchange {number}, which the journal does not have; the folder is incomplete or mixes two runs"
    )]
    NoExchange {
        /// Scenario.
        scenario: String,
        /// Exchange.
        number: u64,
    },
    /// The record names an exchange of another lane.
    #[error(
        "exchange {number} belongs to lane {found}, scenario {scenario} was on lane {lane}; the folder was altered"
    )]
    OtherLane {
        /// Scenario.
        scenario: String,
        /// Its lane.
        lane: String,
        /// Exchange.
        number: u64,
        /// Lane of the exchange.
        found: String,
    },
}

/// Judges the run of a folder again.
pub fn judge(directory: &Path) -> Result<Judgement, JudgeError> {
    let run = reader::read(directory)?;
    let recorded = journal::read(directory)?;
    let exchanges: Vec<Arc<Exchange>> = recorded.exchanges().cloned().collect();
    bodies(&exchanges, recorded.missing_bodies)?;
    let by_number: BTreeMap<u64, &Arc<Exchange>> = exchanges
        .iter()
        .map(|exchange| (exchange.number, exchange))
        .collect();
    let mut differences = Vec::new();
    let mut checks = 0;
    for scenario in &run.scenarios {
        let own = own(scenario, &by_number)?;
        for check in scenario.steps.iter().filter_map(|step| step.check.as_ref()) {
            checks += 1;
            let now = again(check, &own);
            if now != check.finding {
                differences.push(Difference {
                    scenario: scenario.id.clone(),
                    rank: check.rank,
                    recorded: check.finding.clone(),
                    now,
                });
            }
        }
    }
    Ok(Judgement {
        killed: recorded.cut || recorded.end.is_none() || run.ended.is_none(),
        run,
        exchanges,
        checks,
        differences,
    })
}

/// Plays a check on its facts and on the exchanges that were visible to it.
fn again(check: &CheckRecord, own: &[Arc<Exchange>]) -> Finding {
    let facts = Facts {
        exchanges: own
            .iter()
            .filter(|exchange| exchange.number < check.facts.window_to)
            .cloned()
            .collect(),
        record: check.facts.clone(),
    };
    check.check.judge(&facts)
}

fn own(
    scenario: &ScenarioRecord,
    by_number: &BTreeMap<u64, &Arc<Exchange>>,
) -> Result<Vec<Arc<Exchange>>, JudgeError> {
    let mut own = Vec::new();
    for number in &scenario.exchanges {
        let Some(exchange) = by_number.get(number) else {
            return Err(JudgeError::NoExchange {
                scenario: scenario.id.clone(),
                number: *number,
            });
        };
        if *exchange.lane != *scenario.lane {
            return Err(JudgeError::OtherLane {
                scenario: scenario.id.clone(),
                lane: scenario.lane.clone(),
                number: *number,
                found: exchange.lane.to_string(),
            });
        }
        own.push(Arc::clone(exchange));
    }
    own.sort_by_key(|exchange| exchange.number);
    Ok(own)
}

/// The journal gives no bytes to a body that is missing or altered; say which.
fn bodies(exchanges: &[Arc<Exchange>], missing: u64) -> Result<(), JudgeError> {
    for exchange in exchanges {
        let request = Some(&exchange.request.body);
        let answer = exchange.response.as_ref().map(|response| &response.body);
        for (part, body) in [("request", request), ("answer", answer)] {
            if body.is_some_and(|body| body.length != body.bytes.len() as u64) {
                return Err(JudgeError::Bodies {
                    count: missing.max(1),
                    number: exchange.number,
                    part,
                });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
