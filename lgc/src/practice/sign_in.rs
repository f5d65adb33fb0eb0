//! `psc.connecter`: sign-in with Pro Santé Connect, and what its success or failure leaves.

use std::sync::Arc;
use std::time::Instant;

use banc_contract::sign_in::Channel;
use banc_contract::{Done, SignInMode};

use super::Practice;
use super::reconcile::Identified;
use super::session::{Held, Method};
use super::sign_in_journal::SessionEvent;
use crate::identity::Refusal;
use crate::psc::{PscFailure, SignedIn};

/// What the user asks.
#[derive(Clone, Debug)]
pub struct SignInWish {
    /// How.
    pub mode: SignInMode,
    /// National identifier typed.
    pub national_id: String,
    /// Means of authentication, without a browser.
    pub channel: Channel,
}

impl Practice {
    pub(super) async fn sign_in(
        self: &Arc<Self>,
        wish: SignInWish,
        deadline: Instant,
    ) -> Result<Done, Refusal> {
        match wish.mode {
            SignInMode::Navigateur => self.sign_in_by_browser(&wish.national_id, deadline).await,
            SignInMode::Ciba | SignInMode::Proxy => self.sign_in_by_phone(&wish, deadline).await,
        }
    }

    /// Opens the session of whom Pro Santé Connect identified, or asks for a local sign-in.
    pub(super) fn receive(self: &Arc<Self>, arrival: Identified) -> Result<Done, Refusal> {
        let (done, former) = {
            let mut state = self.state();
            state.ask_again = false;
            if let Held::Tokens { tokens, .. } = &arrival.held {
                state.keep_on_disk_by_mistake(tokens);
            }
            state.receive_professional(arrival)?
        };
        self.leave_former(former);
        self.keep_psc();
        Ok(done)
    }

    /// Traces a sign-in that failed and tells the user why.
    pub(super) fn sign_in_failed(&self, failure: &PscFailure) -> Refusal {
        self.state()
            .trace_session_failure(SessionEvent::SignIn, Method::Psc, &failure.to_string());
        Refusal::new(sign_in_words(failure))
    }
}

/// A sign-in with tokens, as the practice receives it.
pub(super) fn identified(
    signed: SignedIn,
    mode: SignInMode,
    browser: Option<&'static str>,
) -> Identified {
    Identified {
        person: signed.person,
        mode,
        browser,
        held: Held::Tokens {
            tokens: signed.tokens,
            sid: signed.sid,
        },
    }
}

/// What the user is told.
fn sign_in_words(failure: &PscFailure) -> String {
    let advice = match failure.oauth_error() {
        Some("access_denied") => {
            return "Connexion refusée : la demande a été refusée sur l'e-CPS ou la carte. Vous pouvez réessayer.".to_owned();
        }
        Some("expired_token") => {
            return "Connexion abandonnée : personne n'a validé la demande à temps. Vous pouvez réessayer.".to_owned();
        }
        _ => match failure {
            PscFailure::NotBelieved(_) => "La connexion n'est pas ouverte, par sécurité.",
            _ => "Vous pouvez réessayer, ou ouvrir une session avec votre compte local.",
        },
    };
    format!("Connexion avec Pro Santé Connect refusée : {failure}. {advice}")
}
