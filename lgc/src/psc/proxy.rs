//! The Proxy e-Santé as its client sees it: it authenticates the professional, keeps the tokens and makes
//! the calls. This software holds a cookie.
//!
//! Source: ANS, contract « API Proxy e-Santé » 1.0.

use std::time::Instant;

use banc_contract::Channel;
use hyper::header::SET_COOKIE;
use hyper::{Method, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::back_channel::{PROXY, send};
use super::ciba::channel_name;
use super::failure::PscFailure;
use crate::clock::monotonic;
use crate::outgoing::{Ask, Outgoing, Reply};

/// Name of the proxy's cookie.
const COOKIE: &str = "proxy_session_id";

/// A session of the proxy.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxySession {
    id: String,
}

impl std::fmt::Debug for ProxySession {
    /// Hides the identifier, which is as good as a token.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ProxySession")
    }
}

impl ProxySession {
    /// The `Cookie` header of its calls.
    pub fn cookie(&self) -> String {
        format!("{COOKIE}={}", self.id)
    }
}

/// Where the proxy is.
#[derive(Clone)]
pub struct ProxyClient {
    http: Outgoing,
    base: String,
    client_id: String,
}

/// Shape of the proxy's refusals.
#[derive(Deserialize)]
struct ProxyError {
    message: String,
}

#[derive(Deserialize)]
struct Connected {
    proxy_session_id: String,
}

impl ProxyClient {
    /// A client of the proxy at `base`.
    pub fn new(http: Outgoing, base: &str, client_id: &str) -> Self {
        Self {
            http,
            base: base.trim_end_matches('/').to_owned(),
            client_id: client_id.to_owned(),
        }
    }

    /// Opens a session; the answer comes when the professional has answered. `held` is the session
    /// already open for him, which the proxy may keep.
    pub async fn connect(
        &self,
        national_id: &str,
        code: &str,
        channel: Channel,
        held: Option<&ProxySession>,
        deadline: Instant,
    ) -> Result<ProxySession, PscFailure> {
        let body = json!({
            "nationalId": national_id,
            "bindingMessage": code,
            "clientId": self.client_id,
            "channel": channel_name(channel),
        });
        let mut ask = Ask::json(&format!("{}/connect", self.base), &body);
        if let Some(held) = held {
            ask = ask.cookies(held.cookie());
        }
        let patience = deadline.saturating_duration_since(monotonic());
        let reply = self
            .http
            .send_within(ask, patience)
            .await
            .map_err(|failure| PscFailure::Unreachable {
                service: PROXY,
                failure,
            })?;
        if reply.status == StatusCode::NOT_MODIFIED {
            // The session that was open goes on.
            return held.cloned().ok_or_else(|| {
                unreadable("il dit une session déjà ouverte, que ce poste n'a pas")
            });
        }
        let reply = expect_success(reply)?;
        session_of(&reply).ok_or_else(|| unreadable("il ne donne pas de session"))
    }

    /// Ends a session, and that of Pro Santé Connect with it.
    pub async fn disconnect(
        &self,
        session: &ProxySession,
        deadline: Instant,
    ) -> Result<(), PscFailure> {
        let url = format!("{}/disconnect", self.base);
        let ask = Ask::new(Method::DELETE, &url).cookies(session.cookie());
        expect_success(send(&self.http, PROXY, ask, deadline).await?).map(drop)
    }
}

/// The session given by the cookie, else by the body.
fn session_of(reply: &Reply) -> Option<ProxySession> {
    let by_cookie = reply
        .headers
        .get_all(SET_COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .filter_map(|header| header.split(';').next()?.split_once('='))
        .find(|(name, _)| name.trim() == COOKIE)
        .map(|(_, value)| value.trim().to_owned());
    by_cookie
        .or_else(|| Some(reply.json::<Connected>()?.proxy_session_id))
        .filter(|id| !id.is_empty())
        .map(|id| ProxySession { id })
}

fn expect_success(reply: Reply) -> Result<Reply, PscFailure> {
    if reply.status.is_success() {
        return Ok(reply);
    }
    let status = reply.status.as_u16();
    match reply.json::<ProxyError>() {
        Some(refusal) if reply.status.is_client_error() => Err(PscFailure::Refused {
            service: PROXY,
            error: format!("statut HTTP {status}"),
            description: Some(refusal.message),
        }),
        _ => Err(PscFailure::Unavailable {
            service: PROXY,
            status,
        }),
    }
}

fn unreadable(reason: &str) -> PscFailure {
    PscFailure::Unreadable {
        service: PROXY,
        reason: reason.to_owned(),
    }
}
