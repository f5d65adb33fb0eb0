//! The stack: the simulated services of one bench, on lanes, over one authority, one journal and
//! one clock.
//!
//! It composes and ends; it serves no call itself, and it judges nothing.

mod startup;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use banc_core::clock::Clock;
use banc_core::fault::{FaultPlan, PlanSwitch};
use banc_core::journal::{Journal, JournalSummary, NoteKind};
use banc_core::lane::Lane;
use banc_core::listener::Listener;
use banc_core::pki::Authority;
use banc_core::recorder::{CallCounters, LaneContext};
use banc_core::seed::Seed;
use banc_core::timer::Timer;
use futures_util::future::join_all;
use jiff::SignedDuration;
use tokio::sync::watch;

use crate::installation::Installation;
use crate::lane::{
    FrontSetup, LaneHandle, LaneOptions, LaneParts, LaneServices, drain, lock, open_fronts,
};
use crate::material::ClientMaterial;
use crate::notification::Messenger;
use crate::{ServerError, StackConfig};

/// Longest that a lane waits for its calls in progress when it is closed.
const CLOSE_DEADLINE: Duration = Duration::from_secs(2);
/// Longest time to read a request's body.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);
/// Longest name of a lane.
const NAME_MAX: usize = 80;

/// A running stack; clones share it. End it by [`Stack::finish`]; when the last clone is dropped
/// without it, everything is cut at once.
#[derive(Clone)]
pub struct Stack {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    config: StackConfig,
    installation: Installation,
    messenger: Messenger,
    seed: Seed,
    clock: Clock,
    timer: Timer,
    journal: Journal,
    authority: Authority,
    fronts: FrontSetup,
    warnings: Vec<String>,
    lanes: Mutex<Lanes>,
    /// Messages of the panics of lanes that are closed.
    panics: Mutex<Vec<String>>,
    /// Told true when the stack ends, so that long polls answer.
    ending: watch::Sender<bool>,
    management: Mutex<Option<Listener>>,
    management_address: std::sync::OnceLock<SocketAddr>,
}

#[derive(Default)]
struct Lanes {
    open: BTreeMap<String, LaneHandle>,
    ended: bool,
}

impl std::fmt::Debug for Stack {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Stack")
            .field("management", &self.management_url())
            .finish_non_exhaustive()
    }
}

impl Stack {
    /// Starts a stack without any lane: authority, journal, timer, management API. Needs a tokio
    /// runtime, and blocks for seconds when the authority has to be made first.
    ///
    /// `config.pki.directory` must be set. Exchanges are kept in `journal_directory`, or in memory
    /// alone when there is none.
    pub fn start(
        config: StackConfig,
        seed: Seed,
        journal_directory: Option<PathBuf>,
    ) -> Result<Self, ServerError> {
        startup::start(config, seed, journal_directory)
    }

    /// Opens a lane.
    pub fn open_lane(&self, options: LaneOptions) -> Result<LaneHandle, ServerError> {
        let services = LaneServices::new(
            &self.shared.installation,
            &options.name,
            Some(&self.shared.messenger),
        );
        self.open_lane_of(options, services)
    }

    /// Opens a lane whose fronts are served by `services`.
    fn open_lane_of(
        &self,
        options: LaneOptions,
        services: LaneServices,
    ) -> Result<LaneHandle, ServerError> {
        let shared = &self.shared;
        check_name(&options.name)?;
        let ports = options.ports.block(shared.config.listen.first_port)?;
        let vocabulary = Arc::new(services.vocabulary());
        let plan_text = options.plan.unwrap_or_default();
        let plan = FaultPlan::from_toml(&plan_text, &vocabulary)?;
        let lane = Lane::new(options.name.as_str(), ports);
        let context = LaneContext {
            lane: Arc::clone(&lane.name),
            seed: shared.seed,
            clock: shared.clock.clone(),
            timer: shared.timer.clone(),
            journal: shared.journal.clone(),
            plan: PlanSwitch::new(plan),
            counters: CallCounters::default(),
            body_timeout: BODY_TIMEOUT,
        };
        let plain = options.plain.unwrap_or(shared.config.listen.plain);
        // Held while the ports are bound, which does not wait: two openings of one name cannot
        // both succeed.
        let mut lanes = lock(&shared.lanes);
        if lanes.ended {
            return Err(ServerError::Ended);
        }
        if lanes.open.contains_key(&options.name) {
            return Err(ServerError::LaneExists(options.name));
        }
        let fronts = &shared.fronts;
        let (listeners, endpoints) =
            open_fronts(fronts, &context, &lane, plain, &services, &shared.clock)?;
        let handle = LaneHandle::new(LaneParts {
            name: lane.name,
            endpoints,
            services,
            vocabulary,
            journal: context.journal,
            switch: context.plan,
            counters: context.counters,
            plan: plan_text,
            listeners,
        });
        lanes.open.insert(options.name, handle.clone());
        Ok(handle)
    }

