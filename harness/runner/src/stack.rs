//! The stack of simulated services as this command wants it: configuration laid over the defaults,
//! authority of the installation.

use std::path::{Path, PathBuf};

use banc_core::Seed;
use banc_server::{ErrorKind, ServerError, Stack, StackConfig};

use crate::config::Config;
use crate::failure::Failure;

/// The stack's configuration: the `[pile]` table of the editor's file over the defaults.
pub fn config(home: &Path, config: &Config) -> Result<StackConfig, Failure> {
    let mut stack = StackConfig::from_table(config.pile.clone())?;
    if stack.pki.directory.as_os_str().is_empty() {
        stack.pki.directory = crate::home::pki(home);
    }
    Ok(stack)
}

/// Starts it. Making the test authority takes seconds the first time: the user is told.
pub fn start(config: StackConfig, seed: u64, journal: Option<PathBuf>) -> Result<Stack, Failure> {
    if !config.pki.directory.exists() {
        eprintln!(
            "making the test authority of this installation in {}",
            config.pki.directory.display()
        );
    }
    let stack = Stack::start(config, Seed(seed), journal)?;
    for warning in stack.warnings() {
        eprintln!("banc: warning: {warning}");
    }
    Ok(stack)
}

impl From<ServerError> for Failure {
    fn from(error: ServerError) -> Self {
        match error.kind() {
            ErrorKind::Usage => Self::usage(error),
            ErrorKind::Environment | ErrorKind::Bench => Self::bench(error),
        }
    }
}
