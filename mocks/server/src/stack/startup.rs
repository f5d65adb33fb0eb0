//! Starting a stack: authority, TLS, journal, timer, management API.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use banc_core::clock::Clock;
use banc_core::journal::Journal;
use banc_core::listener::{Limits, Listener, ListenerConfig, raise_open_files};
use banc_core::pki::{Authority, TrustAnchors};
use banc_core::seed::Seed;
use banc_core::timer::Timer;
use banc_core::tls::{ClientCertificatePolicy, server_config, tls_facts};
use tokio::sync::watch;

use super::{Lanes, Shared, Stack};
use crate::installation::Installation;
use crate::lane::{FrontSetup, front_error, lock};
use crate::notification::Messenger;
use crate::{ServerError, StackConfig, management};

/// Front and lane of the management API in notes; no lane may take this name.
pub(super) const MANAGEMENT: &str = "gestion";

pub(super) fn start(
    config: StackConfig,
    seed: Seed,
    journal_directory: Option<PathBuf>,
) -> Result<Stack, ServerError> {
    config.check()?;
    if config.pki.directory.as_os_str().is_empty() {
        return Err(ServerError::Config(
            "[pki] repertoire is not set: give the folder of the test authority".to_owned(),
        ));
    }
    if tokio::runtime::Handle::try_current().is_err() {
        return Err(ServerError::Start("no tokio runtime runs here".to_owned()));
    }
    let clock = Clock::system();
    let mut warnings = config.warnings();
    warnings.extend(raise_open_files().warning);
    let authority = Authority::open_or_create(&config.pki.directory, &clock)?
        .with_server_names(&config.tls.names);
    let trust = trust(&authority, &config)?;
    let fronts = fronts(&authority, &trust, &config)?;
    let installation = Installation::open(&config, &authority, trust, seed, &clock)?;
    let timer =
        Timer::start(clock.clone()).map_err(|error| ServerError::Start(error.to_string()))?;
    let journal = Journal::open(config.journal(journal_directory), clock.clone())?;
    let stack = Stack {
        shared: Arc::new(Shared {
            installation,
            messenger: Messenger::new(journal.clone())?,
            config,
            seed,
            clock,
            timer,
            journal,
            authority,
            fronts,
            warnings,
            lanes: Mutex::new(Lanes::default()),
            panics: Mutex::default(),
            ending: watch::Sender::new(false),
            management: Mutex::default(),
            management_address: OnceLock::new(),
        }),
    };
    open_management(&stack)?;
    Ok(stack)
}

/// Whom the fronts trust: this authority, and those that the user added.
fn trust(authority: &Authority, config: &StackConfig) -> Result<TrustAnchors, ServerError> {
    let mut trust = authority.trust_anchors();
    let mut seen = BTreeSet::new();
    for path in &config.pki.client_anchors {
        if !seen.insert(path) {
            continue;
        }
        let pem = std::fs::read_to_string(path).map_err(|source| ServerError::ConfigFile {
            key: "pki.ancres_clients",
            path: path.clone(),
            source,
        })?;
        trust = trust.with_anchors_pem(&pem, &path.display().to_string())?;
    }
    Ok(trust)
}

fn fronts(
    authority: &Authority,
    trust: &TrustAnchors,
    config: &StackConfig,
) -> Result<FrontSetup, ServerError> {
    let trust = trust.clone();
    Ok(FrontSetup {
        address: config.listen.address,
        limits: Limits::default(),
        anonymous: server_config(authority, ClientCertificatePolicy::Ignored)?,
        mutual: server_config(authority, ClientCertificatePolicy::Requested)?,
        facts: Arc::new(move |connection| tls_facts(connection, &trust)),
    })
}

fn open_management(stack: &Stack) -> Result<(), ServerError> {
    let shared = &stack.shared;
    let listen = SocketAddr::new(shared.config.listen.address, shared.config.management.port);
    let config = ListenerConfig {
        front: MANAGEMENT.into(),
        lane: MANAGEMENT.into(),
        address: listen,
        tls: None,
        limits: Limits::default(),
    };
    let state = management::State {
        // The router must not keep the stack alive: it is dropped with it.
        shared: Arc::downgrade(shared),
    };
    let router = management::router(state, !shared.config.is_loopback());
    let (journal, clock) = (shared.journal.clone(), shared.clock.clone());
    let listener = Listener::open(config, router, journal, clock)
        .map_err(|error| front_error(error, "[gestion] port"))?;
    let _ = shared.management_address.set(listener.address());
    *lock(&shared.management) = Some(listener);
    Ok(())
}