    /// Closes a lane: its calls in progress end, for two seconds at most. An error when a task of
    /// the lane panicked; [`Stack::finish`] tells it again.
    pub async fn close_lane(&self, name: &str) -> Result<(), ServerError> {
        let removed = lock(&self.shared.lanes).open.remove(name);
        let lane = removed.ok_or_else(|| ServerError::UnknownLane(name.to_owned()))?;
        let messages = lane.close(CLOSE_DEADLINE).await;
        if messages.is_empty() {
            return Ok(());
        }
        lock(&self.shared.panics).extend(messages.iter().cloned());
        Err(ServerError::Panicked {
            messages,
            summary: None,
        })
    }

    /// An open lane.
    pub fn lane(&self, name: &str) -> Result<LaneHandle, ServerError> {
        let found = lock(&self.shared.lanes).open.get(name).cloned();
        found.ok_or_else(|| ServerError::UnknownLane(name.to_owned()))
    }

    /// The open lanes, by name.
    pub fn lanes(&self) -> Vec<LaneHandle> {
        lock(&self.shared.lanes).open.values().cloned().collect()
    }

    /// What a software under test is given.
    pub fn client_material(&self) -> Result<ClientMaterial, ServerError> {
        Ok(ClientMaterial::of(&self.shared.authority)?)
    }

    /// Moves the simulated time, for every lane; a note of the journal says so.
    pub fn advance_clock(&self, by: SignedDuration) {
        self.shared.clock.advance(by);
        let ahead = self.shared.clock.offset().as_millis();
        let ahead_ms = i64::try_from(ahead).unwrap_or(i64::MAX);
        self.shared
            .journal
            .note(None, NoteKind::ClockMoved { ahead_ms });
    }

    /// The journal.
    pub fn journal(&self) -> &Journal {
        &self.shared.journal
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// Troubles of the bench so far, panics of closed lanes included since the journal is told of
    /// each: nothing can be concluded when there is one.
    pub fn troubles(&self) -> Vec<String> {
        self.shared.journal.troubles()
    }

    /// The timer of injected latencies.
    pub fn timer(&self) -> &Timer {
        &self.shared.timer
    }

    /// The seed.
    pub fn seed(&self) -> Seed {
        self.shared.seed
    }

    /// The test authority.
    pub fn authority(&self) -> &Authority {
        &self.shared.authority
    }

    /// The configuration.
    pub fn config(&self) -> &StackConfig {
        &self.shared.config
    }

    /// What the user should be told.
    pub fn warnings(&self) -> &[String] {
        &self.shared.warnings
    }

    /// URL of the management API.
    pub fn management_url(&self) -> String {
        format!("http://localhost:{}/", self.management_port())
    }

    /// Port of the management API.
    pub fn management_port(&self) -> u16 {
        let address = self.shared.management_address.get();
        address.map_or(0, SocketAddr::port)
    }

    /// Becomes true when the stack ends.
    pub(crate) fn ending(&self) -> watch::Receiver<bool> {
        self.shared.ending.subscribe()
    }

    /// Closes every lane and the management API, letting the calls in progress end until the
    /// deadline, then closes the journal. An error when a task of the bench panicked since the
    /// start; it bears the journal's summary all the same.
    pub async fn finish(&self, deadline: Duration) -> Result<JournalSummary, ServerError> {
        let shared = &self.shared;
        let lanes = {
            let mut lanes = lock(&shared.lanes);
            if std::mem::replace(&mut lanes.ended, true) {
                return Err(ServerError::Ended);
            }
            std::mem::take(&mut lanes.open)
        };
        shared.ending.send_replace(true);
        let management = lock(&shared.management).take();
        let (of_lanes, of_management) = tokio::join!(
            join_all(lanes.values().map(|lane| lane.close(deadline))),
            drain(management.into_iter().collect(), deadline),
        );
        let mut messages = std::mem::take(&mut *lock(&shared.panics));
        messages.extend(of_lanes.into_iter().flatten().chain(of_management));
        let mut summary = shared.journal.close().await?;
        if messages.is_empty() {
            return Ok(summary);
        }
        summary.troubles.extend(messages.iter().cloned());
        Err(ServerError::Panicked {
            messages,
            summary: Some(Box::new(summary)),
        })
    }
}

/// Refuses a fault plan that says nothing to the services of a stack so configured, without starting
/// it.
pub fn check_plan(config: &StackConfig, plan: &str) -> Result<(), ServerError> {
    let clock = Clock::system();
    let authority = Authority::open_or_create(&config.pki.directory, &clock)?;
    let trust = authority.trust_anchors();
    let installation = Installation::open(config, &authority, trust, Seed(0), &clock)?;
    let services = LaneServices::new(&installation, "plan", None);
    FaultPlan::from_toml(plan, &services.vocabulary())?;
    Ok(())
}

/// Refuses a name that would not stand in a path, a file name or a log line.
fn check_name(name: &str) -> Result<(), ServerError> {
    let good = |c: char| c.is_ascii_alphanumeric() || "._#-".contains(c);
    let dots = name.chars().all(|c| c == '.');
    if name.len() <= NAME_MAX && !dots && name.chars().all(good) && name != startup::MANAGEMENT {
        return Ok(());
    }
    Err(ServerError::LaneName(name.to_owned()))
}

#[cfg(test)]
mod tests;
