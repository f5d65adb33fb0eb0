//! The `banc` command: parses the line, runs the command, gives its exit code. The only place that
//! ends the process.

use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use banc_runner::cli::{Cli, Command};
use banc_runner::failure::{self, Failure};
use clap::Parser as _;
use futures_util::FutureExt as _;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let informative = !error.use_stderr();
            // Nothing better can be done when the terminal is gone.
            let _ = error.print();
            return if informative {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(failure::USAGE)
            };
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("banc: cannot start the runtime: {error}");
            return ExitCode::from(failure::BUG);
        }
    };
    let outcome = runtime.block_on(AssertUnwindSafe(dispatch(cli)).catch_unwind());
    // Tasks that still wait for a peer must not keep the process.
    runtime.shutdown_timeout(std::time::Duration::from_millis(500));
    match outcome {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(failure)) => {
            eprintln!("banc: {failure}");
            ExitCode::from(failure.code())
        }
        Err(_panic) => {
            eprintln!(
                "banc: this is a bug of the bench, not of your software; see the message above"
            );
            ExitCode::from(failure::BUG)
        }
    }
}

async fn dispatch(cli: Cli) -> Result<u8, Failure> {
    use banc_runner::cli;
    let Cli {
        home,
        config,
        command,
    } = cli;
    let home = banc_runner::home::directory(home);
    let config = banc_runner::config::Config::load(config.as_deref())?;
    match command {
        Command::Demo(args) => cli::demo::demo(&home, &config, args).await,
        Command::Run(args) => cli::run::run(&home, &config, args).await,
        Command::Serve(args) => cli::serve::serve(&home, &config, args).await,
        Command::Judge(args) => cli::judge::judge(&args),
        Command::CheckDriver(args) => cli::check_driver::check_driver(args).await,
        Command::List(args) => cli::list::list(&args),
        Command::Pki(command) => cli::pki::pki(&home, &command),
        Command::Bench(args) => cli::bench::bench(&home, args).await,
        Command::Lgc(args) => cli::lgc::lgc(args).await,
        Command::Docs(args) => cli::docs::docs(&args),
    }
}
