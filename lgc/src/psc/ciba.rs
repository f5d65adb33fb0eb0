//! CIBA in poll mode: the professional is asked on his phone or by his card, and this software asks, at the
//! pace it is given, whether he has answered.
//!
//! Source: OpenID Connect CIBA Core 1.0 §7 and §11; psc §9 for `binding_message` and `channel`.

use std::time::{Duration, Instant};

use banc_contract::Channel;
use serde::Deserialize;
use uuid::Uuid;

use super::authorization::{SCOPE, asked_acr};
use super::back_channel::PSC;
use super::client::{PscClient, SignedIn};
use super::failure::PscFailure;
use crate::clock::monotonic;
use crate::defauts::Defect;

/// Grant of the polls.
const GRANT: &str = "urn:openid:params:grant-type:ciba";
/// Interval when the answer gives none (CIBA Core §7.3).
const DEFAULT_INTERVAL: u64 = 5;
/// What `slow_down` adds to the interval (CIBA Core §11).
const SLOWER: Duration = Duration::from_secs(5);
/// Kept to answer the user.
const MARGIN: Duration = Duration::from_millis(300);
/// Pause of defect `ciba_boucle_serree`.
const TIGHT: Duration = Duration::from_millis(20);

/// Whom to ask, and how.
#[derive(Clone, Copy, Debug)]
pub struct CibaWish<'a> {
    /// National identifier (`login_hint`).
    pub national_id: &'a str,
    /// Two digits shown to the user.
    pub code: &'a str,
    /// Phone or card.
    pub channel: Channel,
}

/// A request that waits for the professional.
#[derive(Clone)]
pub struct CibaRequest {
    id: String,
    until: Instant,
    interval: Duration,
}

#[derive(Deserialize)]
struct Accepted {
    auth_req_id: String,
    expires_in: u64,
    #[serde(default)]
    interval: Option<u64>,
}

/// Two digits, 00 to 99.
pub fn draw_code() -> String {
    let drawn = Uuid::new_v4().as_u128() % 100;
    format!("{drawn:02}")
}

/// The name of a means of authentication on the wire.
pub fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::Mobile => "MOBILE",
        Channel::Card => "CARD",
    }
}

impl PscClient {
    /// Asks for the professional.
    pub async fn ask_ciba(
        &self,
        wish: &CibaWish<'_>,
        deadline: Instant,
    ) -> Result<CibaRequest, PscFailure> {
        let metadata = self.metadata(deadline).await?;
        let endpoint = metadata
            .backchannel_authentication_endpoint
            .as_deref()
            .ok_or_else(|| PscFailure::NotConfigured("pas de point d'accès CIBA".to_owned()))?;
        let mut fields = vec![
            ("scope", SCOPE),
            ("login_hint", wish.national_id),
            ("binding_message", wish.code),
            ("channel", channel_name(wish.channel)),
        ];
        if let Some(acr) = asked_acr(&self.defects) {
            fields.push(("acr_values", acr));
        }
        let asked = monotonic();
        let reply = self.channel.post(endpoint, &fields, deadline).await?;
        let accepted: Accepted =
            serde_json::from_slice(&reply.body).map_err(|error| PscFailure::Unreadable {
                service: PSC,
                reason: error.to_string(),
            })?;
        let interval = accepted.interval.unwrap_or(DEFAULT_INTERVAL).max(1);
        Ok(CibaRequest {
            id: accepted.auth_req_id,
            until: asked + Duration::from_secs(accepted.expires_in),
            interval: Duration::from_secs(interval),
        })
    }

    /// Waits for the professional's answer, no longer than the request or the user's patience lives.
    pub async fn await_ciba(
        &self,
        mut request: CibaRequest,
        deadline: Instant,
    ) -> Result<SignedIn, PscFailure> {
        let tight = self.defects.has(Defect::CibaBoucleSerree);
        let insists = self.defects.has(Defect::CibaInsiste);
        loop {
            let pause = if tight { TIGHT } else { request.interval };
            let next = monotonic() + pause;
            // One poll after the end tells that it is the end.
            if next > request.until + request.interval || next + MARGIN > deadline {
                return Err(PscFailure::NobodyAnswered);
            }
            tokio::time::sleep(pause).await;
            let failure = match self.poll(&request, deadline).await {
                Ok(reply) => return self.identify(&reply, None, deadline).await,
                Err(failure) => failure,
            };
            match failure.oauth_error() {
                Some("authorization_pending") => {}
                Some("slow_down") => request.interval += SLOWER,
                Some(_) if insists => {}
                Some(_) => return Err(failure),
                // No answer says nothing of the professional: asked again, less often (CIBA Core §11).
                None => request.interval *= 2,
            }
        }
    }

    async fn poll(
        &self,
        request: &CibaRequest,
        deadline: Instant,
    ) -> Result<crate::outgoing::Reply, PscFailure> {
        let endpoint = &self.metadata(deadline).await?.token_endpoint;
        let fields = [("grant_type", GRANT), ("auth_req_id", &request.id)];
        self.channel.post(endpoint, &fields, deadline).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_has_two_digits_and_changes() {
        let drawn: std::collections::BTreeSet<String> = (0..200).map(|_| draw_code()).collect();
        assert!(drawn.len() > 20);
        assert!(
            drawn
                .iter()
                .all(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_digit()))
        );
    }
}
