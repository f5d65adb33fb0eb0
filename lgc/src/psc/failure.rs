//! Why Pro Santé Connect gave nothing usable, in the words kept in the trace and shown to the user. No
//! failure bears a token, a code or a secret.

use crate::outgoing::OutgoingFailure;

/// A failure of a sign-in, a renewal or a call made with the professional's identity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PscFailure {
    /// The preparation does not give what this way needs.
    #[error("Pro Santé Connect n'est pas configuré : {0}")]
    NotConfigured(String),
    /// No answer.
    #[error("{service} ne répond pas ({failure})")]
    Unreachable {
        /// Who was called.
        service: &'static str,
        /// What happened.
        failure: OutgoingFailure,
    },
    /// An answer that says the service is ill.
    #[error("{service} est indisponible (statut HTTP {status})")]
    Unavailable {
        /// Who was called.
        service: &'static str,
        /// Status.
        status: u16,
    },
    /// A refusal in due form.
    #[error("{service} refuse : {error}{}", .description.as_deref().map(|text| format!(" ({text})")).unwrap_or_default())]
    Refused {
        /// Who was called.
        service: &'static str,
        /// `error`.
        error: String,
        /// `error_description`.
        description: Option<String>,
    },
    /// An answer that cannot be understood.
    #[error("réponse illisible de {service} : {reason}")]
    Unreadable {
        /// Who was called.
        service: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// An answer that this software does not believe.
    #[error("réponse de Pro Santé Connect écartée : {0}")]
    NotBelieved(String),
    /// Nobody approved in time.
    #[error("personne n'a validé la demande à temps")]
    NobodyAnswered,
}

impl PscFailure {
    /// True when the service said no, so that asking again is useless.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }

    /// The OAuth error, when there is one.
    pub fn oauth_error(&self) -> Option<&str> {
        match self {
            Self::Refused { error, .. } => Some(error),
            _ => None,
        }
    }
}
