//! `psc.deconnecter`: out of the software and of Pro Santé Connect, so that the next sign-in asks the
//! person again.
//!
//! Source: SC.PSC.01 (steps 9 to 11); psc §8: by the browser for whoever came by it, since the session to
//! end is the browser's; by the back channel otherwise.

use std::time::{Duration, Instant};

use banc_contract::{Done, SignInMode};

use super::Practice;
use super::session::{Held, OpenPsc};
use super::sign_in_journal::SessionEvent;
use crate::clock::monotonic;
use crate::defauts::Defect;
use crate::identity::Refusal;
use crate::psc::authorization::random;
use crate::psc::proxy::ProxySession;
use crate::psc::{PscClient, PscFailure, TokenSet};

/// Longest time for the calls of a sign-out that a page asked for.
const BACK_CHANNEL: Duration = Duration::from_secs(15);

/// A sign-out that the browser carries; the tokens go with its end.
#[derive(Debug)]
pub struct Leaving {
    state: String,
    tokens: TokenSet,
}

impl Practice {
    pub(super) async fn sign_out(&self, deadline: Instant) -> Result<Done, Refusal> {
        let Some(psc) = self.close_for_sign_out()? else {
            return Ok(told("Session fermée."));
        };
        if self.defects.has(Defect::DeconnexionLocale) {
            return Ok(told(
                "Session fermée, déconnexion de Pro Santé Connect faite.",
            ));
        }
        let ended = match (&psc.held, psc.mode) {
            (Held::Tokens { tokens, .. }, SignInMode::Navigateur) => {
                self.end_by_browser(tokens, deadline).await
            }
            (Held::Tokens { tokens, .. }, _) => self.end_by_back_channel(tokens, deadline).await,
            (Held::Proxy(session), _) => self.end_at_proxy(session, deadline).await,
        };
        match ended {
            Ok(()) => Ok(told(
                "Session fermée, déconnexion de Pro Santé Connect faite.",
            )),
            Err(failure) => {
                // The session may go on over there: the next sign-in must not be answered silently.
                self.state().ask_again = true;
                Ok(told(&format!(
                    "Session fermée sur ce poste, mais Pro Santé Connect n'a pas confirmé la fin de la sienne : {failure}."
                )))
            }
        }
    }

    /// The sign-out link of the pages: closes the session and gives where to send the browser, when
    /// there is something to end at Pro Santé Connect.
    pub async fn start_browser_sign_out(&self) -> Result<Option<String>, Refusal> {
        let Some(psc) = self.close_for_sign_out()? else {
            return Ok(None);
        };
        let deadline = monotonic() + BACK_CHANNEL;
        // What could not be ended over there ends by itself.
        match (&psc.held, psc.mode) {
            (Held::Tokens { tokens, .. }, SignInMode::Navigateur) => {
                return Ok(self.leave(tokens, deadline).await.ok());
            }
            (Held::Tokens { tokens, .. }, _) => {
                let _ = self.end_by_back_channel(tokens, deadline).await;
            }
            (Held::Proxy(session), _) => {
                let _ = self.end_at_proxy(session, deadline).await;
            }
        }
        Ok(None)
    }

    /// The browser comes back from Pro Santé Connect; some editions lose `state` on the way.
    pub async fn finish_browser_sign_out(&self, state: &str) -> bool {
        let leaving = self
            .state()
            .leaving
            .take_if(|leaving| leaving.state == state);
        let Some(leaving) = leaving else {
            return false;
        };
        self.revoke(&leaving.tokens, monotonic() + BACK_CHANNEL)
            .await;
        true
    }

    fn close_for_sign_out(&self) -> Result<Option<OpenPsc>, Refusal> {
        let mut state = self.state();
        state.check_open()?;
        let session = state.close(SessionEvent::SignOut, "à la demande de l'utilisateur");
        state.screen_message = Some("Session fermée.".to_owned());
        Ok(session.and_then(|session| session.psc))
    }

    async fn end_by_browser(&self, tokens: &TokenSet, deadline: Instant) -> Result<(), PscFailure> {
        let address = self.leave(tokens, deadline).await?;
        let shown = self.psc.browser.open(&address, "", deadline).await;
        // Without `state` in the return, the tokens are still to be revoked.
        if self.state().leaving.take().is_some() {
            self.revoke(tokens, deadline).await;
        }
        match shown {
            Ok(shown) if shown.url.as_str().starts_with(&self.own_url) => Ok(()),
            Ok(shown) => Err(PscFailure::NotBelieved(format!(
                "le navigateur s'est arrêté sur la page « {} »",
                shown.title
            ))),
            Err(failure) => Err(PscFailure::NotBelieved(failure.to_string())),
        }
    }

    async fn leave(&self, tokens: &TokenSet, deadline: Instant) -> Result<String, PscFailure> {
        let client = self.psc_client()?;
        let state = random();
        let hint = tokens.id_token.as_deref().unwrap_or_default();
        let address = client.end_address(hint, &state, deadline).await?;
        self.state().leaving = Some(Leaving {
            state,
            tokens: tokens.clone(),
        });
        Ok(address)
    }

    async fn end_by_back_channel(
        &self,
        tokens: &TokenSet,
        deadline: Instant,
    ) -> Result<(), PscFailure> {
        let ended = self.psc_client()?.end(tokens, deadline).await;
        self.revoke(tokens, deadline).await;
        ended
    }

    async fn end_at_proxy(
        &self,
        session: &ProxySession,
        deadline: Instant,
    ) -> Result<(), PscFailure> {
        let proxy = self.psc.proxy.as_ref().ok_or_else(|| {
            PscFailure::NotConfigured("aucun Proxy e-Santé n'est donné".to_owned())
        })?;
        proxy.disconnect(session, deadline).await
    }

    async fn revoke(&self, tokens: &TokenSet, deadline: Instant) {
        if let Some(client) = &self.psc.client {
            // The session is over or ends by itself: a revocation that fails changes nothing here.
            let _ = client.revoke(tokens, deadline).await;
        }
    }

    /// The client of Pro Santé Connect.
    pub(super) fn psc_client(&self) -> Result<&PscClient, PscFailure> {
        self.psc
            .client
            .as_deref()
            .ok_or_else(|| PscFailure::NotConfigured("ni adresse ni client donnés".to_owned()))
    }
}

fn told(words: &str) -> Done {
    Done {
        message: Some(words.to_owned()),
        ..Done::default()
    }
}
