//! A request that is not served: what to answer, and the precise reason for the investigator.

use crate::codes::Refusal;
use crate::fault::Denial;

/// Why a request stopped.
#[derive(Clone, Debug)]
pub(crate) struct Denied {
    /// What is answered.
    pub(crate) denial: Denial,
    /// The precise reason, in French.
    pub(crate) reason: String,
    /// HTTP status: 500 for every fault that is attested.
    pub(crate) status: u16,
}

impl Denied {
    /// A message that cannot be read or misses something.
    pub(crate) fn sender(reason: impl Into<String>) -> Self {
        Self::new(Denial::Sender, reason)
    }

    /// A refusal with a code of the service.
    pub(crate) fn coded(refusal: Refusal, reason: impl Into<String>) -> Self {
        Self::new(Denial::coded(refusal), reason)
    }

    pub(crate) fn new(denial: Denial, reason: impl Into<String>) -> Self {
        Self {
            denial,
            reason: reason.into(),
            status: 500,
        }
    }

    /// The same, with another HTTP status.
    pub(crate) fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// What the sender is told where the service has no text of its own. Refused assertions get a
    /// general sentence: a real service does not explain its security checks.
    pub(crate) fn told(&self) -> &str {
        match self.denial {
            Denial::Security { .. } => "L'assertion d'authentification est refusée.",
            _ => &self.reason,
        }
    }
}
