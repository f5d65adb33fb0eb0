//! The end of a Pro Santé Connect session: asked for by the browser or by the back channel, or told by
//! Pro Santé Connect itself.
//!
//! Source: OpenID Connect RP-Initiated Logout 1.0, Back-Channel Logout 1.0; psc §8 for the forms seen.

use std::time::Instant;

use serde_json::Value;
use url::Url;

use super::back_channel::PSC;
use super::client::PscClient;
use super::failure::PscFailure;
use super::id_token::LEEWAY;
use super::signature;
use super::token_set::TokenSet;

/// The event that a logout token must bear.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// A logout token older than this tells old news.
const OLDEST: i64 = 150;

/// Whose session is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedSession {
    /// SSO session.
    pub sid: Option<String>,
    /// `sub`.
    pub sub: Option<String>,
}

impl PscClient {
    /// Where the browser goes to end the session.
    pub async fn end_address(
        &self,
        id_token: &str,
        state: &str,
        deadline: Instant,
    ) -> Result<String, PscFailure> {
        let endpoint = &self.metadata(deadline).await?.end_session_endpoint;
        let mut url = Url::parse(endpoint).map_err(|error| PscFailure::Unreadable {
            service: PSC,
            reason: format!("end_session_endpoint : {error}"),
        })?;
        let back = self.own.post_logout_redirect_uris.first();
        url.query_pairs_mut()
            .append_pair("id_token_hint", id_token)
            .append_pair("post_logout_redirect_uri", back.map_or("", String::as_str))
            .append_pair("state", state)
            .append_pair("client_id", self.channel.client_id());
        Ok(url.into())
    }

    /// Ends the session without a browser, as a proxy does: a POST with `id_token_hint`.
    pub async fn end(&self, tokens: &TokenSet, deadline: Instant) -> Result<(), PscFailure> {
        let endpoint = &self.metadata(deadline).await?.end_session_endpoint;
        let hint = tokens.id_token.as_deref().unwrap_or_default();
        self.channel
            .post(endpoint, &[("id_token_hint", hint)], deadline)
            .await
            .map(drop)
    }

    /// Revokes the refresh token, and with it what was made from it (RFC 7009).
    pub async fn revoke(&self, tokens: &TokenSet, deadline: Instant) -> Result<(), PscFailure> {
        let Some(endpoint) = &self.metadata(deadline).await?.revocation_endpoint else {
            return Ok(());
        };
        let (token, hint) = match &tokens.refresh {
            Some(refresh) => (refresh, "refresh_token"),
            None => (&tokens.access, "access_token"),
        };
        let fields = [("token", token.as_str()), ("token_type_hint", hint)];
        self.channel
            .post(endpoint, &fields, deadline)
            .await
            .map(drop)
    }

    /// True when the token says that this issuer made it; nothing is verified.
    pub fn may_have_signed(&self, token: &str) -> bool {
        signature::unverified_claims(token)
            .is_ok_and(|claims| claims.get("iss").and_then(Value::as_str) == Some(self.issuer()))
    }

    /// Whose session a logout token ends, once it is verified.
    pub async fn told_end(
        &self,
        token: &str,
        deadline: Instant,
    ) -> Result<EndedSession, PscFailure> {
        let claims = self.signed_claims(token, deadline).await?;
        let now = self.clock.now().as_second();
        read_logout(&claims, &self.issuer, self.channel.client_id(), now)
    }
}

/// Back-Channel Logout 1.0 §2.6.
fn read_logout(
    claims: &Value,
    issuer: &str,
    client_id: &str,
    now: i64,
) -> Result<EndedSession, PscFailure> {
    let wrong = |reason: &str| PscFailure::NotBelieved(format!("logout_token refusé, {reason}"));
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(issuer) {
        return Err(wrong("l'émetteur n'est pas celui attendu"));
    }
    let audience = match claims.get("aud") {
        Some(Value::String(one)) => one == client_id,
        Some(Value::Array(list)) => list.iter().any(|one| one.as_str() == Some(client_id)),
        _ => false,
    };
    if !audience {
        return Err(wrong("il est destiné à un autre client (aud)"));
    }
    let issued = claims.get("iat").and_then(Value::as_i64).unwrap_or(0);
    let expires = claims.get("exp").and_then(Value::as_i64);
    let recent = issued <= now.saturating_add(LEEWAY) && issued.saturating_add(OLDEST) > now;
    if !recent || expires.is_some_and(|expires| expires.saturating_add(LEEWAY) <= now) {
        return Err(wrong("il n'est pas de maintenant (iat, exp)"));
    }
    if !claims
        .get("events")
        .and_then(|events| events.get(EVENT))
        .is_some_and(Value::is_object)
    {
        return Err(wrong("il n'annonce pas de déconnexion (events)"));
    }
    if claims.get("nonce").is_some() {
        return Err(wrong("il porte un nonce, comme un id_token"));
    }
    let ended = EndedSession {
        sid: text("sid").map(ToOwned::to_owned),
        sub: text("sub").map(ToOwned::to_owned),
    };
    if ended.sid.is_none() && ended.sub.is_none() {
        return Err(wrong("il ne dit pas quelle session est finie"));
    }
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(change: impl Fn(&mut Value)) -> Result<EndedSession, PscFailure> {
        let mut claims = json!({"iss": "i", "aud": "lgc", "iat": 1000, "exp": 1120, "sid": "s",
            "sub": "f:x:8", "events": {EVENT: {}}});
        change(&mut claims);
        read_logout(&claims, "i", "lgc", 1010)
    }

    #[test]
    fn a_logout_token_is_no_id_token() {
        assert_eq!(read(|_| {}).unwrap().sid.as_deref(), Some("s"));
        for (name, value) in [
            ("iss", json!("autre")),
            ("aud", json!("autre")),
            ("iat", json!(500)),
            ("iat", json!(2000)),
            ("exp", json!(900)),
            ("events", json!({})),
            ("nonce", json!("n")),
        ] {
            assert!(
                read(|claims| claims[name] = value.clone()).is_err(),
                "{name}"
            );
        }
        assert!(
            read(|claims| {
                claims["sid"] = Value::Null;
                claims["sub"] = Value::Null;
            })
            .is_err()
        );
    }
}
