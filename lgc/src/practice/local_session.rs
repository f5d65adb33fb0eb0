//! `session.ouvrir` and `session.fermer`: the session of the software by a local account, with or without
//! Pro Santé Connect beside it.

use std::sync::Arc;

use banc_contract::Done;

use super::session::Method;
use super::sign_in_journal::SessionEvent;
use super::{Practice, PracticeState};
use crate::defauts::Defect;
use crate::identity::Refusal;

impl Practice {
    /// Opens the session of a local account; a Pro Santé Connect sign-in that waits for it is linked.
    pub fn open_local_session(
        self: &Arc<Self>,
        login: &str,
        password: &str,
    ) -> Result<Done, Refusal> {
        let (done, former) = {
            let mut state = self.state();
            if !state.accounts.check_password(login, password) {
                state.trace_session_failure(
                    SessionEvent::SignIn,
                    Method::Local,
                    "compte inconnu ou mot de passe faux",
                );
                return Err(Refusal::new("Compte inconnu ou mot de passe faux."));
            }
            let mut words = format!("Session ouverte avec le compte local {login}.");
            let former = match state.take_link(login) {
                Some(Ok(arrival)) => {
                    words.push_str(" Il est désormais rattaché à Pro Santé Connect.");
                    state.open_identified(login, Method::Local, arrival)
                }
                Some(Err(Refusal(reason))) => {
                    words = format!("{words} {reason}");
                    state.open_for(login, Method::Local, None)
                }
                None => state.open_for(login, Method::Local, None),
            };
            state.trace_session(SessionEvent::SignIn, Method::Local, None);
            let done = Done {
                message: Some(words),
                ..Done::default()
            };
            (done, former)
        };
        self.leave_former(former);
        self.keep_psc();
        Ok(done)
    }

    /// Closes the session of the software and drops the tokens; Pro Santé Connect goes on by itself.
    pub(super) fn close_local_session(&self) -> Result<Done, Refusal> {
        let mut state = self.state();
        state.check_open()?;
        state.close(SessionEvent::Closing, "à la demande de l'utilisateur");
        Ok(Done {
            message: Some("Session fermée.".to_owned()),
            ..Done::default()
        })
    }
}

impl PracticeState {
    /// Closes the session. The draft stays; what depended on the session goes with it.
    pub(super) fn close(
        &mut self,
        event: SessionEvent,
        reason: &str,
    ) -> Option<super::session::Session> {
        let session = self.session.take()?;
        if self.defects.has(Defect::BrouillonPerdu) {
            self.drafts.clear();
        }
        // What waited for the user's decision is shown to nobody else.
        self.pending.clear();
        self.trace_session(event, session.method, Some(reason));
        Some(session)
    }
}
