//! The proxy at Pro Santé Connect: CIBA in poll mode, refresh, logout.

use std::time::Duration;

use banc_core::Clock;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::session::PscTokens;
use super::{AGENT, ProxyAddresses, ProxyEsante};
use crate::jose::glance;
use crate::outgoing::{Caller, Received, text};

/// `grant_type` of a poll. Source: CIBA Core §10.1.
const CIBA: &str = "urn:openid:params:grant-type:ciba";
/// Life of an authentication request whose answer does not tell it. Source: Keycloak's default.
const UNTOLD_LIFE: u64 = 120;

/// Why PSC did not give what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PscFailure {
    /// PSC is not there; the status to pass on.
    Unavailable { status: u16, reason: String },
    /// PSC does not know the professional.
    UnknownUser { reason: String },
    /// Anything else.
    Refused { reason: String },
}

/// What the user is asked on the e-CPS or on the card.
pub(super) struct Authentication<'a> {
    pub(super) national_id: &'a str,
    pub(super) binding_message: &'a str,
    pub(super) channel: &'a str,
}

/// What a successful authentication gave.
pub(super) struct Authenticated {
    pub(super) tokens: PscTokens,
    pub(super) session_state: String,
}

/// An accepted CIBA request.
struct Pending {
    auth_req_id: String,
    interval: Duration,
    life: Duration,
}

impl ProxyEsante {
    async fn at_psc(
        &self,
        addresses: &ProxyAddresses,
        endpoint: &str,
        parameters: &[(&str, &str)],
    ) -> Result<Received, PscFailure> {
        let settings = &self.config.psc;
        let caller = Caller {
            outgoing: &self.outgoing,
            agent: AGENT,
            client_id: &settings.client_id,
            secret: &settings.secret,
            limit: settings.delai,
        };
        let url = format!(
            "{}/protocol/openid-connect/{endpoint}",
            addresses.psc_issuer
        );
        let received =
            caller
                .post(&url, parameters)
                .await
                .map_err(|reason| PscFailure::Unavailable {
                    status: 503,
                    reason,
                })?;
        if (502..=504).contains(&received.status) {
            return Err(PscFailure::Unavailable {
                status: received.status,
                reason: format!("{endpoint}: {}", received.told()),
            });
        }
        Ok(received)
    }

    /// Asks for an authentication and waits for the professional's approval.
    pub(super) async fn authenticate(
        &self,
        addresses: &ProxyAddresses,
        asked: &Authentication<'_>,
        clock: &Clock,
    ) -> Result<Authenticated, PscFailure> {
        let pending = self.ask(addresses, asked).await?;
        let answer = self.poll(addresses, pending, clock).await?;
        let tokens = read_tokens(&answer, clock.now())?;
        let id_token = tokens.id_token.as_deref().unwrap_or_default();
        self.check_identity(id_token, asked.national_id, addresses, clock.now())?;
        let seen = glance(id_token);
        let session_state = text(&answer, "session_state")
            .or_else(|| seen.as_ref()?.text("session_state"))
            .or_else(|| seen.as_ref()?.text("sid"))
            .unwrap_or_default()
            .to_owned();
        Ok(Authenticated {
            tokens,
            session_state,
        })
    }

    async fn ask(
        &self,
        addresses: &ProxyAddresses,
        asked: &Authentication<'_>,
    ) -> Result<Pending, PscFailure> {
        let settings = &self.config.psc;
        let parameters = [
            ("scope", settings.portee.as_str()),
            ("acr_values", settings.acr_values.as_str()),
            ("login_hint", asked.national_id),
            ("binding_message", asked.binding_message),
            ("channel", asked.channel),
        ];
        let received = self.at_psc(addresses, "ext/ciba/auth", &parameters).await?;
        let reason = format!("CIBA request: {}", received.told());
        let answer = received.object();
        match (received.status, text(&answer, "auth_req_id")) {
            (200, Some(auth_req_id)) => Ok(Pending {
                auth_req_id: auth_req_id.to_owned(),
                interval: seconds(&answer, "interval").unwrap_or_else(|| real(settings.intervalle)),
                life: seconds(&answer, "expires_in").unwrap_or(Duration::from_secs(UNTOLD_LIFE)),
            }),
            _ if names_unknown_user(&answer) => Err(PscFailure::UnknownUser { reason }),
            _ => Err(PscFailure::Refused { reason }),
        }
    }

