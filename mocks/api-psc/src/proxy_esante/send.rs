//! `/send/{api}/{path}`: method, headers, query and body go to the API over mTLS with the API token,
//! and its answer comes back as it is.

use banc_core::exchange::Request;
use banc_core::observed::proxy_esante::{ObservedProxyEsante, ProxyAnswer};
use banc_core::service::{Answer, Call};

use super::refused::Refused;
use super::traces::{ApiRequest, Trace, TraceKind};
use super::{COOKIE, ProxyEsante};
use crate::names::intern;
use crate::outgoing::told;

/// Headers of one hop. Source: RFC 9110 §7.6.1.
const ONE_HOP: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
/// Headers of the request that the proxy sets itself.
const OWN: [&str; 5] = [
    "authorization",
    "content-length",
    "cookie",
    "expect",
    "host",
];

/// What a target asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked<'a> {
    /// Name of the API.
    pub(super) api: &'a str,
    /// Path and query to add to its base; empty, or begins with `/` or `?`.
    pub(super) rest: &'a str,
}

/// Reads the target of a call of `/send`.
pub(super) fn asked(target: &str) -> Asked<'_> {
    let tail = target.strip_prefix("/send").unwrap_or_default();
    let tail = tail.strip_prefix('/').unwrap_or(tail);
    let end = tail.find(['/', '?']).unwrap_or(tail.len());
    let (api, rest) = tail.split_at(end);
    Asked { api, rest }
}

impl ProxyEsante {
    pub(super) async fn send(
        &self,
        call: &Call<'_>,
        seen: &mut ObservedProxyEsante,
    ) -> Result<Answer, Refused> {
        if let Some(code) = call.refusal {
            return Err(Refused::planned(code));
        }
        let addresses = self.located()?;
        let session = self.session(call).ok_or_else(Refused::no_session)?;
        let asked = asked(&call.request.target);
        let Some(base) = addresses.targets.get(asked.api) else {
            // What an unknown API receives was not found.
            return Err(Refused::new(404, format!("API {} is unknown.", asked.api)));
        };
        if climbs(asked.rest) {
            return Err(Refused::new(400, "The path leaves the API."));
        }
        let mut trace = Trace::new(TraceKind::Send, call, self.outgoing.subject()).of(&session);
        trace.api = Some(ApiRequest {
            name: asked.api.to_owned(),
            method: call.request.method.clone(),
            path: asked.rest.to_owned(),
        });
        self.traces.keep(trace);
        let scope = self.config.scope(asked.api);
        let token = self
            .api_token(addresses, &session, scope, call.clock.now())
            .await?;
        let url = format!("{}{}", base.trim_end_matches('/'), asked.rest);
        let answer = self.relay(call.request, &url, &token).await?;
        if answer.status == 401 {
            self.forget(&session, scope).await;
        }
        seen.relayed_status = Some(answer.status);
        seen.answer = ProxyAnswer::Relais;
        Ok(answer)
    }

    async fn relay(&self, request: &Request, url: &str, token: &str) -> Result<Answer, Refused> {
        let method = reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(|error| Refused::new(400, error.to_string()))?;
        let mut outgoing = self
            .outgoing
            .request(method, url, self.config.relais.delai)
            .bearer_auth(token);
        for (name, value) in passed_on(request) {
            outgoing = outgoing.header(name, value);
        }
        if let Some(cookies) = other_cookies(request) {
            outgoing = outgoing.header("cookie", cookies);
        }
        if !request.body.bytes.is_empty() {
            outgoing = outgoing.body(request.body.bytes.clone());
        }
        let answer = outgoing.send().await.map_err(|error| unreached(&error))?;
        let status = answer.status().as_u16();
        let headers = answer
            .headers()
            .iter()
            .filter(|(name, _)| {
                !ONE_HOP.contains(&name.as_str()) && name.as_str() != "content-length"
            })
            .filter_map(|(name, value)| {
                Some((intern(name.as_str())?, value.to_str().ok()?.to_owned()))
            })
            .collect();
        let body = answer.bytes().await.map_err(|error| unreached(&error))?;
        Ok(Answer {
            status,
            headers,
            body,
            observed: None,
        })
    }
}

/// Whether a path has a segment that a URL reader would climb by, out of the API's base.
fn climbs(rest: &str) -> bool {
    let path = rest.split('?').next().unwrap_or_default();
    path.split(['/', '\\']).any(|segment| {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        plain == ".."
    })
}

/// Headers of the request that go to the API.
fn passed_on(request: &Request) -> impl Iterator<Item = (&str, &str)> {
    let connection = request.header("connection").unwrap_or_default();
    request
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(move |(name, _)| {
            let of_this_hop = connection
                .split(',')
                .any(|named| named.trim().eq_ignore_ascii_case(name));
            let lower = name.to_ascii_lowercase();
            !of_this_hop && !ONE_HOP.contains(&lower.as_str()) && !OWN.contains(&lower.as_str())
        })
}

/// The cookies of the request but the proxy's own, which no API may see.
fn other_cookies(request: &Request) -> Option<String> {
    let cookies: Vec<&str> = request
        .header("cookie")?
        .split(';')
        .map(str::trim)
        .filter(|pair| pair.split('=').next() != Some(COOKIE) && !pair.is_empty())
        .collect();
    (!cookies.is_empty()).then(|| cookies.join("; "))
}

/// Source: statuses 502, 503, 504 of the contract; which is for what is RFC 9110 §15.6.
fn unreached(error: &reqwest::Error) -> Refused {
    let refused = if error.is_builder() {
        Refused::new(400, "Bad Request.")
    } else if error.is_timeout() {
        Refused::new(504, "Gateway Timeout.")
    } else if error.is_connect() {
        Refused::new(503, "Service Unavailable.")
    } else {
        Refused::new(502, "Bad Gateway.")
    };
    refused.because(told(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn api_path_and_query_are_told_apart() {
        for (target, api, rest) in [
            ("/send/insi", "insi", ""),
            ("/send/insi/", "insi", "/"),
            ("/send/insi?wsdl", "insi", "?wsdl"),
            (
                "/send/apipsc/ressource/v1?a=b/c",
                "apipsc",
                "/ressource/v1?a=b/c",
            ),
            ("/send", "", ""),
        ] {
            assert_eq!(asked(target), Asked { api, rest }, "{target}");
        }
    }

    #[test]
    fn a_path_stays_within_its_api() {
        for rest in ["/../as/certs", "/a/%2E%2e/b", "/a\\..\\b", "/.."] {
            assert!(climbs(rest), "{rest}");
        }
        for rest in ["", "/a..b/c", "/a?b=/../c", "/./a"] {
            assert!(!climbs(rest), "{rest}");
        }
    }

    #[test]
    fn neither_the_session_nor_the_hop_is_passed_on() {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let request = Request {
            headers: vec![
                header("Host", "proxy"),
                header("Content-Type", "text/xml"),
                header("Connection", "close, X-Saut"),
                header("X-Saut", "1"),
                header("Authorization", "Basic x"),
                header("X-Forwarded-For", "10.0.0.1"),
                header("Cookie", "proxy_session_id=1; autre=2"),
            ],
            ..Request::default()
        };
        let names: Vec<&str> = passed_on(&request).map(|(name, _)| name).collect();
        assert_eq!(names, ["Content-Type", "X-Forwarded-For"]);
        assert_eq!(other_cookies(&request).as_deref(), Some("autre=2"));
    }
}
