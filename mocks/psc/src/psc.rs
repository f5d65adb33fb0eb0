//! The provider of one lane, and what a scenario or the management API may ask of it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use banc_core::Clock;
use banc_core::seed::{DrawKey, Seed};
use jiff::Timestamp;

use crate::address::PscAddresses;
use crate::approval::Approval;
use crate::ciba::RequestKey;
use crate::client::{Client, Registration, RegistrationError};
use crate::config::{Lifetimes, PscConfig};
use crate::deviation::Deviation;
use crate::ecps::{self, NotPending, PendingRequest};
use crate::jose::RefreshKey;
use crate::keys::PscKeys;
use crate::logout;
use crate::notification::{LogoutNotification, Notifier};
use crate::professional::Professional;
use crate::session::SessionView;
use crate::state::State;

/// A simulated Pro Santé Connect: one instance per lane, served on the host of the realm and on the
/// wallet's.
pub struct Psc {
    config: Arc<PscConfig>,
    keys: Arc<PscKeys>,
    seed: Seed,
    lane: String,
    cookie_name: String,
    addresses: OnceLock<PscAddresses>,
    /// The lane's clock, known from the first call on.
    clock: OnceLock<Clock>,
    state: State,
    refresh_key: RefreshKey,
    request_key: RequestKey,
    notifier: OnceLock<Arc<dyn Notifier>>,
    outbox: Mutex<Vec<LogoutNotification>>,
}

impl std::fmt::Debug for Psc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Psc")
            .field("lane", &self.lane)
            .field("addresses", &self.addresses.get())
            .finish_non_exhaustive()
    }
}

impl Psc {
    /// A provider with the embedded professionals and the clients of the settings.
    pub fn new(config: Arc<PscConfig>, keys: Arc<PscKeys>, seed: Seed, lane: &str) -> Self {
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, lane.as_bytes());
        Self {
            state: State::new(&config),
            config,
            keys,
            seed,
            lane: lane.to_owned(),
            // Cookies know no port: lanes on one machine must not take each other's.
            cookie_name: format!("PSC_SESSION_{}", hex::encode(&digest.as_ref()[..4])),
            addresses: OnceLock::new(),
            clock: OnceLock::new(),
            refresh_key: RefreshKey::new(&crate::random::bytes(), crate::random::uuid()),
            request_key: RequestKey::new(&crate::random::bytes()),
            notifier: OnceLock::new(),
            outbox: Mutex::new(Vec::new()),
        }
    }

    /// Says where the provider is. Once, before any call; later words are ignored.
    pub fn locate(&self, addresses: PscAddresses) {
        let _ = self.addresses.set(addresses);
    }

    /// Where the provider is.
    pub fn addresses(&self) -> &PscAddresses {
        self.addresses.get_or_init(PscAddresses::default)
    }

    /// The settings.
    pub fn config(&self) -> &PscConfig {
        &self.config
    }

    /// Who carries back-channel logouts to their clients. Once; without one they wait for
    /// [`Psc::take_notifications`].
    pub fn set_notifier(&self, notifier: Arc<dyn Notifier>) {
        let _ = self.notifier.set(notifier);
    }

    /// Back-channel logouts that nobody carries, oldest first; they are given once.
    pub fn take_notifications(&self) -> Vec<LogoutNotification> {
        let mut outbox = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *outbox)
    }

    /// How a person answers, from the next request or poll on.
    pub fn set_approval(&self, approval: Approval) {
        self.state.lock().approval = approval;
    }

    /// How a person answers.
    pub fn approval(&self) -> Approval {
        self.state.lock().approval
    }

    /// Spoils one kind of answer until told otherwise.
    pub fn deviate(&self, deviation: Option<Deviation>) {
        self.state.lock().deviation = deviation;
    }

    /// The deviation in force.
    pub fn deviation(&self) -> Option<Deviation> {
        self.state.lock().deviation
    }

    /// Changes lifetimes. Tokens keep the one they were issued with; sessions, codes and CIBA
    /// intervals follow at once, except that a CIBA request keeps its own.
    pub fn set_lifetimes(&self, change: impl FnOnce(&mut Lifetimes)) {
        change(&mut self.state.lock().lifetimes);
    }

    /// Lifetimes in force.
    pub fn lifetimes(&self) -> Lifetimes {
        self.state.lock().lifetimes
    }

    /// Whether refresh tokens answer `invalid_grant` from now on.
    pub fn refuse_refresh(&self, refuse: bool) {
        self.state.lock().refuse_refresh = refuse;
    }

    /// Adds a professional, or replaces the one with the same national identifier.
    pub fn add_professional(&self, professional: Professional) {
        let mut state = self.state.lock();
        let same = |one: &Arc<Professional>| one.national_id == professional.national_id;
        state.professionals.retain(|one| !same(one));
        state.professionals.push(Arc::new(professional));
    }

    /// The professionals known.
    pub fn professionals(&self) -> Vec<Arc<Professional>> {
        self.state.lock().professionals.clone()
    }

    /// Replaces the professionals.
    pub fn set_professionals(&self, professionals: impl IntoIterator<Item = Professional>) {
        self.state.lock().professionals = professionals.into_iter().map(Arc::new).collect();
    }

    /// Who signs in when no one is designated and the approval is automatic.
    pub fn set_default_professional(&self, national_id: &str) {
        national_id.clone_into(&mut self.state.lock().default_professional);
    }

    /// Replaces what is declared of a client.
    pub fn register(
        &self,
        client_id: &str,
        registration: Registration,
    ) -> Result<(), RegistrationError> {
        registration.check()?;
        let mut state = self.state.lock();
        let Some(known) = state.clients.get_mut(client_id) else {
            return Err(RegistrationError::UnknownClient(client_id.to_owned()));
        };
        let mut settings = known.settings.clone();
        settings.redirect_uris = registration.redirect_uris;
        settings.post_logout_redirect_uris = registration.post_logout_redirect_uris;
        settings.backchannel_logout_uri = registration.backchannel_logout_uri;
        *known = Arc::new(Client::new(client_id, settings));
        Ok(())
    }

    /// Signs with the next key from now on; the one before stays published and believed.
    pub fn rotate_keys(&self) {
        self.state.lock().rotation += 1;
    }

    /// Ends every session, as the provider would by itself: clients that declared an address are
    /// told. Returns how many living sessions were ended.
    pub fn end_sessions(&self) -> usize {
        let now = self.now();
        let ids: Vec<String> = {
            let state = self.state.lock();
            let lifetimes = state.lifetimes;
            let alive = state.sessions.values();
            let alive = alive.filter(|session| session.is_alive(now, &lifetimes));
            alive.map(|session| session.id.clone()).collect()
        };
        let ended = ids.iter().filter(|id| logout::end(self, id, now));
        ended.count()
    }

    /// Living sessions, oldest first.
    pub fn sessions(&self) -> Vec<SessionView> {
        let now = self.now();
        let state = self.state.lock();
        let lifetimes = state.lifetimes;
        let alive = state.sessions.values();
        let alive = alive.filter(|session| session.is_alive(now, &lifetimes));
        let mut views: Vec<_> = alive.map(crate::session::Session::view).collect();
        drop(state);
        views.sort_by(|a, b| (a.started, &a.id).cmp(&(b.started, &b.id)));
        views
    }

    /// Requests that wait on the simulated e-CPS, in order.
    pub fn pending(&self) -> Vec<PendingRequest> {
        let now = self.now();
        let state = self.state.lock();
        ecps::waiting(&state, now)
            .map(ecps::EcpsRequest::view)
            .collect()
    }

    /// Answers a request in the person's place.
    pub fn decide(&self, number: u64, approve: bool) -> Result<(), NotPending> {
        let now = self.now();
        ecps::decide(&mut self.state.lock(), number, approve, now)
    }
}

