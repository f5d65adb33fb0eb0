//! The same contract over stdin/stdout: one JSON message per line, each with an `id`.

use serde::{Deserialize, Serialize};

use crate::{
    Answer, Declaration, Outcome, Preparation, PreparationAnswer, action::Action,
    question::Question,
};

/// A line written by the bench.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandRequest {
    /// Identifier, echoed by the answer.
    pub id: String,
    /// Execution, as in [`crate::EXECUTION_HEADER`].
    #[serde(default)]
    pub execution: String,
    /// Scenario, as in [`crate::SCENARIO_HEADER`].
    #[serde(default)]
    pub scenario: String,
    /// What is asked.
    #[serde(flatten)]
    pub body: CommandBody,
}

/// What is asked: `appel` is the route's name.
#[expect(
    clippy::large_enum_variant,
    reason = "one message at a time, never stored"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "appel", rename_all = "snake_case")]
pub enum CommandBody {
    /// As `GET /`.
    Declarer,
    /// As `POST /preparer`.
    Preparer {
        /// Body.
        preparation: Box<Preparation>,
    },
    /// As `POST /agir`.
    Agir {
        /// Action and parameters.
        #[serde(flatten)]
        action: Action,
        /// Deadline in milliseconds.
        echeance_ms: u64,
    },
    /// As `POST /observer`.
    Observer {
        /// Question and parameters.
        #[serde(flatten)]
        question: Question,
    },
}

/// A line written by the adapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandAnswer {
    /// Identifier of the request answered.
    pub id: String,
    /// The answer.
    pub reponse: CommandResult,
}

/// The answer, by the call it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommandResult {
    /// To `declarer`.
    Declaration(Declaration),
    /// To `preparer`.
    Preparation(PreparationAnswer),
    /// To `agir`.
    Issue(Outcome),
    /// To `observer`.
    Observation(Answer),
}
