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

impl Observed {
    /// Name of the service.
    pub fn service(&self) -> &'static str {
        match self {
            Self::Insi(_) => "insi",
        }
    }

    /// Version that was written.
    pub fn version(&self) -> u32 {
        match self {
            Self::Insi(insi) => insi.version,
        }
    }

    /// Version of that service's type that this program knows.
    pub fn known_version(&self) -> u32 {
        match self {
            Self::Insi(_) => insi::VERSION,
        }
    }

    /// The same understanding of the request, with no answer: an injected fault replaced it.
    #[must_use]
    pub fn without_answer(self) -> Self {
        match self {
            Self::Insi(mut insi) => {
                insi.answer = insi::InsiAnswer::Aucune;
                Self::Insi(insi)
            }
        }
    }
}
