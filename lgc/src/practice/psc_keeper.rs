//! The life of a Pro Santé Connect session in this software: tokens renewed before their end by one caller
//! at a time, everything closed when the renewal is refused.
//!
//! Source: psc §5 (lifetimes) and §12.1; SC.MSS/CONF.10 for what a refusal closes.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use super::Practice;
use super::session::{Held, Keeper, Method, OpenPsc};
use super::sign_in_journal::SessionEvent;
use crate::clock::monotonic;
use crate::defauts::Defect;
use crate::psc::{PscFailure, TokenSet};

/// Longest time for a call nobody waits for.
const BACKGROUND: Duration = Duration::from_secs(15);
/// First pause after a renewal that failed without being refused; doubled each time.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// Longest such pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Shortest pause between two looks at the tokens, however short they live.
const SHORTEST_WAIT: Duration = Duration::from_millis(100);
/// Pause of defect `renouvellement_sans_fin`.
const ENDLESS_PAUSE: Duration = Duration::from_millis(200);

impl Practice {
    /// Watches over the Pro Santé Connect session that has just been opened.
    pub(super) fn keep_psc(self: &Arc<Self>) {
        let Some(number) = self.state().psc().map(|psc| psc.number) else {
            return;
        };
        let task = tokio::spawn(keep(Arc::downgrade(self), number));
        let keeper = Keeper(task.abort_handle());
        if let Some(psc) = self.state().psc_mut(number) {
            psc.keeper = Some(keeper);
        }
    }

    /// Tokens good for a call that begins now, other than `spent`.
    pub(super) async fn fresh_tokens(
        &self,
        number: u64,
        spent: Option<&str>,
        deadline: Instant,
    ) -> Result<TokenSet, PscFailure> {
        // One renewal at a time: who waited finds the tokens renewed.
        let _alone = self.renewing.lock().await;
        let tokens = self.tokens(number).ok_or_else(closed)?;
        if tokens.is_fresh() && spent != Some(&tokens.access) {
            return Ok(tokens);
        }
        self.renew(number, tokens, deadline).await
    }

    /// Renews at once; called by one at a time.
    async fn renew(
        &self,
        number: u64,
        tokens: TokenSet,
        deadline: Instant,
    ) -> Result<TokenSet, PscFailure> {
        let client = self.psc.client.as_ref().ok_or_else(closed)?;
        let sub = {
            let state = self.state();
            state.psc().and_then(|psc| psc.person.sub.clone())
        };
        let renewed = client.renew(&tokens, sub.as_deref(), deadline).await;
        match renewed {
            Ok(next) => {
                let mut state = self.state();
                let Some(psc) = state.psc_mut(number) else {
                    return Err(closed());
                };
                let Held::Tokens { tokens, .. } = &mut psc.held else {
                    return Err(closed());
                };
                tokens.clone_from(&next);
                state.keep_on_disk_by_mistake(&next);
                state.trace_session(SessionEvent::Renewal, Method::Psc, None);
                Ok(next)
            }
            Err(failure) => {
                let last = failure.is_refusal()
                    || matches!(failure, PscFailure::NotBelieved(_))
                    || tokens.is_over();
                self.renewal_failed(number, &failure, last);
                Err(failure)
            }
        }
    }

    fn renewal_failed(&self, number: u64, failure: &PscFailure, last: bool) {
        let reason = failure.to_string();
        self.state()
            .trace_session_failure(SessionEvent::Renewal, Method::Psc, &reason);
        let survives = self.defects.has(Defect::SessionSurvitAuRefus)
            || self.defects.has(Defect::RenouvellementSansFin);
        if last && !survives {
            self.lose_psc(
                number,
                &format!("Votre session Pro Santé Connect est terminée ({reason})."),
            );
        }
    }

    /// The end of the Pro Santé Connect part: a session that it opened closes with it.
    pub(super) fn lose_psc(&self, number: u64, words: &str) {
        let lost = {
            let mut state = self.state();
            if state.psc_mut(number).is_none() {
                return;
            }
            let opened_by_psc = state
                .session
                .as_ref()
                .is_some_and(|session| session.method == Method::Psc);
            if opened_by_psc {
                state.screen_message = Some(format!("{words} Identifiez-vous à nouveau."));
                let session = state.close(SessionEvent::Closing, words);
                session.and_then(|session| session.psc)
            } else {
                state.screen_message = Some(words.to_owned());
                let psc = state
                    .session
                    .as_mut()
                    .and_then(|session| session.psc.take());
                state.trace_session(SessionEvent::Closing, Method::Psc, Some(words));
                psc
            }
        };
        // What Pro Santé Connect has ended needs no revocation.
        drop(lost);
    }

