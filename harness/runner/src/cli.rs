//! The command line: words and options only; each command's work is in a file of its own.

pub mod bench;
pub mod check_driver;
pub mod demo;
pub mod docs;
pub mod judge;
pub mod lgc;
pub mod list;
pub mod pki;
pub mod run;
pub mod serve;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Test bench for the French Ségur teleservices: simulated services, scenarios, measures. Fictitious data only.
#[derive(Debug, Parser)]
#[command(name = "banc", version, max_term_width = 100)]
pub struct Cli {
    /// Folder of the installation: test authority and keys.
    #[arg(long, global = true, env = "BANC_HOME", value_name = "DIR")]
    pub home: Option<PathBuf>,
    /// Configuration file; see `banc list configuration`.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Play the scenarios against the reference practice software: the bench shown in one minute.
    Demo(DemoArgs),
    /// Play the scenarios against a practice software behind an adapter.
    Run(RunArgs),
    /// Serve the simulated services, without scenarios, until interrupted.
    Serve(ServeArgs),
    /// Judge a recorded run again, offline.
    Judge(JudgeArgs),
    /// Check an adapter before playing any scenario.
    CheckDriver(CheckDriverArgs),
    /// List what the bench knows.
    List(ListArgs),
    /// Test authority of this installation.
    #[command(subcommand)]
    Pki(PkiCommand),
    /// Measure the bench itself: start, throughput, latency, memory.
    Bench(BenchArgs),
    /// Start the reference practice software alone.
    Lgc(LgcArgs),
    /// Write the documentation that is generated from the code.
    #[command(hide = true)]
    Docs(DocsArgs),
}

/// Options that `run` and `demo` share.
#[derive(Clone, Debug, Args)]
pub struct PlayArgs {
    /// Scenarios to play: a tag expression, e.g. `@INS and not @negatif`, `@INS/va1.35.02`.
    #[arg(long, value_name = "EXPRESSION")]
    pub tags: Option<String>,
    /// Only the exigences of this Ségur wave.
    #[arg(long, value_name = "N")]
    pub wave: Option<u8>,
    /// What is printed on standard output.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Seed of every draw; the same seed gives the same digest.
    #[arg(long, default_value_t = 20_260_101)]
    pub seed: u64,
    /// Folder that receives the run folder; a new folder `banc-runs/<execution>` by default.
    #[arg(long, value_name = "DIR")]
    pub report_dir: Option<PathBuf>,
    /// Fault plan (TOML) applied to every lane; see `banc list faults`.
    #[arg(long, value_name = "FILE")]
    pub faults: Option<PathBuf>,
    /// Folder of features and catalogues that add to or replace the embedded ones.
    #[arg(long, value_name = "DIR")]
    pub features: Option<PathBuf>,
    /// Verdicts accepted as success beside Conforme.
    #[arg(long, value_enum, value_name = "VERDICT")]
    pub accept: Option<Accept>,
    /// Length of the quiet windows that witness an absence, real time.
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub quiet_window: Option<std::time::Duration>,
    /// Scenarios played at once, when the adapter allows it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub concurrency: Option<u16>,
    /// Longest time given to one action of the adapter.
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub action_deadline: Option<std::time::Duration>,
}

/// What is printed on standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Summary in French.
    Text,
    /// The run record.
    Json,
    /// The JUnit report.
    Junit,
}

/// What may be accepted as success.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Accept {
    /// À revoir.
    ARevoir,
    /// Nothing more than Conforme.
    Rien,
}

/// `banc demo`.
#[derive(Clone, Debug, Args)]
pub struct DemoArgs {
    /// Shared options; `demo` accepts À revoir unless `--accept rien` is given.
    #[command(flatten)]
    pub play: PlayArgs,
    /// Deliberate defect of the reference software, by name; see `banc list defects`.
    #[arg(long, value_name = "NAME")]
    pub defect: Vec<String>,
}

