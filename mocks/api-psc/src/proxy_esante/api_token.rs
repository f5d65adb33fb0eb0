//! The API token of a session for one scope: kept while it lives, else obtained by exchange.
//!
//! A PSC token is exchanged once: for another API, or after its 120 s, it is renewed at PSC first.

use jiff::{SignedDuration, Timestamp};

use super::psc::PscFailure;
use super::refused::Refused;
use super::session::{ApiToken, Session, Tokens};
use super::{AGENT, ProxyAddresses, ProxyEsante};
use crate::api_psc::{ACCESS_TOKEN, GRANT_TYPE, PATH_TOKEN};
use crate::outgoing::{Caller, Received, text};

impl ProxyEsante {
    /// A living API token for this scope.
    pub(super) async fn api_token(
        &self,
        addresses: &ProxyAddresses,
        session: &Session,
        scope: &str,
        now: Timestamp,
    ) -> Result<String, Refused> {
        let mut tokens = session.tokens.lock().await;
        if let Some(token) = tokens.api.get(scope)
            && self.lasts(token.end, now)
        {
            return Ok(token.value.clone());
        }
        if tokens.spent || !self.lasts(tokens.psc.end, now) {
            self.renew(addresses, session, &mut tokens, now).await?;
        }
        let mut received = self.exchange(addresses, &mut tokens, scope).await?;
        if subject_refused(&received) {
            // Source: IG, error case 1a: refresh at PSC, then once more.
            self.renew(addresses, session, &mut tokens, now).await?;
            received = self.exchange(addresses, &mut tokens, scope).await?;
        }
        let token = read(&received, now)?;
        let value = token.value.clone();
        tokens.api.insert(scope.to_owned(), token);
        Ok(value)
    }

    /// Forgets an API token that an API refused, so that the next call has another.
    pub(super) async fn forget(&self, session: &Session, scope: &str) {
        session.tokens.lock().await.api.remove(scope);
    }

    fn lasts(&self, end: Timestamp, now: Timestamp) -> bool {
        end.duration_since(now) > self.config.autorisation.marge
    }

    /// Source: IG, error case 1b.2: when the refresh token is over too, the professional
    /// authenticates again.
    async fn renew(
        &self,
        addresses: &ProxyAddresses,
        session: &Session,
        tokens: &mut Tokens,
        now: Timestamp,
    ) -> Result<(), Refused> {
        match self.refresh(addresses, &tokens.psc, now).await {
            Ok(renewed) => {
                tokens.psc = renewed;
                tokens.spent = false;
                Ok(())
            }
            Err(PscFailure::Unavailable { status, reason }) => {
                Err(Refused::new(status, "Pro Santé Connect is not available.").because(reason))
            }
            Err(PscFailure::UnknownUser { reason } | PscFailure::Refused { reason }) => {
                self.sessions.close(&session.id);
                Err(Refused::no_session().because(reason))
            }
        }
    }

    async fn exchange(
        &self,
        addresses: &ProxyAddresses,
        tokens: &mut Tokens,
        scope: &str,
    ) -> Result<Received, Refused> {
        let settings = &self.config.autorisation;
        let caller = Caller {
            outgoing: &self.outgoing,
            agent: AGENT,
            client_id: &settings.client_id,
            secret: "",
            limit: settings.delai,
        };
        let url = format!("{}{PATH_TOKEN}", addresses.api_psc_base);
        let parameters = [
            ("grant_type", GRANT_TYPE),
            ("subject_token", tokens.psc.access.as_str()),
            ("subject_token_type", ACCESS_TOKEN),
            ("scope", scope),
        ];
        let received = caller.post(&url, &parameters).await.map_err(|reason| {
            Refused::new(503, "The authorization server is not available.").because(reason)
        })?;
        if (502..=504).contains(&received.status) {
            let reason = format!("token exchange: {}", received.told());
            return Err(Refused::new(
                received.status,
                "The authorization server is not available.",
            )
            .because(reason));
        }
        // Whatever was answered, it may have been counted as a use.
        tokens.spent = true;
        Ok(received)
    }
}

/// Whether a fresh PSC token may be accepted where this one was not.
fn subject_refused(received: &Received) -> bool {
    received.status == 400
        && matches!(
            received.error().as_str(),
            "invalid_request" | "invalid_grant" | "invalid_token"
        )
}

fn read(received: &Received, now: Timestamp) -> Result<ApiToken, Refused> {
    let answer = received.object();
    let Some(token) = text(&answer, "access_token").filter(|_| received.status == 200) else {
        let reason = format!("token exchange: {}", received.told());
        return Err(
            Refused::new(502, "The authorization server refused the exchange.").because(reason),
        );
    };
    let life = answer
        .get("expires_in")
        .and_then(serde_json::Value::as_i64)
        .unwrap_or(0);
    Ok(ApiToken {
        value: token.to_owned(),
        end: now
            .checked_add(SignedDuration::from_secs(life))
            .unwrap_or(now),
    })
}
