//! What Pro Santé Connect tells a software by itself: the end of a session (back-channel logout).
//!
//! The calls go out on tasks of their own and are noted in the journal; they are never retried.
//! Source: OpenID Connect Back-Channel Logout 1.0 §2.5; Keycloak tries once.

use std::time::Duration;

use banc_core::journal::{Journal, NoteKind};
use banc_psc::{LogoutNotification, Notifier};
use reqwest::redirect::Policy;

use crate::ServerError;

/// Longest wait for the software's answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Calls the software.
#[derive(Clone)]
pub(crate) struct Messenger {
    http: reqwest::Client,
    journal: Journal,
    runtime: tokio::runtime::Handle,
}

impl std::fmt::Debug for Messenger {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Messenger").finish_non_exhaustive()
    }
}

impl Messenger {
    /// A messenger that notes what it does in `journal`. Needs a tokio runtime.
    pub(crate) fn new(journal: Journal) -> Result<Self, ServerError> {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        // A software under test has a certificate of its own, which nobody vouches for; what is
        // told is signed and worth nothing elsewhere.
        let http = reqwest::Client::builder()
            .tls_danger_accept_invalid_certs(true)
            .redirect(Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .build()
            .map_err(|error| ServerError::Start(error.to_string()))?;
        Ok(Self {
            http,
            journal,
            runtime: tokio::runtime::Handle::current(),
        })
    }

    /// The messenger of a lane.
    pub(crate) fn of(&self, lane: &str) -> LaneMessenger {
        LaneMessenger {
            messenger: self.clone(),
            lane: lane.to_owned(),
        }
    }
}

/// Calls the software that a lane serves.
#[derive(Clone, Debug)]
pub(crate) struct LaneMessenger {
    messenger: Messenger,
    lane: String,
}

impl Notifier for LaneMessenger {
    /// Posts the token, without waiting for the answer.
    fn notify(&self, notification: LogoutNotification) {
        let (http, journal) = (self.messenger.http.clone(), self.messenger.journal.clone());
        let lane = self.lane.clone();
        self.messenger.runtime.spawn(async move {
            // A signed token is made of characters that stand in a form as they are.
            let request = http
                .post(&notification.uri)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(format!("logout_token={}", notification.logout_token));
            let (status, failure) = match request.send().await {
                Ok(answer) => (Some(answer.status().as_u16()), None),
                Err(error) => (None, Some(error.without_url().to_string())),
            };
            let kind = NoteKind::Notified {
                service: "psc".to_owned(),
                what: "logout_token".to_owned(),
                to: notification.uri,
                status,
                failure,
            };
            journal.note(Some(&lane), kind);
        });
    }
}
