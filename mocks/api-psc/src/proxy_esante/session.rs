//! Sessions of the proxy: who is connected through which software, and the tokens kept for them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// A session.
pub(super) struct Session {
    pub(super) id: String,
    pub(super) national_id: String,
    /// `clientId` of the software.
    pub(super) client_id: String,
    /// `session_state`: SSO session at PSC.
    pub(super) state: String,
    pub(super) opened: Timestamp,
    /// Held while a token is obtained, so that calls at once do not spend the same PSC token twice.
    pub(super) tokens: tokio::sync::Mutex<Tokens>,
}

/// Tokens of a session.
pub(super) struct Tokens {
    pub(super) psc: PscTokens,
    /// The PSC access token was given to the authorization server already.
    pub(super) spent: bool,
    /// API tokens, by scope.
    pub(super) api: BTreeMap<String, ApiToken>,
}

/// What PSC's token endpoint gave.
pub(super) struct PscTokens {
    pub(super) access: String,
    pub(super) refresh: Option<String>,
    pub(super) id_token: Option<String>,
    pub(super) end: Timestamp,
}

/// What the authorization server gave.
#[derive(Clone)]
pub(super) struct ApiToken {
    pub(super) value: String,
    pub(super) end: Timestamp,
}

/// The sessions of a lane.
#[derive(Default)]
pub(super) struct Sessions {
    open: Mutex<HashMap<String, Arc<Session>>>,
}

impl Sessions {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Session>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a session; forgets those that have lasted too long.
    pub(super) fn open(&self, session: Arc<Session>, now: Timestamp, longest: SignedDuration) {
        let mut open = self.lock();
        open.retain(|_, kept| now.duration_since(kept.opened) < longest);
        open.insert(session.id.clone(), session);
    }

    /// The session of that name, unless it has lasted too long.
    pub(super) fn living(
        &self,
        id: &str,
        now: Timestamp,
        longest: SignedDuration,
    ) -> Option<Arc<Session>> {
        let mut open = self.lock();
        let session = open.get(id)?;
        if now.duration_since(session.opened) >= longest {
            open.remove(id);
            return None;
        }
        Some(Arc::clone(session))
    }

    pub(super) fn close(&self, id: &str) {
        self.lock().remove(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_lasts_as_long_as_it_may() {
        let opened = Timestamp::from_second(1_000).unwrap();
        let sessions = Sessions::default();
        let session = |id: &str| Session {
            id: id.to_owned(),
            national_id: "899700427885".to_owned(),
            client_id: "c".to_owned(),
            state: "x".to_owned(),
            opened,
            tokens: tokio::sync::Mutex::new(Tokens {
                psc: PscTokens {
                    access: String::new(),
                    refresh: None,
                    id_token: None,
                    end: opened,
                },
                spent: false,
                api: BTreeMap::new(),
            }),
        };
        let longest = SignedDuration::from_secs(14_400);
        sessions.open(Arc::new(session("s")), opened, longest);
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(sessions.living("s", at(15_399), longest).is_some());
        assert!(sessions.living("t", at(15_399), longest).is_none());
        assert!(sessions.living("s", at(15_400), longest).is_none());
        assert!(sessions.living("s", at(1_001), longest).is_none());
        sessions.open(Arc::new(session("a")), opened, longest);
        sessions.open(Arc::new(session("b")), at(15_400), longest);
        assert_eq!(sessions.lock().len(), 1, "what is over is forgotten");
    }
}
