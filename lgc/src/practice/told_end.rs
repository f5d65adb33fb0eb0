//! Pro Santé Connect tells that a session is over: what stood on it here is closed.

use std::time::Duration;

use super::Practice;
use super::session::Held;
use crate::clock::monotonic;

/// Longest time to verify what was told.
const VERIFICATION: Duration = Duration::from_secs(10);

impl Practice {
    /// Reads a logout token; true when it is good and of this practice's Pro Santé Connect.
    pub async fn psc_tells_end(&self, token: &str) -> bool {
        let Some(client) = &self.psc.client else {
            return false;
        };
        if !client.may_have_signed(token) {
            return false;
        }
        let Ok(ended) = client.told_end(token, monotonic() + VERIFICATION).await else {
            return false;
        };
        let number = {
            let state = self.state();
            state.psc().and_then(|psc| {
                let Held::Tokens { sid, .. } = &psc.held else {
                    return None;
                };
                let same = match (&ended.sid, sid) {
                    (Some(ended), Some(own)) => ended == own,
                    _ => ended.sub.is_some() && ended.sub == psc.person.sub,
                };
                same.then_some(psc.number)
            })
        };
        if let Some(number) = number {
            self.lose_psc(number, "Pro Santé Connect a mis fin à votre session.");
        }
        true
    }
}
