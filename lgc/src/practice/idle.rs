//! Leaving the workstation: after the idle time the session closes by itself; what was being written stays.
//!
//! Source: SC.SSI/IE.39 (draft).

use std::time::Duration;

use banc_contract::Done;
use jiff::SignedDuration;

use super::session::Session;
use super::sign_in_journal::SessionEvent;
use super::{Practice, PracticeState};
use crate::defauts::Defect;

impl Practice {
    /// `horloge.avancer`: time goes by without the user.
    pub(super) fn advance_clock(&self, seconds: u64) -> Done {
        let by = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
        self.state().clock.advance(by);
        self.close_if_idle();
        Done::default()
    }

    /// Closes the session when nobody has done anything for the idle time.
    pub(super) fn close_if_idle(&self) {
        let closed = {
            let mut state = self.state();
            if state.idle_left().is_none_or(|left| !left.is_zero()) {
                return;
            }
            // The next sign-in may not be answered silently by the session left in the browser.
            state.ask_again = true;
            let words = "Session fermée après inactivité : identifiez-vous à nouveau. Votre brouillon est gardé.";
            state.screen_message = Some(words.to_owned());
            state.close(SessionEvent::Closing, "inactivité")
        };
        self.forget(closed.and_then(|session: Session| session.psc));
    }
}

impl PracticeState {
    /// How long until the session is idle; none when nothing closes it.
    pub(super) fn idle_left(&self) -> Option<Duration> {
        // A practice without accounts has no sign-in: nobody could come back.
        if !self.has_sign_in || self.defects.has(Defect::InactiviteIgnoree) {
            return None;
        }
        let since = self
            .clock
            .now()
            .duration_since(self.session.as_ref()?.last_seen);
        let since = Duration::try_from(since).unwrap_or_default();
        Some(self.idle.saturating_sub(since))
    }
}
