//! What changes in one lane's provider: clients, people, sessions, codes, requests, and what a
//! scenario asked of it.
//!
//! The lock is held for bookkeeping alone: nothing is signed, hashed or written under it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use crate::approval::Approval;
use crate::authorization::AuthorizationRequest;
use crate::client::Client;
use crate::clock::elapsed;
use crate::config::{Lifetimes, PscConfig};
use crate::deviation::Deviation;
use crate::ecps::EcpsRequest;
use crate::professional::{self, Professional};
use crate::session::{AuthMode, Session};

/// How long a login page stays valid. Source: Keycloak's default.
const LOGIN_PAGE: Duration = Duration::from_mins(30);
/// How long what is over is remembered, so that its reuse is told from garbage.
const REMEMBERED: Duration = Duration::from_mins(10);
/// From how many entries on a table is swept when it grows.
const SWEEP_FROM: usize = 512;

/// State of one lane.
pub(crate) struct State(Mutex<Inner>);

/// The state itself, under its lock.
pub(crate) struct Inner {
    pub(crate) approval: Approval,
    pub(crate) deviation: Option<Deviation>,
    pub(crate) lifetimes: Lifetimes,
    pub(crate) refuse_refresh: bool,
    /// How many times the keys were rotated.
    pub(crate) rotation: usize,
    pub(crate) professionals: Vec<Arc<Professional>>,
    pub(crate) default_professional: String,
    pub(crate) clients: BTreeMap<String, Arc<Client>>,
    pub(crate) sessions: HashMap<String, Session>,
    /// Session of each cookie.
    pub(crate) cookies: HashMap<String, String>,
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) interactions: HashMap<String, Interaction>,
    pub(crate) requests: BTreeMap<u64, EcpsRequest>,
    pub(crate) last_request: u64,
    /// Access tokens revoked one by one, with the end that they bear.
    pub(crate) revoked: HashMap<String, Timestamp>,
}

/// An authorization code.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) client_id: String,
    pub(crate) session: String,
    pub(crate) request: AuthorizationRequest,
    pub(crate) issued: Timestamp,
    pub(crate) used: bool,
}

/// A login page that was shown and not yet answered.
#[derive(Clone, Debug)]
pub(crate) struct Interaction {
    pub(crate) request: AuthorizationRequest,
    pub(crate) shown: Timestamp,
    /// Request sent to the phone.
    pub(crate) ecps: Option<u64>,
}

