//! Keeps other web sites out of the management API: DNS rebinding and cross-site requests.
//!
//! A page of another site open in the same browser can reach a loopback port. Its requests bear a
//! foreign `Host` (rebinding), a foreign `Origin`, or `Sec-Fetch-Site: cross-site`.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::failure::Failure;

/// State of the middleware.
#[derive(Clone)]
pub(super) struct Guard {
    pub(super) state: super::State,
    /// True when the user asked to listen beyond loopback: the host name is then anybody's guess.
    pub(super) wide: bool,
}

/// What the API accepts as its own name.
#[derive(Clone, Copy, Debug)]
struct OwnName {
    port: u16,
    wide: bool,
}

impl OwnName {
    /// Why a request is refused, none when it is welcome.
    fn refusal(self, headers: &HeaderMap) -> Option<Failure> {
        let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        let forbidden = |message: String| Some(Failure::new(StatusCode::FORBIDDEN, message));
        let Some(host) = text(header::HOST) else {
            return Some(Failure::bad_request("the Host header is missing"));
        };
        if !self.wide && !self.is_loopback(host) {
            return forbidden(format!(
                "host '{host}' refused: this API answers to localhost, 127.0.0.1 and [::1] on port {} alone",
                self.port
            ));
        }
        if let Some(origin) = text(header::ORIGIN) {
            let own = origin.strip_prefix("http://").is_some_and(|authority| {
                authority.eq_ignore_ascii_case(host) || (!self.wide && self.is_loopback(authority))
            });
            if !own {
                return forbidden(format!(
                    "origin '{origin}' refused: requests of other sites are not served"
                ));
            }
        }
        match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
            // A link followed from elsewhere is harmless: it can only read, and the other site
            // does not see the answer. Those come without an Origin, by navigation.
            Some(b"cross-site" | b"same-site")
                if text(header::HeaderName::from_static("sec-fetch-mode")) != Some("navigate") =>
            {
                forbidden("a request of another site is not served".to_owned())
            }
            _ => None,
        }
    }

    fn is_loopback(self, authority: &str) -> bool {
        let (name, port) = match authority.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (authority, Some(80)),
        };
        port == Some(self.port)
            && (name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]")
    }
}

/// The middleware.
pub(super) async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let refusal = guard.state.stack().map(|stack| {
        let own = OwnName {
            port: stack.management_port(),
            wide: guard.wide,
        };
        own.refusal(request.headers())
    });
    match refusal {
        Ok(None) => next.run(request).await,
        Ok(Some(failure)) | Err(failure) => failure.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(wide: bool, headers: &[(&'static str, &'static str)]) -> bool {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                (
                    header::HeaderName::from_static(name),
                    header::HeaderValue::from_static(value),
                )
            })
            .collect();
        OwnName { port: 4010, wide }.refusal(&headers).is_some()
    }

    #[test]
    fn own_names_are_served_and_others_are_not() {
        for host in [
            "localhost:4010",
            "LOCALHOST:4010",
            "127.0.0.1:4010",
            "[::1]:4010",
        ] {
            assert!(!refused(false, &[("host", host)]), "{host}");
        }
        for host in [
            "localhost",
            "localhost:4011",
            "attaquant.example:4010",
            "127.0.0.1.attaquant.example:4010",
            "[::1]",
            "",
        ] {
            assert!(refused(false, &[("host", host)]), "{host}");
        }
        assert!(refused(false, &[]));
        assert!(!refused(true, &[("host", "poste-7:4010")]));
    }

    #[test]
    fn other_sites_are_not_served() {
        let host = ("host", "localhost:4010");
        assert!(!refused(
            false,
            &[host, ("origin", "http://localhost:4010")]
        ));
        assert!(refused(
            false,
            &[host, ("origin", "https://attaquant.example")]
        ));
        assert!(refused(false, &[host, ("origin", "null")]));
        assert!(refused(false, &[host, ("origin", "http://localhost:8080")]));
        assert!(refused(false, &[host, ("sec-fetch-site", "cross-site")]));
        assert!(!refused(false, &[host, ("sec-fetch-site", "same-origin")]));
        assert!(!refused(
            false,
            &[
                host,
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-mode", "navigate")
            ]
        ));
        assert!(refused(
            true,
            &[
                ("host", "poste-7:4010"),
                ("origin", "http://attaquant.example")
            ]
        ));
    }
}
