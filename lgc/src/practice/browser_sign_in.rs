//! Sign-in through the browser of the workstation: from the software's sign-in page to Pro Santé Connect
//! and back to the software, which exchanges the code.
//!
//! Each sign-in has a name kept in a cookie of the browser that began it, beside the `state` that travels:
//! an answer brought by another browser is not taken (RFC 6749 §10.12).

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use banc_contract::{Done, SignInMode};

use super::Practice;
use super::sign_in::identified;
use crate::clock::monotonic;
use crate::identity::Refusal;
use crate::navigateur::{BrowserFailure, Shown};
use crate::psc::PscFailure;
use crate::psc::authorization::{Callback, SignInSecrets, random};

/// Sign-ins begun and not ended that are kept.
const MOST: usize = 20;
/// Longest time for the back channel of one sign-in.
const BACK_CHANNEL: Duration = Duration::from_secs(30);
/// Kept to answer the user once the browser has stopped.
const MARGIN: Duration = Duration::from_millis(200);

/// A sign-in begun in a browser.
#[derive(Debug)]
struct Begun {
    name: String,
    /// Taken by the first answer: an answer is good once.
    secrets: Option<SignInSecrets>,
    result: Option<Result<Done, Refusal>>,
}

/// The sign-ins begun in a browser, newest last.
#[derive(Debug, Default)]
pub struct BegunSignIns(VecDeque<Begun>);

impl BegunSignIns {
    fn begin(&mut self) -> String {
        let name = random();
        self.0.push_back(Begun {
            name: name.clone(),
            secrets: None,
            result: None,
        });
        if self.0.len() > MOST {
            self.0.pop_front();
        }
        name
    }

    fn find(&mut self, name: &str) -> Option<&mut Begun> {
        self.0.iter_mut().find(|begun| begun.name == name)
    }

    fn remove(&mut self, name: &str) -> Option<Begun> {
        let index = self.0.iter().position(|begun| begun.name == name)?;
        self.0.remove(index)
    }
}

impl Practice {
    /// Drives the browser as a user who presses the button of the sign-in page.
    pub(super) async fn sign_in_by_browser(
        self: &Arc<Self>,
        national_id: &str,
        deadline: Instant,
    ) -> Result<Done, Refusal> {
        let name = self.state().begun.begin();
        let start = format!("{}/psc/connexion?demande={name}", self.own_url);
        let patience = deadline
            .saturating_duration_since(monotonic())
            .saturating_sub(MARGIN);
        let shown = tokio::time::timeout(
            patience,
            self.psc.browser.open(&start, national_id, deadline),
        )
        .await
        .unwrap_or(Err(BrowserFailure::TooLate));
        let begun = self.state().begun.remove(&name);
        if let Some(result) = begun.and_then(|begun| begun.result) {
            return result;
        }
        Err(self.sign_in_failed(&stopped(shown)))
    }

    /// The browser asks to sign in: gives the name of the sign-in and where to send it. `name` is that of
    /// a sign-in begun by the software itself.
    pub async fn start_browser_sign_in(
        &self,
        name: Option<String>,
    ) -> Result<(String, String), Refusal> {
        let (name, secrets, again) = {
            let mut state = self.state();
            let name = name.unwrap_or_else(|| state.begun.begin());
            let secrets = SignInSecrets::draw(&self.defects);
            let begun = state.begun.find(&name).ok_or_else(|| {
                Refusal::new(
                    "Cette connexion n'est plus attendue : recommencez depuis la page d'accueil.",
                )
            })?;
            begun.secrets = Some(secrets.clone());
            (name, secrets, state.ask_again)
        };
        let deadline = monotonic() + BACK_CHANNEL;
        let address = match &self.psc.client {
            Some(client) => {
                client
                    .authorization_address(&secrets, again, deadline)
                    .await
            }
            None => Err(PscFailure::NotConfigured(
                "ni adresse ni client donnés".to_owned(),
            )),
        };
        match address {
            Ok(address) => Ok((name, address)),
            Err(failure) => {
                let refusal = self.sign_in_failed(&failure);
                self.conclude(&name, Err(refusal.clone()));
                Err(refusal)
            }
        }
    }

    /// True when the browser that bears this name has a sign-in here.
    pub fn has_begun(&self, name: &str) -> bool {
        self.state().begun.find(name).is_some()
    }

    /// The browser is back.
    pub async fn finish_browser_sign_in(
        self: &Arc<Self>,
        name: &str,
        callback: Callback,
    ) -> Result<Done, Refusal> {
        let result = self.finish(name, callback).await;
        self.conclude(name, result.clone());
        result
    }

    async fn finish(self: &Arc<Self>, name: &str, callback: Callback) -> Result<Done, Refusal> {
        let secrets = {
            let mut state = self.state();
            state
                .begun
                .find(name)
                .and_then(|begun| begun.secrets.take())
        };
        let completed = match (secrets, &self.psc.client) {
            (Some(secrets), Some(client)) => {
                let deadline = monotonic() + BACK_CHANNEL;
                client.complete(callback, &secrets, deadline).await
            }
            _ => Err(PscFailure::NotBelieved(
                "cette connexion n'est pas attendue, ou l'a déjà été".to_owned(),
            )),
        };
        match completed {
            Ok(signed) => {
                let browser = Some(self.psc.browser.kind());
                self.receive(identified(signed, SignInMode::Navigateur, browser))
            }
            Err(failure) => Err(self.sign_in_failed(&failure)),
        }
    }

    /// Keeps the end of a sign-in for whoever drives the browser, and shows it on the screen.
    fn conclude(&self, name: &str, result: Result<Done, Refusal>) {
        let mut state = self.state();
        state.screen_message = match &result {
            Ok(done) => done.message.clone(),
            Err(Refusal(words)) => Some(words.clone()),
        };
        if let Some(begun) = state.begun.find(name) {
            begun.result = Some(result);
        }
    }
}

/// The browser stopped before it came back here.
fn stopped(shown: Result<Shown, BrowserFailure>) -> PscFailure {
    match shown {
        Err(BrowserFailure::TooLate) => PscFailure::NobodyAnswered,
        Err(failure) => {
            PscFailure::NotBelieved(format!("le navigateur n'est pas revenu, {failure}"))
        }
        Ok(Shown { status, title, .. }) => PscFailure::NotBelieved(format!(
            "le navigateur s'est arrêté sur la page « {title} » (statut HTTP {})",
            status.as_u16()
        )),
    }
}