impl State {
    pub(crate) fn new(config: &PscConfig) -> Self {
        let client = |(id, settings): (&String, &crate::config::ClientConfig)| {
            (id.clone(), Arc::new(Client::new(id, settings.clone())))
        };
        Self(Mutex::new(Inner {
            approval: config.approbation,
            deviation: None,
            lifetimes: config.durees,
            refuse_refresh: false,
            rotation: 0,
            professionals: professional::embedded().to_vec(),
            default_professional: config.professionnel_par_defaut.clone(),
            clients: config.clients.iter().map(client).collect(),
            sessions: HashMap::new(),
            cookies: HashMap::new(),
            codes: HashMap::new(),
            interactions: HashMap::new(),
            requests: BTreeMap::new(),
            last_request: 0,
            revoked: HashMap::new(),
        }))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Inner> {
        // No change panics half-way: each is a sequence of insertions into tables.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// The client of that identifier.
    pub(crate) fn client(&self, id: Option<&str>) -> Option<Arc<Client>> {
        self.clients.get(id?).cloned()
    }

    /// Who answers to what was typed or hinted, disabled people included.
    pub(crate) fn professional(&self, login: &str) -> Option<Arc<Professional>> {
        let mut all = self.professionals.iter();
        all.find(|one| one.answers_to(login)).cloned()
    }

    /// The living session of that identifier.
    pub(crate) fn alive(&mut self, id: &str, now: Timestamp) -> Option<&mut Session> {
        let lifetimes = self.lifetimes;
        self.sessions
            .get_mut(id)
            .filter(|session| session.is_alive(now, &lifetimes))
    }

    /// The living session of a cookie.
    pub(crate) fn alive_of_cookie(
        &mut self,
        cookie: Option<&str>,
        now: Timestamp,
    ) -> Option<&mut Session> {
        let id = self.cookies.get(cookie?)?.clone();
        self.alive(&id, now)
    }

    /// Signs a person in: again in the session of the cookie when it is theirs, in a new one
    /// otherwise. Returns the session, and its cookie when there is a new one to give.
    pub(crate) fn sign_in(
        &mut self,
        professional: &Arc<Professional>,
        auth_mode: AuthMode,
        cookie: Option<&str>,
        now: Timestamp,
    ) -> (String, Option<String>) {
        if let Some(session) = self.alive_of_cookie(cookie, now)
            && session.professional.national_id == professional.national_id
        {
            session.auth_time = now;
            session.last_access = now;
            session.auth_mode = auth_mode;
            return (session.id.clone(), None);
        }
        let id = self.open_session(professional, auth_mode, now);
        let cookie = crate::random::token();
        self.cookies.insert(cookie.clone(), id.clone());
        (id, Some(cookie))
    }

    /// A new session without cookie.
    pub(crate) fn open_session(
        &mut self,
        professional: &Arc<Professional>,
        auth_mode: AuthMode,
        now: Timestamp,
    ) -> String {
        self.sweep_sessions(now);
        let session = Session {
            id: crate::random::uuid(),
            professional: Arc::clone(professional),
            auth_mode,
            started: now,
            last_access: now,
            auth_time: now,
            clients: BTreeMap::new(),
        };
        let id = session.id.clone();
        self.sessions.insert(id.clone(), session);
        id
    }

    /// A code for the session. The client takes part in the session as of now.
    pub(crate) fn grant_code(
        &mut self,
        session: &str,
        request: &AuthorizationRequest,
        now: Timestamp,
    ) -> String {
        self.sweep_codes(now);
        let client_id = request.client.id.clone();
        if let Some(session) = self.sessions.get_mut(session) {
            session.last_access = now;
            session.join(&client_id, &request.scope, request.nonce.as_deref());
        }
        let number = crate::random::uuid();
        // Source: form of Keycloak's codes.
        let text = format!("{number}.{session}.{}", request.client.uuid);
        let code = Code {
            client_id,
            session: session.to_owned(),
            request: request.clone(),
            issued: now,
            used: false,
        };
        self.codes.insert(number, code);
        text
    }

    /// Takes a client out of a session: its tokens are over.
    pub(crate) fn detach(&mut self, session: &str, client_id: &str) {
        if let Some(session) = self.sessions.get_mut(session) {
            session.clients.remove(client_id);
        }
    }

    /// Ends a session; returns it when it was there.
    pub(crate) fn end(&mut self, id: &str) -> Option<Session> {
        self.cookies.retain(|_, session| session != id);
        self.sessions.remove(id)
    }

    fn sweep_sessions(&mut self, now: Timestamp) {
        if self.sessions.len() < SWEEP_FROM || !self.sessions.len().is_multiple_of(SWEEP_FROM) {
            return;
        }
        let lifetimes = self.lifetimes;
        let kept = lifetimes.session_max.saturating_add(REMEMBERED);
        self.sessions
            .retain(|_, session| elapsed(session.started, now) <= kept);
        let sessions = &self.sessions;
        self.cookies.retain(|_, id| sessions.contains_key(id));
    }

    /// Remembers that an access token is revoked, for longer than it would have lived.
    pub(crate) fn revoke(&mut self, token: &str, end: Timestamp, now: Timestamp) {
        if self.revoked.len() >= SWEEP_FROM && self.revoked.len().is_multiple_of(SWEEP_FROM) {
            self.revoked
                .retain(|_, end| elapsed(*end, now) <= REMEMBERED);
        }
        self.revoked.insert(token.to_owned(), end);
    }

    fn sweep_codes(&mut self, now: Timestamp) {
        if self.codes.len() < SWEEP_FROM || !self.codes.len().is_multiple_of(SWEEP_FROM) {
            return;
        }
        let kept = self.lifetimes.code.saturating_add(REMEMBERED);
        self.codes
            .retain(|_, code| elapsed(code.issued, now) <= kept);
    }

    /// Remembers a login page.
    pub(crate) fn show(&mut self, request: AuthorizationRequest, now: Timestamp) -> String {
        self.interactions
            .retain(|_, page| elapsed(page.shown, now) <= LOGIN_PAGE);
        let execution = crate::random::token();
        let page = Interaction {
            request,
            shown: now,
            ecps: None,
        };
        self.interactions.insert(execution.clone(), page);
        execution
    }

    /// The login page of that execution, unless it is too old.
    pub(crate) fn interaction(&self, execution: &str, now: Timestamp) -> Option<&Interaction> {
        self.interactions
            .get(execution)
            .filter(|page| elapsed(page.shown, now) <= LOGIN_PAGE)
    }
}

impl Session {
    /// Gives a client its part in the session, or brings it up to date.
    pub(crate) fn join(&mut self, client_id: &str, scope: &str, nonce: Option<&str>) {
        let part = self.clients.entry(client_id.to_owned()).or_default();
        scope.clone_into(&mut part.scope);
        part.nonce = nonce.map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revoked_token_is_remembered_as_long_as_it_would_have_lived() {
        let state = State::new(&PscConfig::default());
        let mut state = state.lock();
        let at = |second| Timestamp::from_second(second).unwrap();
        state.lifetimes.access = Duration::from_secs(1);
        state.revoke("longue", at(1_000_000), at(0));
        for rank in 0..10_000 {
            state.revoke(&rank.to_string(), at(rank + 60), at(rank));
        }
        assert!(state.revoked.contains_key("longue"));
        assert!(state.revoked.len() < 3_000, "{}", state.revoked.len());
    }
}
