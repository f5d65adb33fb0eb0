//! Sessions of the simulated provider: who is signed in, since when, for which clients.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::clock::elapsed;
use crate::config::Lifetimes;
use crate::professional::Professional;
use crate::variation::Profile;

/// How a person proved who they are (`authMode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthMode {
    /// A CPx card. Source: samples of ANS.
    Card,
    /// The e-CPS application. Inferred from the values of `channel`.
    Mobile,
}

impl AuthMode {
    /// As written in tokens, and in `channel`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Card => "CARD",
            Self::Mobile => "MOBILE",
        }
    }
}

/// What a management page or a scenario sees of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionView {
    /// Identifier (`sid`, `session_state`).
    pub id: String,
    /// `SubjectNameID`.
    pub national_id: String,
    /// How the person signed in.
    pub auth_mode: AuthMode,
    /// Clients that have a part in it.
    pub clients: Vec<String>,
    /// Beginning.
    pub started: Timestamp,
    /// Last activity.
    pub last_access: Timestamp,
}

/// A session.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) professional: Arc<Professional>,
    pub(crate) auth_mode: AuthMode,
    pub(crate) started: Timestamp,
    pub(crate) last_access: Timestamp,
    /// Last time that the person was asked.
    pub(crate) auth_time: Timestamp,
    pub(crate) clients: BTreeMap<String, ClientSession>,
}

/// The part of one client in a session.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClientSession {
    /// Scopes granted.
    pub(crate) scope: String,
    pub(crate) nonce: Option<String>,
    /// Form of the tokens, drawn when the first ones were issued.
    pub(crate) profile: Profile,
    /// Identifier of the only refresh token that is not stale.
    pub(crate) refresh: Option<String>,
}

impl Session {
    /// True while neither the idle time nor the whole time is over.
    pub(crate) fn is_alive(&self, now: Timestamp, lifetimes: &Lifetimes) -> bool {
        elapsed(self.last_access, now) <= lifetimes.session_idle
            && elapsed(self.started, now) < lifetimes.session_max
    }

    pub(crate) fn view(&self) -> SessionView {
        SessionView {
            id: self.id.clone(),
            national_id: self.professional.national_id.clone(),
            auth_mode: self.auth_mode,
            clients: self.clients.keys().cloned().collect(),
            started: self.started,
            last_access: self.last_access,
        }
    }
}
