//! `banc run`: the scenarios against a practice software behind an adapter.

use std::path::Path;
use std::sync::Arc;

use banc_engine::driver::command::CommandDriver;
use banc_engine::driver::http::HttpDriver;
use banc_engine::driver::{Driver, DriverError};

use crate::campaign::Campaign;
use crate::cli::{Accept, RunArgs};
use crate::config::Config;
use crate::failure::Failure;

pub use crate::campaign::read_plan;

/// Plays against the adapter.
pub async fn run(home: &Path, config: &Config, args: RunArgs) -> Result<u8, Failure> {
    let driver: Arc<dyn Driver> = match (&args.driver, &args.driver_command) {
        (Some(url), _) => Arc::new(http(url)?),
        (None, Some(words)) => Arc::new(command(words)?),
        (None, None) => {
            return Err(Failure::Usage(
                "give --driver or --driver-command".to_owned(),
            ));
        }
    };
    Campaign {
        home,
        config,
        args: &args.play,
        driver,
        accept: Accept::Rien,
    }
    .run()
    .await
}

/// The adapter behind a URL; a word that is no URL is a misuse.
pub fn http(url: &str) -> Result<HttpDriver, Failure> {
    HttpDriver::new(url).map_err(Failure::usage)
}

/// The adapter behind a command: program and arguments separated by spaces.
pub fn command(words: &str) -> Result<CommandDriver, Failure> {
    let mut words = words.split_whitespace();
    let program = words
        .next()
        .ok_or_else(|| Failure::Usage("--driver-command is empty".to_owned()))?;
    let arguments: Vec<&str> = words.collect();
    CommandDriver::spawn(program, &arguments).map_err(|error| match error {
        DriverError::Unreachable { .. } => Failure::Unreachable(error.to_string()),
        other => Failure::usage(other),
    })
}
