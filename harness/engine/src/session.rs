//! One scenario's conversation with a practice software: acts, observes, gathers what checks need,
//! and keeps the facts.
//!
//! It applies no least provenance and writes nothing: the caller makes the record.

mod gathering;

use std::sync::Arc;
use std::time::Duration;

use banc_contract::{Action, Answer, Outcome, Preparation, PreparationAnswer, Question};
use banc_core::clock::Clock;
use banc_core::exchange::Exchange;
use banc_core::journal::{Cursor, Entry, Journal};
use jiff::Timestamp;

use crate::check::{Check, Judge as _, Need};
use crate::driver::{Caller, Driver, DriverError};
use crate::fact::{Act, Facts, FactsRecord, Observation, QuietRecord};

use crate::finding::Finding;
use gathering::Watched;

/// What a session needs from outside.
pub struct SessionParts {
    /// Lane: attributes the traffic.
    pub lane: String,
    /// Who is speaking.
    pub caller: Caller,
    /// The adapter.
    pub driver: Arc<dyn Driver>,
    /// The journal.
    pub journal: Journal,
    /// The clock.
    pub clock: Clock,
    /// Time left to each action.
    pub deadline: Duration,
    /// Length of a quiet window, real time.
    pub quiet_window: Duration,
}

/// See the module.
pub struct Session {
    parts: SessionParts,
    /// Where the scenario begins in the journal.
    start: Cursor,
    /// When it begins, wall time.
    began: Timestamp,
    facts: FactsRecord,
    /// Quiet windows watched since the last action, by service.
    watched: Vec<Watched>,
    troubles: Vec<String>,
}

impl Session {
    /// A session that begins here in the journal.
    pub fn new(parts: SessionParts) -> Self {
        let start = parts.journal.cursor();
        let began = parts.clock.wall();
        let next = start.0 + 1;
        let facts = FactsRecord {
            window_from: next,
            window_to: next,
            ..FactsRecord::default()
        };
        Self {
            parts,
            start,
            began,
            facts,
            watched: Vec::new(),
            troubles: Vec::new(),
        }
    }

    /// Returns the software to a known state.
    pub async fn prepare(
        &mut self,
        preparation: &Preparation,
    ) -> Result<PreparationAnswer, DriverError> {
        let answer = self
            .parts
            .driver
            .prepare(&self.parts.caller, preparation)
            .await;
        if let Err(error) = &answer {
            self.troubles.push(error.to_string());
        }
        answer
    }

    /// Plays an action; `None` when the adapter failed, which the facts and the troubles say.
    pub async fn act(&mut self, action: Action, setup: bool) -> Option<Outcome> {
        let from = self.parts.journal.cursor().0 + 1;
        let began = self.parts.clock.mono();
        let played = self
            .parts
            .driver
            .act(&self.parts.caller, &action, self.parts.deadline)
            .await;
        let perceived = self.parts.clock.mono().since(began);
        let to = self.parts.journal.cursor().0 + 1;
        let (outcome, failure) = self.split(played);
        self.facts.acts.push(Act {
            action,
            outcome: outcome.clone(),
            failure,
            setup,
            from,
            to,
            perceived_ms: u64::try_from(perceived.as_millis()).unwrap_or(u64::MAX),
        });
        self.facts.window_to = to;
        self.watched.clear();
        outcome
    }

    /// Asks a question; `None` when the adapter failed.
    pub async fn observe(&mut self, question: Question) -> Option<Answer> {
        let asked = self
            .parts
            .driver
            .observe(&self.parts.caller, &question)
            .await;
        let (answer, failure) = self.split(asked);
        let after_acts = self.facts.acts.len();
        self.facts.observations.push(Observation {
            question,
            answer: answer.clone(),
            failure,
            after_acts,
        });
        answer
    }

    fn split<T>(&mut self, result: Result<T, DriverError>) -> (Option<T>, Option<String>) {
        match result {
            Ok(value) => (Some(value), None),
            Err(error) => {
                let text = error.to_string();
                self.troubles.push(text.clone());
                (None, Some(text))
            }
        }
    }