    /// Polls until the professional answered, in real time, for as long as the request lives.
    async fn poll(
        &self,
        addresses: &ProxyAddresses,
        pending: Pending,
        clock: &Clock,
    ) -> Result<Map<String, Value>, PscFailure> {
        let began = clock.mono();
        let mut interval = pending.interval;
        let mut wait = self.config.psc.attendre_la_premiere;
        let parameters = [
            ("grant_type", CIBA),
            ("auth_req_id", pending.auth_req_id.as_str()),
        ];
        loop {
            if wait {
                tokio::time::sleep(interval).await;
            }
            wait = true;
            let received = self.at_psc(addresses, "token", &parameters).await?;
            if received.status == 200 {
                return Ok(received.object());
            }
            match received.error().as_str() {
                "authorization_pending" => {}
                "slow_down" => interval += real(self.config.psc.ralentissement),
                _ => {
                    let reason = format!("CIBA poll: {}", received.told());
                    return Err(PscFailure::Refused { reason });
                }
            }
            if clock.mono().since(began) + interval > pending.life {
                return Err(PscFailure::Refused {
                    reason: "CIBA: the authentication request is over".to_owned(),
                });
            }
        }
    }

    /// Renews the PSC tokens.
    pub(super) async fn refresh(
        &self,
        addresses: &ProxyAddresses,
        tokens: &PscTokens,
        now: Timestamp,
    ) -> Result<PscTokens, PscFailure> {
        let Some(refresh) = tokens.refresh.as_deref() else {
            return Err(PscFailure::Refused {
                reason: "PSC gave no refresh token".to_owned(),
            });
        };
        let parameters = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh),
            ("scope", self.config.psc.portee.as_str()),
        ];
        let received = self.at_psc(addresses, "token", &parameters).await?;
        if received.status != 200 {
            return Err(PscFailure::Refused {
                reason: format!("refresh at PSC: {}", received.told()),
            });
        }
        let mut renewed = read_tokens(&received.object(), now)?;
        renewed.refresh = renewed.refresh.or_else(|| tokens.refresh.clone());
        renewed.id_token = renewed.id_token.or_else(|| tokens.id_token.clone());
        Ok(renewed)
    }

    /// Ends the session at PSC. Source: ANS's own proxy: any 2xx is a success.
    pub(super) async fn logout(
        &self,
        addresses: &ProxyAddresses,
        id_token: &str,
    ) -> Result<(), PscFailure> {
        let received = self
            .at_psc(addresses, "logout", &[("id_token_hint", id_token)])
            .await?;
        if (200..300).contains(&received.status) {
            return Ok(());
        }
        Err(PscFailure::Refused {
            reason: format!("logout at PSC: {}", received.told()),
        })
    }
}

/// The tokens of an answer of the token endpoint.
fn read_tokens(answer: &Map<String, Value>, now: Timestamp) -> Result<PscTokens, PscFailure> {
    let Some(access) = text(answer, "access_token") else {
        return Err(PscFailure::Refused {
            reason: "PSC gave no access_token".to_owned(),
        });
    };
    let life = seconds(answer, "expires_in").unwrap_or_default();
    let life = SignedDuration::try_from(life).unwrap_or_default();
    let owned = |member: &str| text(answer, member).map(str::to_owned);
    Ok(PscTokens {
        access: access.to_owned(),
        refresh: owned("refresh_token"),
        id_token: owned("id_token"),
        end: now.checked_add(life).unwrap_or(now),
    })
}

/// Source: Keycloak, whose description is `invalid user`, or `invalid_user` from 26.7.
fn names_unknown_user(answer: &Map<String, Value>) -> bool {
    let description = text(answer, "error_description").unwrap_or_default();
    ["invalid user", "invalid_user"].contains(&description)
        || matches!(
            text(answer, "error"),
            Some("unknown_user_id" | "invalid_user")
        )
}

/// A duration of the settings, which refuse negative ones.
fn real(duration: SignedDuration) -> Duration {
    duration.unsigned_abs()
}

/// A number of seconds, whether a JSON number or a text.
fn seconds(answer: &Map<String, Value>, member: &str) -> Option<Duration> {
    let value = answer.get(member)?;
    let number = value.as_f64().or_else(|| value.as_str()?.parse().ok())?;
    Duration::try_from_secs_f64(number).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn seconds_are_numbers_or_texts() {
        let Value::Object(answer) = json!({"a": 5, "b": "0.25", "c": -1, "d": "x"}) else {
            unreachable!("an object")
        };
        assert_eq!(seconds(&answer, "a"), Some(Duration::from_secs(5)));
        assert_eq!(seconds(&answer, "b"), Some(Duration::from_millis(250)));
        assert_eq!(seconds(&answer, "c"), None);
        assert_eq!(seconds(&answer, "d"), None);
        assert_eq!(seconds(&answer, "e"), None);
    }

    #[test]
    fn both_wordings_of_an_unknown_user_are_known() {
        for (answer, unknown) in [
            (
                json!({"error":"invalid_request","error_description":"invalid user"}),
                true,
            ),
            (
                json!({"error":"invalid_request","error_description":"invalid_user"}),
                true,
            ),
            (json!({"error":"unknown_user_id"}), true),
            (
                json!({"error":"invalid_request","error_description":"missing parameter : scope"}),
                false,
            ),
        ] {
            let Value::Object(answer) = answer else {
                unreachable!("an object")
            };
            assert_eq!(names_unknown_user(&answer), unknown, "{answer:?}");
        }
    }
}