    /// Ends, without waiting, what an abandoned session still holds elsewhere: its tokens are revoked.
    pub(super) fn forget(&self, psc: Option<OpenPsc>) {
        let Some(OpenPsc { held, .. }) = psc else {
            return;
        };
        let deadline = monotonic() + BACKGROUND;
        match held {
            Held::Tokens { tokens, .. } => {
                if let Some(client) = self.psc.client.clone() {
                    // Nobody waits for it: a token that could not be revoked ends by itself.
                    tokio::spawn(async move { client.revoke(&tokens, deadline).await });
                }
            }
            Held::Proxy(session) => {
                if let Some(proxy) = self.psc.proxy.clone() {
                    tokio::spawn(async move { proxy.disconnect(&session, deadline).await });
                }
            }
        }
    }

    /// What another session replaces: tokens are only dropped, since the new session may stand on the
    /// same one at Pro Santé Connect; a proxy's session that nobody uses any more is ended.
    pub(super) fn leave_former(&self, former: Option<OpenPsc>) {
        let Some(former) = former else {
            return;
        };
        let Held::Proxy(session) = &former.held else {
            return;
        };
        let goes_on = {
            let state = self.state();
            let now = state.psc().map(|psc| &psc.held);
            matches!(now, Some(Held::Proxy(kept)) if kept == session)
        };
        if !goes_on {
            self.forget(Some(former));
        }
    }

    fn tokens(&self, number: u64) -> Option<TokenSet> {
        let mut state = self.state();
        match &state.psc_mut(number)?.held {
            Held::Tokens { tokens, .. } => Some(tokens.clone()),
            Held::Proxy(_) => None,
        }
    }

    /// What the background task is to do next; none when there is nothing to watch over. Nothing is
    /// renewed for a user who has done nothing since the last tokens, or since `given_up`.
    fn next_duty(&self, number: u64, given_up: Option<Instant>) -> Option<Duty> {
        let tokens = self.tokens(number);
        let mut state = self.state();
        state.psc_mut(number)?;
        let active = state.session.as_ref()?.active;
        let idle = state.idle_left();
        let (wait, renews) = match tokens {
            // The proxy keeps the tokens: only the idle time is watched here.
            None => (None, false),
            Some(tokens) if active > tokens.received() && given_up.is_none_or(|at| active > at) => {
                let wait = tokens.renewal_at().saturating_duration_since(monotonic());
                (Some(wait), true)
            }
            Some(tokens) => (Some(tokens.quarter()), false),
        };
        let first = [wait, idle].into_iter().flatten().min()?;
        Some(Duty {
            wait: first.max(SHORTEST_WAIT),
            renews,
        })
    }
}

/// What the background task is to do.
struct Duty {
    wait: Duration,
    renews: bool,
}

/// The background task of one sign-in: it holds the practice only while it works.
async fn keep(practice: Weak<Practice>, number: u64) {
    let mut pause = FIRST_PAUSE;
    let mut given_up = None;
    loop {
        let duty = practice
            .upgrade()
            .and_then(|held| held.next_duty(number, given_up));
        let Some(duty) = duty else {
            return;
        };
        tokio::time::sleep(duty.wait).await;
        let Some(held) = practice.upgrade() else {
            return;
        };
        held.close_if_idle();
        if !duty.renews {
            continue;
        }
        let deadline = monotonic() + BACKGROUND;
        let outcome = held.fresh_tokens(number, None, deadline).await;
        let endless = held.defects.has(Defect::RenouvellementSansFin);
        let survives = held.defects.has(Defect::SessionSurvitAuRefus);
        drop(held);
        match outcome {
            Ok(_) => pause = FIRST_PAUSE,
            Err(_) if endless => tokio::time::sleep(ENDLESS_PAUSE).await,
            Err(failure) if failure.is_refusal() && survives => return,
            Err(_) if pause > LONGEST_PAUSE => {
                // Asked again when the user is back.
                given_up = Some(monotonic());
                pause = FIRST_PAUSE;
            }
            Err(_) => {
                tokio::time::sleep(pause).await;
                pause *= 2;
            }
        }
    }
}

fn closed() -> PscFailure {
    PscFailure::NotBelieved("la session Pro Santé Connect n'est plus ouverte".to_owned())
}
