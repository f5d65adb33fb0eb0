//! Plays the selected scenarios: each on its own lane, several at once where the adapter allows it.
//!
//! It hands the records to the run's writer as scenarios end; it prints nothing and gives no exit
//! code.

mod hooks;
mod observer;
mod soundness;

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use banc_contract::preparation::{ClientCertificate, Endpoint};
use banc_contract::{Isolation, Preparation};
use banc_core::clock::Mono;
use banc_engine::driver::Caller;
use banc_engine::record::ScenarioRecord;
use banc_engine::record::folder::FolderError;
use banc_engine::record::writer::{Event, RunWriter};
use banc_engine::{Catalogue, Driver};
use banc_server::{LaneHandle, LaneOptions, LanePorts, ServerError, Stack};
use cucumber::cli;
use cucumber::gherkin::Feature;
use cucumber::step::Collection;
use futures_util::stream;
use regex::Regex;
use tokio::sync::mpsc;

use crate::feature_set::FeatureSet;
use crate::select::Selected;
use crate::steps::StepLookup;
use crate::world::World;

/// Lane on which the adapter is asked whether it can be re-pointed.
const PROBE: &str = "sonde";

/// Product authorisation number given to the software when the configuration lists none: fictitious,
/// in the shape of those seen in clients.
const IDAM: &str = "BSG17NF26AA0";

/// How the scenarios are played.
#[derive(Clone, Debug)]
pub struct PlayOptions {
    /// Length of a quiet window, real time.
    pub quiet_window: Duration,
    /// Time left to each action.
    pub action_deadline: Duration,
    /// Scenarios at once, at most.
    pub concurrency: usize,
    /// Whether the adapter takes several actions at once.
    pub simultaneous: bool,
    /// Fault plan of every lane, TOML.
    pub plan: Option<String>,
}

/// A bug or a breakdown of the bench: nothing, or not everything, was played.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// A step that nobody defines, or several do.
    #[error("scenario {scenario}: {source}")]
    Step {
        /// Scenario.
        scenario: String,
        /// Which step.
        source: StepLookup,
    },
    /// A scenario that the requirement catalogue does not map as it is.
    #[error("scenario {scenario}: {reason}")]
    Scenario {
        /// Scenario.
        scenario: String,
        /// Why.
        reason: String,
    },
    /// The stack.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// The run folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A step or a check of the bench failed, or cucumber says that something did.
    #[error("the bench failed while playing: {}", .0.join("; "))]
    Broken(Vec<String>),
}

/// What is told while scenarios are played.
pub(crate) enum Told {
    /// A scenario begins: identifier and name.
    Started(String, String),
    /// A scenario ended. Troubles of the bench itself apart: they are bugs.
    Ended(Box<ScenarioRecord>, Vec<String>),
}

/// What every scenario shares.
pub(crate) struct Stage {
    pub(crate) stack: Stack,
    pub(crate) driver: Arc<dyn Driver>,
    pub(crate) execution: String,
    /// Capabilities that the adapter declares.
    pub(crate) capabilities: Vec<String>,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) options: PlayOptions,
    pub(crate) ports: LanePorts,
    pub(crate) began: Mono,
    pub(crate) told: mpsc::UnboundedSender<Told>,
}

/// Plays the selected scenarios and writes their records.
///
/// The future is not `Send`, because the scenario runner's own futures are not. Scenarios run
/// interleaved on the thread that drives it; the stack serves on the others.
pub async fn play(
    stack: &Stack,
    driver: Arc<dyn Driver>,
    set: &FeatureSet,
    selected: Selected,
    options: &PlayOptions,
    writer: &mut RunWriter,
) -> Result<(), PlayError> {
    soundness::check(set)?;
    if selected.kept.is_empty() {
        return Ok(());
    }
    let execution = writer.run().execution.clone();
    let caller = Caller {
        execution: execution.clone(),
        scenario: PROBE.to_owned(),
    };
    let (ports, alone) = match isolation(stack, driver.as_ref(), &caller).await? {
        Ok(Isolation::Parallele) => (LanePorts::Free, !options.simultaneous),
        Ok(Isolation::Serie) => (LanePorts::Configured, true),
        // Every scenario will meet the same adapter, and say so.
        Err(reason) => {
            writer.trouble(reason)?;
            (LanePorts::Free, true)
        }
    };
    let (told, listen) = mpsc::unbounded_channel();
    let software = writer.run().software.as_ref();
    let stage = Stage {
        stack: stack.clone(),
        driver,
        execution,
        capabilities: software
            .map(|software| software.capacites.clone())
            .unwrap_or_default(),
        catalogue: Arc::new(set.catalogue.clone()),
        options: options.clone(),
        ports,
        began: stack.clock().mono(),
        told,
    };
    let concurrency = if alone { 1 } else { options.concurrency.max(1) };
    let expected = selected.kept.len();
    let playing = run(Rc::new(stage), selected.features, concurrency);
    // The channel closes with the stage, when cucumber is done: both end together.
    let (observed, written) = tokio::join!(playing, write(listen, writer));
    let (mut broken, ended) = written?;
    broken.extend(observed.troubles);
    if ended != expected {
        broken.push(format!(
            "{expected} scenarios were selected, {ended} were recorded"
        ));
    }
    if broken.is_empty() {
        Ok(())
    } else {
        Err(PlayError::Broken(broken))
    }
}

