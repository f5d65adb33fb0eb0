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

/// Refuses a fault plan that says nothing to the services, before anything is started.
pub fn check_plan(config: &StackConfig, plan: &str) -> Result<(), Failure> {
    announce(config);
    banc_server::check_plan(config, plan).map_err(Failure::usage)
}

/// Making the test authority takes a moment, the first time: the user is told.
fn announce(config: &StackConfig) {
    let directory = &config.pki.directory;
    if !directory.exists() {
        eprintln!(
            "making the test authority of this installation in {}",
            directory.display()
        );
    }
}

/// Starts it.
pub fn start(config: StackConfig, seed: u64, journal: Option<PathBuf>) -> Result<Stack, Failure> {
    announce(&config);
    let stack = Stack::start(config, Seed(seed), journal)?;
    for warning in stack.warnings() {
        eprintln!("banc: warning: {warning}");
    }
    Ok(stack)
}

impl From<ServerError> for Failure {
    fn from(error: ServerError) -> Self {
        match error.kind() {
            // The services name their keys from their own root, which is one table of the editor's file.
            ErrorKind::Usage => Self::Usage(error.to_string().replace("[ecoute]", "[pile.ecoute]")),
            ErrorKind::Environment | ErrorKind::Bench => Self::bench(error),
        }
    }
}
