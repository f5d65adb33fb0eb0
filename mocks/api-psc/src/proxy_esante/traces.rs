//! `GET /traces`: what the proxy did, for the conformance tests.
//!
//! Source of the members: API Proxy e-Santé v1.0 and ANS's own proxy. What `dn` and `ports` hold
//! was not found: ours are the subject of the proxy's certificate and the client's port.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use banc_core::observed::proxy_esante::{ObservedProxyEsante, ProxyAnswer};
use banc_core::service::{Answer, Call};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::ProxyEsante;
use super::refused::{Refused, charset};
use super::session::Session;
use crate::form::Form;
use crate::reply::{json as json_answer, split};

/// Most traces kept; the oldest leave first.
const MOST: usize = 10_000;

/// Nature of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TraceKind {
    ConnectSuccess,
    ConnectReplay,
    ConnectFailure,
    Send,
    Disconnect,
}

impl TraceKind {
    fn name(self) -> &'static str {
        match self {
            Self::ConnectSuccess => "CONNECT_SUCCESS",
            Self::ConnectReplay => "CONNECT_REPLAY",
            Self::ConnectFailure => "CONNECT_FAILURE",
            Self::Send => "SEND",
            Self::Disconnect => "DISCONNECT",
        }
    }
}

/// One trace.
#[derive(Clone, Debug)]
pub(super) struct Trace {
    kind: TraceKind,
    at: Timestamp,
    address: String,
    port: Option<u16>,
    dn: String,
    pub(super) client_id: Option<String>,
    pub(super) national_id: Option<String>,
    session: Option<(String, String)>,
    pub(super) api: Option<ApiRequest>,
}

/// The call of an API.
#[derive(Clone, Debug)]
pub(super) struct ApiRequest {
    pub(super) name: String,
    pub(super) method: String,
    pub(super) path: String,
}

impl Trace {
    /// A trace of this call.
    pub(super) fn new(kind: TraceKind, call: &Call<'_>, dn: &str) -> Self {
        let peer: Option<SocketAddr> = call.connection.peer.parse().ok();
        // Source: ANS's own proxy honours the header; its first address is the client's.
        let forwarded = call
            .request
            .header("x-forwarded-for")
            .and_then(|value| value.split(',').next())
            .map(str::trim)
            .filter(|address| !address.is_empty());
        Self {
            kind,
            at: call.clock.now(),
            address: forwarded.map_or_else(
                || peer.map_or_else(String::new, |peer| peer.ip().to_string()),
                str::to_owned,
            ),
            port: peer.map(|peer| peer.port()),
            dn: dn.to_owned(),
            client_id: None,
            national_id: None,
            session: None,
            api: None,
        }
    }

    /// The same, about this session.
    pub(super) fn of(mut self, session: &Session) -> Self {
        self.client_id = Some(session.client_id.clone());
        self.national_id = Some(session.national_id.clone());
        self.session = Some((session.id.clone(), session.state.clone()));
        self
    }

    fn json(&self) -> Value {
        let (session, state) = self.session.clone().unzip();
        let mut trace = json!({
            "type": self.kind.name(),
            "clientId": self.client_id,
            "IdRPPS": self.national_id,
            "ipAddress": self.address,
            "ports": self.port.into_iter().collect::<Vec<u16>>(),
            "proxy_id_session": session,
            "session_state": state,
            "dn": self.dn,
            "timestamp": self.at.to_string(),
        });
        if let Some(api) = &self.api {
            trace["apiRequest"] = json!({
                "nomApiPsc": api.name,
                "methode": api.method,
                "path": api.path,
            });
        }
        trace
    }
}

/// The traces of a lane.
#[derive(Default)]
pub(super) struct Traces {
    kept: Mutex<VecDeque<Trace>>,
}

impl Traces {
    pub(super) fn keep(&self, trace: Trace) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.pop_front();
        }
        kept.push_back(trace);
    }

    fn between(&self, start: Timestamp, end: Option<Timestamp>) -> Vec<Value> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter()
            .filter(|trace| trace.at >= start && end.is_none_or(|end| trace.at <= end))
            .map(Trace::json)
            .collect()
    }
}

impl ProxyEsante {
    pub(super) fn list_traces(
        &self,
        call: &Call<'_>,
        seen: &mut ObservedProxyEsante,
    ) -> Result<Answer, Refused> {
        if let Some(code) = call.refusal {
            return Err(Refused::planned(code));
        }
        let (_, query) = split(&call.request.target);
        let form = Form::read(query.as_bytes());
        let start = form
            .get("start")
            .ok_or_else(|| Refused::new(400, "start is missing"))?;
        let start = instant("start", start)?;
        let end = form.get("end").map(|end| instant("end", end)).transpose()?;
        seen.answer = ProxyAnswer::Reussite;
        let mut answer = json_answer(200, &Value::Array(self.traces.between(start, end)));
        charset(call, &mut answer);
        Ok(answer)
    }
}

/// An ISO 8601 date-time; without an offset it is taken as UTC.
fn instant(name: &str, text: &str) -> Result<Timestamp, Refused> {
    // A plus sign that was not encoded arrives as a space.
    let repaired = text.replace(' ', "+");
    repaired
        .parse::<Timestamp>()
        .or_else(|_| format!("{repaired}Z").parse())
        .map_err(|_| Refused::new(400, format!("{name} value {text} is invalid")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_iso_8601() {
        let expected: Timestamp = "2026-11-22T20:00:00Z".parse().unwrap();
        for text in [
            "2026-11-22T20:00:00Z",
            "2026-11-22T20:00:00",
            "2026-11-22T21:00:00+01:00",
            "2026-11-22T21:00:00 01:00",
            "2026-11-22T20:00:00.000Z",
        ] {
            assert_eq!(instant("start", text).unwrap(), expected, "{text}");
        }
        let refused = instant("end", "hier").unwrap_err();
        assert_eq!(refused.message, "end value hier is invalid");
    }
}
