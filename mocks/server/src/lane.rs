//! A lane of the stack: one instance of each service, its fronts on ports of its own, its plan.

mod front;
mod services;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use banc_annuaire::Annuaire;
use banc_api_psc::{ApiPsc, ProxyEsante};
use banc_core::fault::{FaultPlan, PlanSwitch, ServiceWords, Vocabulary};
use banc_core::journal::Journal;
use banc_core::lane::PortBlock;
use banc_core::listener::{Listener, ListenerError};
use banc_core::recorder::CallCounters;
use banc_insi::Insi;
use banc_psc::Psc;
use futures_util::future::join_all;

use crate::ServerError;

pub(crate) use front::{FrontSetup, front_error, open_fronts};
pub(crate) use services::LaneServices;

/// How a lane is opened.
#[derive(Clone, Debug, Default)]
pub struct LaneOptions {
    /// Name, unique among the open lanes.
    pub name: String,
    /// Its ports; free ones unless said otherwise.
    pub ports: LanePorts,
    /// Fault plan, TOML; none changes nothing.
    pub plan: Option<String>,
    /// Whether it has the front without TLS; as configured when absent.
    pub plain: Option<bool>,
}

/// Where a lane's ports come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LanePorts {
    /// Free ports: lanes run in parallel.
    #[default]
    Free,
    /// The ports of `[ecoute] premier_port`: serial mode.
    Configured,
    /// Consecutive ports from this one.
    From(u16),
}

impl LaneOptions {
    /// A lane on free ports, without a plan.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }
}

impl LanePorts {
    pub(crate) fn block(self, configured: u16) -> Result<PortBlock, ServerError> {
        match self {
            Self::Free => Ok(PortBlock::Ephemeral),
            Self::From(first) if first > 0 => Ok(PortBlock::Fixed { first }),
            Self::From(_) => Err(ServerError::Config(
                "the first port of a lane is at least 1".to_owned(),
            )),
            Self::Configured if configured > 0 => Ok(PortBlock::Fixed { first: configured }),
            Self::Configured => Err(ServerError::Config(
                "serial mode needs [ecoute] premier_port: the ports that the software expects"
                    .to_owned(),
            )),
        }
    }
}

/// An open lane; clones share it. A closed lane answers nothing more, but may still be asked.
#[derive(Clone)]
pub struct LaneHandle {
    inner: Arc<Inner>,
}

struct Inner {
    name: Arc<str>,
    endpoints: BTreeMap<String, String>,
    services: LaneServices,
    vocabulary: Arc<Vocabulary>,
    journal: Journal,
    switch: PlanSwitch,
    counters: CallCounters,
    /// Text of the plan in force; also orders the changes of plan.
    plan: Mutex<String>,
    listeners: Mutex<Vec<Listener>>,
}

impl std::fmt::Debug for LaneHandle {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("LaneHandle")
            .field("name", &self.inner.name)
            .field("endpoints", &self.inner.endpoints)
            .finish_non_exhaustive()
    }
}

/// What a lane is made of, once its fronts are open.
pub(crate) struct LaneParts {
    pub(crate) name: Arc<str>,
    pub(crate) endpoints: BTreeMap<String, String>,
    pub(crate) services: LaneServices,
    pub(crate) vocabulary: Arc<Vocabulary>,
    pub(crate) journal: Journal,
    pub(crate) switch: PlanSwitch,
    pub(crate) counters: CallCounters,
    pub(crate) plan: String,
    pub(crate) listeners: Vec<Listener>,
}

impl LaneHandle {
    pub(crate) fn new(parts: LaneParts) -> Self {
        Self {
            inner: Arc::new(Inner {
                name: parts.name,
                endpoints: parts.endpoints,
                services: parts.services,
                vocabulary: parts.vocabulary,
                journal: parts.journal,
                switch: parts.switch,
                counters: parts.counters,
                plan: Mutex::new(parts.plan),
                listeners: Mutex::new(parts.listeners),
            }),
        }
    }

    /// Name.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// URL of each front, by name as in the driver contract, and `insi_clair` where it is open.
    pub fn endpoints(&self) -> BTreeMap<String, String> {
        self.inner.endpoints.clone()
    }

    /// The lane's INSi.
    pub fn insi(&self) -> &Arc<Insi> {
        &self.inner.services.insi
    }

    /// The lane's Pro Santé Connect.
    pub fn psc(&self) -> &Arc<Psc> {
        &self.inner.services.psc
    }

    /// The lane's authorization server and protected API.
    pub fn api_psc(&self) -> &Arc<ApiPsc> {
        &self.inner.services.api_psc
    }

    /// The lane's Proxy e-Santé.
    pub fn proxy_esante(&self) -> &Arc<ProxyEsante> {
        &self.inner.services.proxy_esante
    }

    /// The lane's Annuaire Santé.
    pub fn annuaire(&self) -> &Arc<Annuaire> {
        &self.inner.services.annuaire
    }

    /// The fault plan in force, TOML, as it was given.
    pub fn plan(&self) -> String {
        lock(&self.inner.plan).clone()
    }

    /// Puts another fault plan in force, TOML, for the calls whose head comes after; a note of the
    /// journal says so. An empty text takes every fault away.
    pub fn set_plan(&self, toml: &str) -> Result<(), ServerError> {
        let plan = FaultPlan::from_toml(toml, &self.inner.vocabulary)?;
        let mut text = lock(&self.inner.plan);
        self.inner
            .switch
            .replace(plan, &self.inner.journal, Some(self.name()));
        toml.clone_into(&mut text);
        Ok(())
    }

    /// Names of the rules in force, in order.
    pub fn rules(&self) -> Vec<String> {
        self.inner
            .switch
            .current()
            .names()
            .map(str::to_owned)
            .collect()
    }

    /// Begins the ordinals of the calls again from 1, for a lane that serves several scenarios.
    pub fn reset_ordinals(&self) {
        self.inner.counters.reset();
    }

    /// The words that a fault plan may use about a service of this lane.
    pub fn words(&self, service: &str) -> Option<&ServiceWords> {
        self.inner.vocabulary.service(service)
    }

    /// Closes the fronts: calls in progress end until the deadline. Gives what panicked.
    pub(crate) async fn close(&self, deadline: Duration) -> Vec<String> {
        let listeners = std::mem::take(&mut *lock(&self.inner.listeners));
        drain(listeners, deadline).await
    }
}

/// Ends listeners together; gives what panicked.
pub(crate) async fn drain(listeners: Vec<Listener>, deadline: Duration) -> Vec<String> {
    let drained = join_all(listeners.into_iter().map(|one| one.drain(deadline))).await;
    let errors = drained.into_iter().filter_map(Result::err);
    errors
        .map(|error: ListenerError| error.to_string())
        .collect()
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What these locks hold is replaced whole: a panic elsewhere leaves nothing half done.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