/// `banc run`.
#[derive(Clone, Debug, Args)]
pub struct RunArgs {
    /// Address of the adapter, e.g. `http://127.0.0.1:7070`.
    #[arg(long, value_name = "URL", required_unless_present = "driver_command")]
    pub driver: Option<String>,
    /// Adapter as a command that speaks JSON lines on stdin and stdout.
    #[arg(long, value_name = "COMMAND", conflicts_with = "driver")]
    pub driver_command: Option<String>,
    /// Shared options.
    #[command(flatten)]
    pub play: PlayArgs,
}

/// `banc serve`.
#[derive(Clone, Debug, Args)]
pub struct ServeArgs {
    /// Fault plan (TOML).
    #[arg(long, value_name = "FILE")]
    pub faults: Option<PathBuf>,
    /// Seed of every draw.
    #[arg(long, default_value_t = 20_260_101)]
    pub seed: u64,
    /// Address to listen on; loopback unless you mean otherwise.
    #[arg(long, value_name = "IP")]
    pub listen: Option<std::net::IpAddr>,
    /// Folder of the journal; in memory only by default.
    #[arg(long, value_name = "DIR")]
    pub journal: Option<PathBuf>,
    /// First of the fixed ports; ephemeral ports with 0.
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// Say where everything is as one JSON line, for programs.
    #[arg(long)]
    pub json: bool,
    /// Also serve the plain HTTP front, for TLS terminators and measures.
    #[arg(long)]
    pub plain: bool,
}

/// `banc judge`.
#[derive(Clone, Debug, Args)]
pub struct JudgeArgs {
    /// Run folder.
    pub run: PathBuf,
}

/// `banc check-driver`.
#[derive(Clone, Debug, Args)]
pub struct CheckDriverArgs {
    /// Address of the adapter.
    #[arg(required_unless_present = "driver_command")]
    pub url: Option<String>,
    /// Adapter as a command that speaks JSON lines on stdin and stdout.
    #[arg(long, value_name = "COMMAND", conflicts_with = "url")]
    pub driver_command: Option<String>,
}

/// `banc list`.
#[derive(Clone, Debug, Args)]
pub struct ListArgs {
    /// What to list.
    #[arg(value_enum)]
    pub what: Listed,
    /// Folder of features and catalogues that add to or replace the embedded ones.
    #[arg(long, value_name = "DIR")]
    pub features: Option<PathBuf>,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    /// Scenarios with their tags.
    Scenarios,
    /// Exigences with their coverage.
    Requirements,
    /// Faults with their parameters.
    Faults,
    /// Variations of each service.
    Variations,
    /// Capabilities that an adapter may declare.
    Capabilities,
    /// Deliberate defects of the reference software.
    Defects,
    /// The commented default configuration.
    Configuration,
}

/// `banc pki`.
#[derive(Clone, Debug, Subcommand)]
pub enum PkiCommand {
    /// Export the authority, the test client certificates (PEM, PKCS#12) and the CRL.
    Export {
        /// Folder that receives the files.
        #[arg(default_value = "banc-pki")]
        directory: PathBuf,
    },
}

/// `banc bench`.
#[derive(Clone, Debug, Args)]
pub struct BenchArgs {
    /// Shorter measures, for a first look.
    #[arg(long)]
    pub quick: bool,
    /// Only the measures whose name contains this.
    #[arg(long, value_name = "TEXT")]
    pub only: Option<String>,
    /// Used by the bench to start its own load generator.
    #[arg(long, hide = true, value_name = "JSON")]
    pub client: Option<String>,
}

/// `banc lgc`.
#[derive(Clone, Debug, Args)]
pub struct LgcArgs {
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0", value_name = "ADDRESS")]
    pub listen: std::net::SocketAddr,
    /// Deliberate defect, by name.
    #[arg(long, value_name = "NAME")]
    pub defect: Vec<String>,
    /// Stop when standard input closes (used by the bench, so that no process is left behind).
    #[arg(long, hide = true)]
    pub tied: bool,
}

/// `banc docs`.
#[derive(Clone, Debug, Args)]
pub struct DocsArgs {
    /// Folder that receives the files.
    #[arg(default_value = "docs")]
    pub directory: PathBuf,
}

/// Reads `1.5s`, `300ms`, `2min`.
fn parse_duration(text: &str) -> Result<std::time::Duration, String> {
    crate::config::parse_duration(text)
}
