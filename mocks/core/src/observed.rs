//! What a service understood of an exchange, beside the raw bytes: the only business facts that
//! checks may rely on without opening the bytes.
//!
//! Each service has its versioned type in a file of its own. `banc judge` refuses versions that it
//! does not know.

pub mod insi;

use serde::{Deserialize, Serialize};

/// What was understood, by service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "service", rename_all = "snake_case")]
pub enum Observed {
    /// An exchange with INSi.
    Insi(Box<insi::ObservedInsi>),
}
