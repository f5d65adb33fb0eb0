//! The trace of sign-ins and sign-outs. It says when, how and why, and never bears a token.

use banc_contract::sign_in::SignInEvent;

use super::PracticeState;
use super::session::Method;

/// What happened to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionEvent {
    /// Somebody signs in.
    SignIn,
    /// Tokens are renewed.
    Renewal,
    /// The user signs out.
    SignOut,
    /// The software closes the session.
    Closing,
}

impl SessionEvent {
    fn name(self) -> &'static str {
        match self {
            Self::SignIn => "connexion",
            Self::Renewal => "renouvellement",
            Self::SignOut => "deconnexion",
            Self::Closing => "fermeture",
        }
    }
}

impl PracticeState {
    /// Traces a success.
    pub(super) fn trace_session(
        &mut self,
        event: SessionEvent,
        method: Method,
        reason: Option<&str>,
    ) {
        self.trace(event, method, true, reason);
    }

    /// Traces a failure.
    pub(super) fn trace_session_failure(
        &mut self,
        event: SessionEvent,
        method: Method,
        reason: &str,
    ) {
        self.trace(event, method, false, Some(reason));
    }

    fn trace(&mut self, event: SessionEvent, method: Method, success: bool, reason: Option<&str>) {
        self.sign_in_journal.push(SignInEvent {
            instant: self.clock.now().to_string(),
            nature: event.name().to_owned(),
            methode: method.name().to_owned(),
            reussite: success,
            motif: reason.map(ToOwned::to_owned),
        });
        self.save();
    }
}
