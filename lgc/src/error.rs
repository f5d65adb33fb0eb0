//! Why the reference software could not start. Troubles met while it runs are told to its user
//! or to the driver, never raised here.

use std::net::SocketAddr;

/// A failure to start or to be configured.
#[derive(Debug, thiserror::Error)]
pub enum LgcError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}; choose another address or port 0")]
    Listen {
        /// Address asked for.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// No temporary folder can be made.
    #[error("cannot make a temporary folder: {0}; give a folder to keep files in")]
    Storage(std::io::Error),
    /// A defect's name is not known.
    #[error("unknown defect `{name}`; known defects: {known}")]
    UnknownDefect {
        /// Name given.
        name: String,
        /// Every known name, separated by commas.
        known: String,
    },
    /// The server task ended badly.
    #[error("the server stopped: {0}")]
    Stopped(String),
}
