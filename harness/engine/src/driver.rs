//! How the bench acts on a practice software: one trait, several adapters.

pub mod command;
pub mod http;
pub mod inspection;
mod shape;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use banc_contract::{
    Action, Answer, Declaration, Outcome, Preparation, PreparationAnswer, Question,
};

/// A future of a driver.
pub type DriverFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, DriverError>> + Send + 'a>>;

/// Who is speaking, for the headers that join both sides' logs.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// Execution.
    pub execution: String,
    /// Scenario, with `#n` for the n-th example.
    pub scenario: String,
}

/// An adapter of a practice software. None of its failures is a verdict on the software.
pub trait Driver: Send + Sync {
    /// What the adapter says of itself.
    fn declare(&self) -> DriverFuture<'_, Declaration>;
    /// Returns the software to a known state that points to the bench.
    fn prepare<'a>(
        &'a self,
        caller: &'a Caller,
        preparation: &'a Preparation,
    ) -> DriverFuture<'a, PreparationAnswer>;
    /// Plays an action; gives up after `deadline`.
    fn act<'a>(
        &'a self,
        caller: &'a Caller,
        action: &'a Action,
        deadline: Duration,
    ) -> DriverFuture<'a, Outcome>;
    /// Asks a question.
    fn observe<'a>(
        &'a self,
        caller: &'a Caller,
        question: &'a Question,
    ) -> DriverFuture<'a, Answer>;
}

/// A message of the contract sent as it stands, valid or not: only `check-driver` needs it.
#[derive(Clone, Debug)]
pub struct RawCall {
    /// The call.
    pub route: Route,
    /// Body, without the message identifier, which the driver adds.
    pub body: serde_json::Map<String, serde_json::Value>,
}

/// The four calls of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// `GET /`.
    Declare,
    /// `POST /preparer`.
    Prepare,
    /// `POST /agir`.
    Act,
    /// `POST /observer`.
    Observe,
}

/// What was answered to a [`RawCall`]: valid JSON, whatever its shape.
#[derive(Clone, Debug, PartialEq)]
pub struct RawAnswer {
    /// HTTP status; absent over stdin/stdout.
    pub status: Option<u16>,
    /// The answer's content, without its envelope.
    pub body: serde_json::Value,
}

/// An adapter that can be sent messages outside the contract, to see what it answers.
pub trait RawDriver: Driver {
    /// Sends a message as it stands.
    fn raw<'a>(&'a self, caller: &'a Caller, call: RawCall) -> DriverFuture<'a, RawAnswer>;
}

/// A failure of the adapter. Always Non concluant, never Non conforme.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DriverError {
    /// Nobody answers.
    #[error("adapter unreachable at {address}: {reason}; start it or correct --driver")]
    Unreachable {
        /// Where it was looked for.
        address: String,
        /// What the system said.
        reason: String,
    },
    /// It did not answer in time.
    #[error("adapter did not answer {call} within {waited_ms} ms")]
    TimedOut {
        /// Route or message.
        call: String,
        /// Time waited, milliseconds.
        waited_ms: u64,
    },
    /// It answered something that the contract does not know.
    #[error("adapter answered {call} outside the contract: {reason}")]
    Garbage {
        /// Route or message.
        call: String,
        /// What is wrong, with the place in the JSON when known.
        reason: String,
    },
    /// It stopped.
    #[error("adapter stopped during {call}: {reason}")]
    Died {
        /// Route or message.
        call: String,
        /// Exit status or transport error.
        reason: String,
    },
}
