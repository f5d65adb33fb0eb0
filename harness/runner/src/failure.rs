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

#[cfg(test)]
mod tests {
    use banc_server::ServerError;

    use super::*;

    #[test]
    fn a_mock_that_panicked_is_a_bug_of_the_bench_and_a_taken_port_a_misuse() {
        let panicked = ServerError::Panicked {
            messages: vec!["index out of bounds".to_owned()],
            summary: None,
        };
        let failure = Failure::from(panicked);
        assert_eq!(failure.code(), BUG);
        assert!(
            failure.to_string().contains("index out of bounds"),
            "{failure}"
        );
        let taken = ServerError::PortInUse {
            port: 7443,
            front: "insi".to_owned(),
            key: "[ecoute] premier_port".to_owned(),
        };
        let failure = Failure::from(taken);
        assert_eq!(failure.code(), USAGE);
        assert!(failure.to_string().contains("7443"), "{failure}");
        assert!(failure.to_string().contains("[pile.ecoute]"), "{failure}");
    }
}