impl Psc {
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    pub(crate) fn keys(&self) -> &PscKeys {
        &self.keys
    }

    pub(crate) fn refresh_key(&self) -> &RefreshKey {
        &self.refresh_key
    }

    pub(crate) fn request_key(&self) -> &RequestKey {
        &self.request_key
    }

    pub(crate) fn cookie_name(&self) -> &str {
        &self.cookie_name
    }

    /// The session cookie. It goes with requests that other sites begin, as a sign-in does. Source:
    /// attributes of Keycloak's own cookies.
    pub(crate) fn cookie(&self, value: &str) -> String {
        format!(
            "{}={value}; Path=/; Secure; HttpOnly; SameSite=None",
            self.cookie_name
        )
    }

    /// Takes the session cookie back.
    pub(crate) fn no_cookie(&self) -> String {
        format!("{}; Max-Age=0", self.cookie(""))
    }

    /// Address of the simulated phone.
    pub(crate) fn ecps_address(&self) -> String {
        format!("{}{}", self.addresses().wallet_base, self.config.page_ecps)
    }

    /// Two digits that the login page and the phone both show; the same for the same seed.
    pub(crate) fn two_digits(&self, number: u64) -> String {
        let draw = self.seed.unit(DrawKey {
            rule: "nombre_ecps",
            lane: &self.lane,
            service: "psc",
            operation: "connexion",
            ordinal: number,
        });
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number from 0 to 99"
        )]
        let digits = (draw * 100.0) as u8;
        format!("{digits:02}")
    }

    /// Keeps the clock of the first call for what is asked outside a call.
    pub(crate) fn learn(&self, clock: &Clock) {
        self.clock.get_or_init(|| clock.clone());
    }

    /// Now, on the lane's clock.
    fn now(&self) -> Timestamp {
        self.clock.get().unwrap_or_else(|| self.keys.clock()).now()
    }

    /// Hands a back-channel logout to who carries it.
    pub(crate) fn notify(&self, notification: LogoutNotification) {
        if let Some(notifier) = self.notifier.get() {
            notifier.notify(notification);
        } else {
            let mut outbox = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
            outbox.push(notification);
        }
    }
}
