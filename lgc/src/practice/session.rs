//! The session of the software: who is signed in, how, and the Pro Santé Connect part while it lives. At
//! most one session per practice. What opens and closes it stands in the files of each action.

use std::time::Instant;

use banc_contract::sign_in::PscSession;
use banc_contract::{SessionState, SignInMode};
use jiff::Timestamp;
use tokio::task::AbortHandle;

use super::PracticeState;
use super::state::{User, default_rights};
use crate::clock::monotonic;
use crate::identity::Refusal;
use crate::psc::api::ApiToken;
use crate::psc::proxy::ProxySession;
use crate::psc::{Person, TokenSet};

/// How a session was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By a local password.
    Local,
    /// By Pro Santé Connect.
    Psc,
}

impl Method {
    /// The word of the contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::Local => "locale",
            Self::Psc => "psc",
        }
    }
}

/// An open session.
#[derive(Debug)]
pub struct Session {
    /// Login of the account.
    pub account: String,
    /// How it was opened.
    pub method: Method,
    /// The Pro Santé Connect part.
    pub psc: Option<OpenPsc>,
    /// When the user last did something, by the practice's clock.
    pub last_seen: Timestamp,
    /// The same, by real time: tokens are not renewed for somebody who is away.
    pub active: Instant,
}

/// A living Pro Santé Connect session.
pub struct OpenPsc {
    /// Who.
    pub person: Person,
    /// How.
    pub mode: SignInMode,
    /// Which browser, in that mode.
    pub browser: Option<&'static str>,
    /// What gives its calls their authority.
    pub held: Held,
    /// Token of the API, reused until its end.
    pub api: Option<ApiToken>,
    /// The access token last exchanged, which is not exchanged again.
    pub spent: Option<String>,
    /// Tells this sign-in from the next one.
    pub number: u64,
    /// Renews the tokens in the background; stops with this value.
    pub keeper: Option<Keeper>,
}

impl std::fmt::Debug for OpenPsc {
    /// Hides what gives authority.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("OpenPsc")
            .field("person", &self.person)
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

/// What a sign-in left in this software's hands.
#[derive(Clone, Debug)]
pub enum Held {
    /// Tokens of Pro Santé Connect.
    Tokens {
        /// They are in memory alone.
        tokens: TokenSet,
        /// SSO session, when named.
        sid: Option<String>,
    },
    /// A session of the Proxy e-Santé, which keeps the tokens.
    Proxy(ProxySession),
}

/// A background task that ends with whoever holds this.
#[derive(Debug)]
pub struct Keeper(pub AbortHandle);

impl Drop for Keeper {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl PracticeState {
    /// The session as shown.
    pub(super) fn session_view(&self) -> SessionState {
        let Some(session) = &self.session else {
            return SessionState::default();
        };
        SessionState {
            ouverte: true,
            compte: Some(session.account.clone()),
            methode: Some(session.method.name().to_owned()),
            psc: session.psc.as_ref().map(|psc| PscSession {
                identifiant: psc.person.national_id.clone(),
                mode: psc.mode,
                navigateur: psc.browser.map(ToOwned::to_owned),
            }),
        }
    }

    /// True while a user is signed in.
    pub fn is_open(&self) -> bool {
        self.session.is_some()
    }

    /// The account of the session, when one is open.
    pub fn open_account(&self) -> Option<&str> {
        self.session
            .as_ref()
            .map(|session| session.account.as_str())
    }

    /// Refuses what a closed session may not do.
    pub(super) fn check_open(&self) -> Result<(), Refusal> {
        if self.is_open() {
            return Ok(());
        }
        Err(Refusal::new(
            "Session fermée : identifiez-vous avec Pro Santé Connect ou avec un compte local.",
        ))
    }

    /// Opens a session for an account. Gives what the former one held, to be ended by the caller.
    pub(super) fn open_for(
        &mut self,
        account: &str,
        method: Method,
        psc: Option<OpenPsc>,
    ) -> Option<OpenPsc> {
        self.user = User {
            name: account.to_owned(),
            rights: default_rights(),
        };
        let former = self.session.replace(Session {
            account: account.to_owned(),
            method,
            psc,
            last_seen: self.clock.now(),
            active: monotonic(),
        });
        former.and_then(|session| session.psc)
    }

    /// The living Pro Santé Connect part.
    pub(super) fn psc(&self) -> Option<&OpenPsc> {
        self.session.as_ref()?.psc.as_ref()
    }

    /// The living Pro Santé Connect part of that number.
    pub(super) fn psc_mut(&mut self, number: u64) -> Option<&mut OpenPsc> {
        let psc = self.session.as_mut()?.psc.as_mut()?;
        (psc.number == number).then_some(psc)
    }

    /// The number of the next sign-in.
    pub(super) fn next_number(&mut self) -> u64 {
        self.sign_in_number += 1;
        self.sign_in_number
    }

    /// Notes that the user did something.
    pub(super) fn touch(&mut self) {
        let now = self.clock.now();
        if let Some(session) = &mut self.session {
            session.last_seen = now;
            session.active = monotonic();
        }
    }
}
