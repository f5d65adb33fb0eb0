//! What one lane's authorization server remembers: its clients, the PSC tokens already exchanged,
//! the API tokens in circulation.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::config::api_psc::ApiClient;

/// The memory of one lane.
pub(super) struct Registry {
    inner: Mutex<Inner>,
}

struct Inner {
    clients: BTreeMap<String, ApiClient>,
    /// Ends of the PSC tokens exchanged, by token identifier.
    exchanged: HashMap<String, Timestamp>,
    /// Ends of the API tokens, by `jti`.
    issued: HashMap<String, Timestamp>,
}

impl Registry {
    pub(super) fn new(clients: Vec<ApiClient>) -> Self {
        let clients = clients
            .into_iter()
            .map(|client| (client.client_id.clone(), client))
            .collect();
        Self {
            inner: Mutex::new(Inner {
                clients,
                exchanged: HashMap::new(),
                issued: HashMap::new(),
            }),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn declare(&self, client: ApiClient) {
        self.lock().clients.insert(client.client_id.clone(), client);
    }

    pub(super) fn client(&self, client_id: &str) -> Option<ApiClient> {
        self.lock().clients.get(client_id).cloned()
    }

    /// Whether some client declared this certificate.
    pub(super) fn any_client(&self, owns: impl Fn(&ApiClient) -> bool) -> bool {
        self.lock().clients.values().any(owns)
    }

    /// Notes that a PSC token was exchanged; false when it already was.
    pub(super) fn exchange_once(&self, token: &str, until: Timestamp, now: Timestamp) -> bool {
        let mut inner = self.lock();
        inner.exchanged.retain(|_, end| *end > now);
        inner.exchanged.insert(token.to_owned(), until).is_none()
    }

    pub(super) fn issue(&self, jti: &str, until: Timestamp, now: Timestamp) {
        let mut inner = self.lock();
        inner.issued.retain(|_, end| *end > now);
        inner.issued.insert(jti.to_owned(), until);
    }

    pub(super) fn knows(&self, jti: &str) -> bool {
        self.lock().issued.contains_key(jti)
    }

    pub(super) fn end_tokens(&self) -> usize {
        std::mem::take(&mut self.lock().issued).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_psc_token_is_exchanged_once_as_long_as_it_lives() {
        let registry = Registry::new(Vec::new());
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(registry.exchange_once("a", at(120), at(0)));
        assert!(!registry.exchange_once("a", at(120), at(60)));
        assert!(registry.exchange_once("b", at(120), at(60)));
    }

    #[test]
    fn tokens_in_circulation_can_be_ended() {
        let registry = Registry::new(Vec::new());
        let at = |second| Timestamp::from_second(second).unwrap();
        registry.issue("j", at(60), at(0));
        assert!(registry.knows("j"));
        assert_eq!(registry.end_tokens(), 1);
        assert!(!registry.knows("j"));
    }
}
