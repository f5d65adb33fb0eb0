//! Why a command could not do its work, with the exit code of each cause.
//!
//! Codes of verdicts are `banc_engine::exit`'s; these are the codes of usage, adapter and bench.

/// Usage or configuration.
pub const USAGE: u8 = 64;
/// Driver unreachable.
pub const UNREACHABLE: u8 = 69;
/// Bug or breakdown of the bench.
pub const BUG: u8 = 70;

/// A command that could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// What was asked cannot be done as asked.
    #[error("{0}")]
    Usage(String),
    /// The adapter cannot be reached.
    #[error("{0}")]
    Unreachable(String),
    /// The bench itself failed.
    #[error("{0}")]
    Bench(String),
}

impl Failure {
    /// Exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => USAGE,
            Self::Unreachable(_) => UNREACHABLE,
            Self::Bench(_) => BUG,
        }
    }

    /// A breakdown of the bench, from any error.
    pub fn bench(error: impl std::fmt::Display) -> Self {
        Self::Bench(error.to_string())
    }

    /// A misuse, from any error.
    pub fn usage(error: impl std::fmt::Display) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<crate::config::ConfigError> for Failure {
    fn from(error: crate::config::ConfigError) -> Self {
        Self::usage(error)
    }
}

impl From<crate::play::PlayError> for Failure {
    fn from(error: crate::play::PlayError) -> Self {
        match error {
            crate::play::PlayError::Server(error) => error.into(),
            other => Self::bench(other),
        }
    }
}

impl From<crate::reference_lgc::ReferenceLgcError> for Failure {
    fn from(error: crate::reference_lgc::ReferenceLgcError) -> Self {
        Self::bench(error)
    }
}
