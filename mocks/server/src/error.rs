//! What can go wrong while a stack is configured, started, used or ended.

use std::net::SocketAddr;
use std::path::PathBuf;

use banc_api_psc::OutgoingError;
use banc_core::fault::PlanError;
use banc_core::journal::{JournalError, JournalSummary};
use banc_core::pki::PkiError;
use banc_core::tls::TlsError;

/// An error of the stack, with the way out in its message.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// A key of the configuration is not known.
    #[error("unknown configuration key '{key}'{}", way_out(nearest.as_deref()))]
    UnknownKey {
        /// Path of the key, e.g. `journal.memoire_mo`.
        key: String,
        /// Path of the nearest known key, when one is near.
        nearest: Option<String>,
    },
    /// The configuration is not valid TOML, or a value is not of the expected shape.
    #[error("invalid configuration: {0}")]
    Config(String),
    /// A file named by the configuration could not be read.
    #[error("cannot read {path}, named by [{key}]: {source}", path = path.display())]
    ConfigFile {
        /// Key of the configuration.
        key: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A port asked for is already in use.
    #[error(
        "port {port} ({front}) is already in use: end the program that holds it, or set another port (0 = any free one) in {key}"
    )]
    PortInUse {
        /// The port.
        port: u16,
        /// Front that asked for it.
        front: String,
        /// Key of the configuration, or request, that gave it.
        key: String,
    },
    /// A front could not be opened for another reason than a port in use.
    #[error("cannot listen on {address} ({front}): {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Front.
        front: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The test authority is unusable.
    #[error(transparent)]
    Pki(#[from] PkiError),
    /// TLS could not be set up.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The journal could not be opened or closed.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A simulated service refused its configuration.
    #[error("{0}")]
    Service(String),
    /// The keys that sign tokens are unusable.
    #[error("{0}")]
    Keys(String),
    /// The simulated services cannot call each other.
    #[error(transparent)]
    Outgoing(#[from] OutgoingError),
    /// A fault plan was refused.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A lane of that name is open already.
    #[error("a lane named '{0}' is open already: close it or choose another name")]
    LaneExists(String),
    /// No lane has that name.
    #[error("no open lane is named '{0}'")]
    UnknownLane(String),
    /// The name of a lane is not usable.
    #[error("'{0}' cannot name a lane: use 1 to 80 letters, digits and . _ # -")]
    LaneName(String),
    /// The stack has been ended.
    #[error("the stack is ended")]
    Ended,
    /// Tasks of the bench panicked: what rests on this run is not conclusive.
    #[error("the bench itself failed, nothing in this run is conclusive: {}", messages.join("; "))]
    Panicked {
        /// What was said of each panic.
        messages: Vec<String>,
        /// The journal's account, when the whole stack was ended.
        summary: Option<Box<JournalSummary>>,
    },
    /// A thread or a runtime that the stack needs is missing.
    #[error("the stack cannot start: {0}")]
    Start(String),
}

/// What kind of error it is, for an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The user's configuration or request must change.
    Usage,
    /// The machine refused something (a file, a socket).
    Environment,
    /// A bug of the bench.
    Bench,
}

impl ServerError {
    /// What kind of error it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::UnknownKey { .. }
            | Self::Config(_)
            | Self::ConfigFile { .. }
            | Self::PortInUse { .. }
            | Self::Plan(_)
            | Self::LaneExists(_)
            | Self::UnknownLane(_)
            | Self::LaneName(_)
            | Self::Service(_)
            | Self::Keys(_)
            | Self::Pki(_) => ErrorKind::Usage,
            Self::Listen { .. } | Self::Journal(_) | Self::Start(_) => ErrorKind::Environment,
            Self::Tls(_) | Self::Outgoing(_) | Self::Ended | Self::Panicked { .. } => {
                ErrorKind::Bench
            }
        }
    }
}

/// What to do about an unknown key.
fn way_out(nearest: Option<&str>) -> String {
    match nearest {
        Some(name) => format!(": did you mean '{name}'?"),
        None => ": see the reference configuration".to_owned(),
    }
}
