//! A whole run: adapter, stack, scenarios, run folder, reports, exit code.
//!
//! Every way out writes what is known: a run that could not be played is a run folder too.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use banc_contract::{Action, Declaration};
use banc_core::Clock;
use banc_engine::driver::{Caller, Driver, DriverError};
use banc_engine::exit::ExitCode;
use banc_engine::record::writer::RunWriter;
use banc_engine::record::{FORMAT, RunRecord};
use banc_server::{Stack, StackConfig};

use crate::cli::{Accept, PlayArgs};
use crate::config::Config;
use crate::failure::Failure;
use crate::feature_set::{self, FeatureSet};
use crate::play::{self, PlayOptions};
use crate::select::{Selection, select};

/// The plan of a run that names none: no fault, correct answers written in various ways.
const NOMINAL: &str = include_str!("../../../fixtures/profils/nominal.toml");
/// Calls of the action that does nothing, to measure the adapter's own time.
const OVERHEAD_CALLS: usize = 10;
/// Time given to calls in progress when every scenario is over.
const DRAIN: Duration = Duration::from_secs(10);

/// What a run needs besides its options.
pub struct Campaign<'a> {
    /// Folder of the installation.
    pub home: &'a Path,
    /// Editor's configuration.
    pub config: &'a Config,
    /// Options.
    pub args: &'a PlayArgs,
    /// Adapter.
    pub driver: Arc<dyn Driver>,
    /// What is accepted when the options say nothing.
    pub accept: Accept,
}

/// A run whose options make sense.
struct Ready {
    set: FeatureSet,
    plan: String,
    stack: StackConfig,
    started: jiff::Timestamp,
    execution: String,
    directory: PathBuf,
}

