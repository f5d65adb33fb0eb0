//! Technical failures of a call to the directory, in the words shown to the user, in French. A failure
//! is never a result: it does not say that somebody is absent from the directory.

use std::time::Duration;

/// Why the directory gave no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryFailure {
    /// No address or no key was given to this software.
    #[error("accès à l'Annuaire Santé non configuré : {0}")]
    NotConfigured(String),
    /// The directory could not be reached.
    #[error("connexion impossible à l'Annuaire Santé : {0}")]
    Connection(String),
    /// No complete answer came in time.
    #[error("pas de réponse complète de l'Annuaire Santé après {} ms", .0.as_millis())]
    Timeout(Duration),
    /// The connection broke before the end of the answer.
    #[error("connexion rompue par l'Annuaire Santé : {0}")]
    Broken(String),
    /// The key was refused (HTTP 401 or 403).
    #[error("l'Annuaire Santé refuse la clé d'accès de ce logiciel (statut HTTP {0})")]
    KeyRefused(u16),
    /// Too many calls (HTTP 429), still so after the pauses that were asked for.
    #[error("l'Annuaire Santé limite le nombre d'appels de ce logiciel")]
    Limited {
        /// Pause asked for, when it is told.
        pause: Option<Duration>,
    },
    /// Another HTTP status than success, with the diagnostics given.
    #[error("l'Annuaire Santé répond par le statut HTTP {status}{}", told(.diagnostics))]
    Http {
        /// Status.
        status: u16,
        /// Diagnostics of the `OperationOutcome`, empty when there is none.
        diagnostics: String,
    },
    /// The answer is larger than this software accepts.
    #[error("réponse de l'Annuaire Santé trop longue (plus de {0} octets)")]
    TooLong(usize),
    /// The answer cannot be understood.
    #[error("réponse de l'Annuaire Santé illisible : {0}")]
    Unreadable(String),
}

fn told(diagnostics: &str) -> String {
    if diagnostics.is_empty() {
        String::new()
    } else {
        format!(" ({diagnostics})")
    }
}

impl DirectoryFailure {
    /// True where a new attempt may help: every call only reads, so none can be done twice.
    ///
    /// Source: real incidents of the directory (502 and 504 among successes, on the same requests).
    pub fn may_be_retried(&self) -> bool {
        match self {
            Self::Connection(_) | Self::Broken(_) | Self::Limited { .. } => true,
            Self::Http { status, .. } => *status >= 500,
            Self::NotConfigured(_)
            | Self::Timeout(_)
            | Self::KeyRefused(_)
            | Self::TooLong(_)
            | Self::Unreadable(_) => false,
        }
    }
}
