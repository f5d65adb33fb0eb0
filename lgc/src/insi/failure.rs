//! Technical failures of a call, in the words kept in the journal and shown to the user, in French.
//! A technical failure is never a business answer: it changes no identity.

use std::time::Duration;

/// Why a call gave no business answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// No means of authentication or no endpoint was given to this software.
    #[error("appel impossible : {0}")]
    NotConfigured(String),
    /// The professional's identity could not be had.
    #[error("identité Pro Santé Connect inutilisable : {0}")]
    NotIdentified(String),
    /// The service could not be reached.
    #[error("connexion impossible au téléservice : {0}")]
    Connection(String),
    /// The connection was not made in time.
    #[error("connexion au téléservice non établie après {} ms", .0.as_millis())]
    ConnectTimeout(Duration),
    /// No complete answer came in time.
    #[error("pas de réponse complète du téléservice après {} ms", .0.as_millis())]
    Timeout(Duration),
    /// The connection broke before the end of the answer.
    #[error("connexion rompue par le téléservice : {0}")]
    Broken(String),
    /// An HTTP status other than success, without a SOAP fault.
    #[error("le téléservice répond par le statut HTTP {0}")]
    Http(u16),
    /// The answer is larger than this software accepts.
    #[error("réponse du téléservice trop longue (plus de {0} octets)")]
    TooLong(usize),
    /// The answer cannot be understood.
    #[error("réponse du téléservice illisible : {0}")]
    Unreadable(String),
    /// A SOAP fault: the refusal of the gateway or of the service.
    #[error("erreur {code} du téléservice : {text}")]
    Fault {
        /// Code of `siram:Erreur`, else the SOAP subcode.
        code: String,
        /// Text for the user.
        text: String,
    },
}

impl Failure {
    /// True where a new attempt may help and cannot repeat a refusal: troubles of the connection and
    /// server errors without a SOAP fault.
    pub fn may_be_retried(&self) -> bool {
        match self {
            Self::Connection(_) | Self::ConnectTimeout(_) | Self::Broken(_) => true,
            Self::Http(status) => *status >= 500,
            Self::NotConfigured(_)
            | Self::NotIdentified(_)
            | Self::Timeout(_)
            | Self::TooLong(_)
            | Self::Unreadable(_)
            | Self::Fault { .. } => false,
        }
    }
}
