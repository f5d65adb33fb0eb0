//! The relying party's side of a logout: the end-session request, and the address to which the
//! provider tells the end of a session.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::routing::post;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::RelyingParty;
use super::browser::encoded;

/// Longest that the provider takes to tell it.
const DEADLINE: Duration = Duration::from_secs(10);
/// How long nothing must come for "nothing came".
const QUIET: Duration = Duration::from_millis(300);

/// Receives logout tokens until it is dropped.
#[derive(Debug)]
pub(crate) struct LogoutReceiver {
    /// Address to declare.
    pub(crate) url: String,
    received: UnboundedReceiver<(String, String)>,
    serving: tokio::task::JoinHandle<()>,
}

impl LogoutReceiver {
    /// Listens on a free port.
    pub(crate) async fn start() -> Self {
        let (sender, received) = unbounded_channel();
        let route = post(async move |headers: HeaderMap, body: Bytes| {
            let media = headers.get("content-type").and_then(|v| v.to_str().ok());
            let media = media.unwrap_or_default().to_owned();
            let body = String::from_utf8_lossy(&body).into_owned();
            // The test may be over.
            let _ = sender.send((media, body));
        });
        let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
        let listener = tokio::net::TcpListener::bind(loopback).await.unwrap();
        let url = format!(
            "http://127.0.0.1:{}/psc/deconnexion",
            listener.local_addr().unwrap().port()
        );
        let router = Router::new().route("/psc/deconnexion", route);
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            url,
            received,
            serving,
        }
    }

    /// The next `logout_token`, sent as a form. Source: OpenID Back-Channel Logout §2.5.
    pub(crate) async fn next(&mut self) -> String {
        let received = tokio::time::timeout(DEADLINE, self.received.recv()).await;
        let (media, body) = received.expect("the end of the session is told").unwrap();
        assert!(
            media.starts_with("application/x-www-form-urlencoded"),
            "{media}"
        );
        let mut tokens = form_urlencoded::parse(body.as_bytes())
            .filter(|(name, _)| name == "logout_token")
            .map(|(_, value)| value.into_owned());
        let token = tokens.next().unwrap_or_else(|| panic!("{body}"));
        assert!(tokens.next().is_none(), "{body}");
        token
    }

    /// Whether nothing more comes.
    pub(crate) async fn is_quiet(&mut self) -> bool {
        tokio::time::timeout(QUIET, self.received.recv())
            .await
            .is_err()
    }
}

impl Drop for LogoutReceiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl RelyingParty {
    /// The address to which the browser is sent to end the session.
    pub(crate) fn end_session(&self, parameters: &[(&str, &str)]) -> String {
        let owned: Vec<_> = parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let endpoint = self.published("end_session_endpoint");
        match encoded(&owned) {
            query if query.is_empty() => endpoint.to_owned(),
            query => format!("{endpoint}?{query}"),
        }
    }
}