impl Campaign<'_> {
    /// Plays everything and writes the run folder; gives the exit code.
    pub async fn run(self) -> Result<u8, Failure> {
        let clock = Clock::system();
        let ready = self.preflight(&clock)?;
        let declared = self.driver.declare().await;
        let mut writer = RunWriter::create(&ready.directory, self.record(&ready), clock.clone())
            .map_err(Failure::usage)?;
        let stopped = match &declared {
            Err(error) => {
                writer.run_mut().driver_unreachable =
                    matches!(error, DriverError::Unreachable { .. });
                writer.trouble(error.to_string()).map_err(Failure::bench)?;
                eprintln!("banc: {error}");
                None
            }
            Ok(declaration) => self.play(declaration, &ready, &mut writer).await?,
        };
        self.report(writer, &ready, stopped)
    }

    /// Everything that can be refused is refused before the adapter is called and a folder is made.
    fn preflight(&self, clock: &Clock) -> Result<Ready, Failure> {
        let set = FeatureSet::load(self.args.features.as_deref()).map_err(Failure::usage)?;
        let plan = self
            .args
            .faults
            .as_deref()
            .map_or_else(|| Ok(NOMINAL.to_owned()), read_plan)?;
        select(&set, &self.selection(&[])).map_err(Failure::usage)?;
        self.refuse_stale(&set)?;
        let stack = crate::stack::config(self.home, self.config)?;
        crate::stack::check_plan(&stack, &plan)?;
        let started = clock.wall();
        let execution = execution(started, self.args.seed);
        let chosen = self.args.report_dir.clone();
        let directory = chosen.unwrap_or_else(|| Path::new("banc-runs").join(&execution));
        refuse_used(&directory)?;
        Ok(Ready {
            set,
            plan,
            stack,
            started,
            execution,
            directory,
        })
    }

    /// Plays against an adapter that declared itself; gives what stopped it, if anything did.
    async fn play(
        &self,
        declaration: &Declaration,
        ready: &Ready,
        writer: &mut RunWriter,
    ) -> Result<Option<Failure>, Failure> {
        writer.run_mut().software = Some(declaration.clone());
        writer.run_mut().missing_capabilities = self.missing(declaration);
        let journal = Some(ready.directory.clone());
        let stack = crate::stack::start(ready.stack.clone(), self.args.seed, journal)?;
        let selected =
            select(&ready.set, &self.selection(&declaration.capacites)).map_err(Failure::usage)?;
        writer
            .not_played(selected.not_played.clone())
            .map_err(Failure::bench)?;
        writer.run_mut().adapter_overhead_ms = self.overhead(&stack).await;
        let options = self.options(declaration, ready.plan.clone());
        let driver = self.driver.clone();
        let played = play::play(&stack, driver, &ready.set, selected, &options, writer).await;
        let end = end_of_stack(&stack, writer).await?;
        Ok(played.err().map(Failure::from).or(end))
    }

    /// What the options select, for an adapter with these capabilities.
    fn selection<'a>(&'a self, capabilities: &'a [String]) -> Selection<'a> {
        Selection {
            tags: self.args.tags.as_deref(),
            wave: self.args.wave,
            capabilities,
        }
    }

    fn report(
        &self,
        writer: RunWriter,
        ready: &Ready,
        stopped: Option<Failure>,
    ) -> Result<u8, Failure> {
        let directory = &ready.directory;
        let exchanges: Vec<_> = if writer.run().software.is_some() {
            let journal = banc_core::journal::read(directory).map_err(Failure::bench)?;
            journal.exchanges().cloned().collect()
        } else {
            Vec::new()
        };
        let accept = self.args.accept.unwrap_or(self.accept) == Accept::ARevoir;
        let run = writer
            .finish(&ready.set.catalogue, &exchanges, accept)
            .map_err(Failure::bench)?;
        if let Some(failure) = stopped {
            eprintln!("banc: what was written is in {}", directory.display());
            return Err(failure);
        }
        self.print(directory)?;
        Ok(run.exit_code.unwrap_or(ExitCode::Bug.value()))
    }

    /// Prints what `--format` asks for; the folder's place goes to standard error when the format is
    /// for programs.
    fn print(&self, directory: &Path) -> Result<(), Failure> {
        let show = |name: &str| -> Result<(), Failure> {
            print!(
                "{}",
                std::fs::read_to_string(directory.join(name)).map_err(Failure::bench)?
            );
            Ok(())
        };
        match self.args.format {
            crate::cli::Format::Text => show("summary.txt"),
            crate::cli::Format::Json => show("run.json"),
            crate::cli::Format::Junit => show("junit.xml"),
        }?;
        if self.args.format != crate::cli::Format::Text {
            eprintln!("banc: reports in {}", directory.display());
        }
        Ok(())
    }

    fn missing(&self, declaration: &Declaration) -> Vec<String> {
        let declared = |name: &&String| !declaration.capacites.contains(name);
        self.config
            .capacites_exigees
            .iter()
            .filter(declared)
            .cloned()
            .collect()
    }

    /// A list of known failures may only shrink: a line that names nothing is refused.
    fn refuse_stale(&self, set: &FeatureSet) -> Result<(), Failure> {
        let names = |known: &str| {
            set.scenarios().any(|(_, scenario)| {
                known == feature_set::identifier(scenario) || known == feature_set::number(scenario)
            })
        };
        let known = self.config.echecs_connus.keys();
        let stale: Vec<&str> = known
            .map(String::as_str)
            .filter(|known| !names(known))
            .collect();
        if stale.is_empty() {
            return Ok(());
        }
        Err(Failure::Usage(format!(
            "echecs_connus names {}, which no scenario bears; remove the line",
            stale.join(", ")
        )))
    }

    /// Median time of the action that does nothing, when the adapter does it.
    async fn overhead(&self, stack: &Stack) -> Option<f64> {
        let caller = Caller {
            execution: "surcout".to_owned(),
            scenario: "surcout".to_owned(),
        };
        let preparation = play::preparation_of_nothing(stack, &caller).ok()?;
        self.driver.prepare(&caller, &preparation).await.ok()?;
        let clock = Clock::system();
        let mut samples = Vec::new();
        for _ in 0..OVERHEAD_CALLS {
            let before = clock.mono();
            let outcome = self
                .driver
                .act(&caller, &Action::Nothing {}, Duration::from_secs(10))
                .await
                .ok()?;
            if !matches!(outcome, banc_contract::Outcome::Fait(_)) {
                return None;
            }
            samples.push(clock.mono().since(before).as_secs_f64() * 1_000.0);
        }
        samples.sort_by(f64::total_cmp);
        samples.get(samples.len() / 2).copied()
    }

    fn options(&self, declaration: &Declaration, plan: String) -> PlayOptions {
        PlayOptions {
            quiet_window: self
                .args
                .quiet_window
                .unwrap_or(self.config.fenetre_silence),
            action_deadline: self
                .args
                .action_deadline
                .unwrap_or(self.config.echeance_action),
            concurrency: usize::from(self.args.concurrency.unwrap_or(self.config.simultanes)),
            simultaneous: declaration.actions_simultanees,
            plan: Some(plan),
        }
    }

    fn record(&self, ready: &Ready) -> RunRecord {
        RunRecord {
            format: FORMAT,
            execution: ready.execution.clone(),
            started: ready.started.to_string(),
            ended: None,
            bench_version: env!("CARGO_PKG_VERSION").to_owned(),
            software: None,
            seed: self.args.seed,
            fault_profile: self
                .args
                .faults
                .as_deref()
                .and_then(Path::file_stem)
                .map_or_else(
                    || "nominal".to_owned(),
                    |name| name.to_string_lossy().into_owned(),
                ),
            features_sha256: ready.set.sha256.clone(),
            features_origin: ready.set.origin.clone(),
            required_capabilities: self.config.capacites_exigees.clone(),
            missing_capabilities: Vec::new(),
            known_failures: self.config.echecs_connus.clone(),
            scenarios: Vec::new(),
            not_played: Vec::new(),
            troubles: Vec::new(),
            driver_unreachable: false,
            adapter_overhead_ms: None,
            digest: None,
            exit_code: None,
        }
    }
}

/// Ends the stack; a service task that panicked is a bug of the bench, a full disk a trouble.
async fn end_of_stack(stack: &Stack, writer: &mut RunWriter) -> Result<Option<Failure>, Failure> {
    match stack.finish(DRAIN).await {
        Ok(summary) => {
            for trouble in summary.troubles {
                writer.trouble(trouble).map_err(Failure::bench)?;
            }
            Ok(None)
        }
        Err(error) => {
            writer.trouble(error.to_string()).map_err(Failure::bench)?;
            Ok((error.kind() == banc_server::ErrorKind::Bench).then(|| error.into()))
        }
    }
}

/// Reads a fault plan; what it says is checked against the services when a lane opens.
pub fn read_plan(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| {
        Failure::Usage(format!(
            "cannot read the fault plan {}: {error}",
            path.display()
        ))
    })
}

/// A folder that holds a run already is not written over.
fn refuse_used(directory: &Path) -> Result<(), Failure> {
    if directory.join("run.json").exists() {
        return Err(Failure::Usage(format!(
            "{} holds a run already; give another --report-dir or remove it",
            directory.display()
        )));
    }
    Ok(())
}

/// Identifier of the execution: instant and seed, made for a folder's name.
fn execution(started: jiff::Timestamp, seed: u64) -> String {
    format!("{}-{seed}", started.strftime("%Y%m%dT%H%M%S%3fZ"))
}
