//! The driver contract, version 1: the words a bench and a practice software (LGC) exchange.
//!
//! Types only: no transport, no async, no judgement. The same JSON travels over HTTP (four routes)
//! and over stdin/stdout (one line per message, see [`command`]). The JSON is in French because an
//! editor reads it beside French requirements; the Rust names are English.

pub mod action;
pub mod answer;
pub mod capability;
pub mod command;
pub mod declaration;
pub mod directory;
pub mod identity;
pub mod outcome;
pub mod preparation;
pub mod question;
pub mod sign_in;

pub use action::{Action, ActionRequest};
pub use answer::Answer;
pub use declaration::Declaration;
pub use directory::{Correspondent, DirectoryCriteria};
pub use identity::{Attribute, Identity, Matricule, Status, Traits};
pub use outcome::{Comparison, Done, Outcome};
pub use preparation::{Isolation, Preparation, PreparationAnswer};
pub use question::{Question, QuestionRequest};
pub use sign_in::{
    Account, Channel, Draft, LocalAccount, PscClient, PscRegistration, SessionState, SignInMode,
};

/// Version of this contract, as declared in `contrat`.
pub const CONTRACT_VERSION: &str = "1";

/// HTTP header that names the execution (one run of the bench) on every call to the adapter.
pub const EXECUTION_HEADER: &str = "Banc-Execution";

/// HTTP header that names the scenario being played on every call to the adapter.
pub const SCENARIO_HEADER: &str = "Banc-Scenario";