    /// Begins a window, before the first action of a `Quand`: what these questions answer now is
    /// the state "before".
    pub async fn begin_window(&mut self, questions: Vec<Question>) {
        for question in questions {
            self.observe(question).await;
        }
        self.facts.window_from = self.parts.journal.cursor().0 + 1;
        self.facts.window_to = self.facts.window_from;
        self.facts.window_act = self.facts.acts.len();
        self.facts.call_expected = false;
        self.watched.clear();
    }

    /// Gathers what a check needs, then judges a snapshot of the facts.
    pub async fn verify(&mut self, check: &Check) -> (Finding, FactsRecord) {
        for need in check.needs(&self.facts()) {
            match need {
                Need::Ask(question) => self.ask_once(question).await,
                Need::Quiet { service } => self.watch(service).await,
                Need::Lull { service } => self.wait_out(service).await,
                Need::Storage => self.search_storage().await,
            }
        }
        self.facts.window_to = self.parts.journal.cursor().0 + 1;
        let mut facts = self.facts();
        // A call that lands after the window was closed belongs to the next check: judging the run
        // again would not see it here.
        facts
            .exchanges
            .retain(|exchange| exchange.number < facts.record.window_to);
        (check.judge(&facts), facts.record)
    }

    /// Why an absence that was witnessed is no longer one: a call came after the last check. To be
    /// asked when the lane is closed.
    pub fn late_call(&self) -> Option<String> {
        let late = |quiet: &QuietRecord| {
            quiet.held
                && !quiet.lull
                && self.exchanges().iter().any(|exchange| {
                    exchange.number >= self.facts.window_to && *exchange.service == *quiet.service
                })
        };
        self.facts.quiet.iter().any(late).then(|| {
            "un appel est arrivé après la fenêtre de silence : l'absence n'est pas établie"
                .to_owned()
        })
    }

    /// Waits until an exchange of the current window matches, for `limit` at most; false when none
    /// came.
    pub async fn wait_for(&self, limit: Duration, matches: impl Fn(&Exchange) -> bool) -> bool {
        let cursor = Cursor(self.facts.window_from.saturating_sub(1));
        let lane = Some(self.parts.lane.as_str());
        let waited = self
            .parts
            .journal
            .wait_until(cursor, lane, limit, |exchanges| {
                exchanges.iter().any(|exchange| matches(exchange))
            });
        waited.await.satisfied
    }

    /// The exchanges of the lane since the scenario began.
    pub fn exchanges(&self) -> Vec<Arc<Exchange>> {
        self.parts
            .journal
            .since(self.start, Some(&self.parts.lane))
            .iter()
            .filter_map(Entry::exchange)
            .cloned()
            .collect()
    }

    /// A snapshot of everything gathered so far.
    pub fn facts(&self) -> Facts {
        Facts {
            exchanges: self.exchanges(),
            record: self.facts.clone(),
        }
    }

    /// The facts without the exchanges.
    pub fn record(&self) -> &FactsRecord {
        &self.facts
    }

    /// Keeps a value by name.
    pub fn remember(&mut self, name: &str, value: impl Into<String>) {
        self.facts.names.insert(name.to_owned(), value.into());
    }

    /// Forgets a name, before what may give it anew: a value that is no longer true is worse than
    /// none.
    pub fn forget(&mut self, name: &str) {
        self.facts.names.remove(name);
    }

    /// A value kept by name.
    pub fn recall(&self, name: &str) -> Option<&str> {
        self.facts.names.get(name).map(String::as_str)
    }

    /// Says that a step could not be done: nothing is concluded from here on.
    pub fn block(&mut self, reason: &str) {
        self.facts.blocked.get_or_insert_with(|| reason.to_owned());
    }

    /// Says that the scenario rests on the provisional verification contract.
    pub fn provisional(&mut self) {
        self.facts.provisional = true;
    }

    /// Says that the current window means nothing without a call to INSi.
    pub fn expect_call(&mut self) {
        self.facts.call_expected = true;
    }

    /// Troubles of the adapter and of the bench so far.
    pub fn troubles(&self) -> &[String] {
        &self.troubles
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.parts.clock
    }
}

#[cfg(test)]
mod tests;