/// Writes what is told, until nothing more can be; gives the bugs of the bench and the number of
/// scenarios recorded.
async fn write(
    mut listen: mpsc::UnboundedReceiver<Told>,
    writer: &mut RunWriter,
) -> Result<(Vec<String>, usize), PlayError> {
    let mut broken = Vec::new();
    let mut ended = 0;
    while let Some(told) = listen.recv().await {
        match told {
            Told::Started(id, name) => {
                let (id, name) = (id.as_str(), name.as_str());
                writer.event(&Event::ScenarioStarted { id, name, lane: id })?;
            }
            Told::Ended(record, bugs) => {
                ended += 1;
                broken.extend(bugs.into_iter().map(|bug| format!("{}: {bug}", record.id)));
                for step in &record.steps {
                    writer.event(&Event::StepEnded {
                        scenario: &record.id,
                        step,
                    })?;
                }
                writer.scenario_ended(*record)?;
            }
        }
    }
    Ok((broken, ended))
}

/// Hands the features to cucumber, which only sees steps that pass: verdicts are ours.
async fn run(stage: Rc<Stage>, features: Vec<Feature>, concurrency: usize) -> observer::Observer {
    let (before, after) = (Rc::clone(&stage), stage);
    let runner = cucumber::runner::Basic::default()
        .max_concurrent_scenarios(concurrency)
        .steps(collection())
        .before(move |feature, _, scenario, world: &mut World| {
            Box::pin(hooks::before(Rc::clone(&before), feature, scenario, world))
        })
        .after(move |feature, _, scenario, _, world| {
            Box::pin(hooks::after(Rc::clone(&after), feature, scenario, world))
        });
    let options = cli::Opts::<cli::Empty, cucumber::runner::basic::Cli, cli::Empty> {
        re_filter: None,
        tags_filter: None,
        parser: cli::Empty,
        runner: cucumber::runner::basic::Cli::default(),
        writer: cli::Empty,
        custom: cli::Empty,
    };
    cucumber::Cucumber::<World, _, _, _, _>::custom(Parsed, runner, observer::Observer::default())
        .with_cli(options)
        .run(features)
        .await
}

/// One pattern per kind: which step it is was found, and checked, before the run.
fn collection() -> Collection<World> {
    let Ok(any) = Regex::new("(?s)^.*$") else {
        return Collection::new();
    };
    Collection::new()
        .given(None, any.clone(), hooks::step)
        .when(None, any.clone(), hooks::step)
        .then(None, any, hooks::step)
}

/// Features that were parsed already.
struct Parsed;

impl cucumber::Parser<Vec<Feature>> for Parsed {
    type Cli = cli::Empty;
    type Output = stream::Iter<
        std::iter::Map<
            std::vec::IntoIter<Feature>,
            fn(Feature) -> cucumber::parser::Result<Feature>,
        >,
    >;

    fn parse(self, input: Vec<Feature>, _cli: Self::Cli) -> Self::Output {
        let ok: fn(Feature) -> cucumber::parser::Result<Feature> = Ok;
        stream::iter(input.into_iter().map(ok))
    }
}

/// Asks the adapter, once, whether it can be re-pointed for each scenario. The inner error is the
/// adapter's: every scenario will say the same.
async fn isolation(
    stack: &Stack,
    driver: &dyn Driver,
    caller: &Caller,
) -> Result<Result<Isolation, String>, PlayError> {
    let lane = stack.open_lane(LaneOptions::named(PROBE))?;
    let preparation = preparation(stack, Some(&lane), caller)?;
    let answer = driver.prepare(caller, &preparation).await;
    stack.close_lane(PROBE).await?;
    if answer
        .as_ref()
        .is_ok_and(|answer| answer.isolement == Isolation::Serie)
    {
        // Says now, and once, that serial mode lacks its ports.
        let ports = LanePorts::Configured;
        stack.open_lane(LaneOptions {
            name: PROBE.to_owned(),
            ports,
            ..LaneOptions::default()
        })?;
        stack.close_lane(PROBE).await?;
    }
    Ok(answer
        .map(|answer| answer.isolement)
        .map_err(|error| error.to_string()))
}

/// A preparation without any service, for what needs none.
pub fn preparation_of_nothing(stack: &Stack, caller: &Caller) -> Result<Preparation, PlayError> {
    Ok(preparation(stack, None, caller)?)
}

/// What a scenario sends to the adapter.
pub(crate) fn preparation(
    stack: &Stack,
    lane: Option<&LaneHandle>,
    caller: &Caller,
) -> Result<Preparation, ServerError> {
    let material = stack.client_material()?;
    let endpoints = lane.map(LaneHandle::endpoints).unwrap_or_default();
    let pem = |pem: banc_server::ClientPem| ClientCertificate {
        certificat_pem: pem.certificate_pem,
        cle_pem: pem.key_pem,
    };
    let certificates = material.certificates.into_iter();
    Ok(Preparation {
        scenario: caller.scenario.clone(),
        execution: caller.execution.clone(),
        services: endpoints
            .into_iter()
            .map(|(name, url)| (name, Endpoint { url }))
            .collect(),
        autorites_pem: material.authorities_pem,
        certificats: certificates
            .map(|(role, given)| (role, pem(given)))
            .collect(),
        idam: stack
            .config()
            .insi
            .progiciel
            .idam_autorises
            .first()
            .cloned()
            .or_else(|| Some(IDAM.to_owned())),
        psc: Some(crate::accounts::psc_client(&stack.config().psc)),
        cle_annuaire: stack.config().annuaire.cles.first().cloned(),
        ..Preparation::default()
    })
}
