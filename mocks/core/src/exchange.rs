//! A teleservice call, as data: who, what, when, and what was done to it.
//!
//! An exchange is written once, before the last byte of its answer; only its last instants are
//! stamped afterwards. It holds no judgement.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::clock::Mono;
use crate::observed::Observed;

/// One call and its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Exchange {
    /// Place in the journal, from 1.
    pub number: u64,
    /// Lane (one per scenario).
    pub lane: Arc<str>,
    /// Service, e.g. `insi`.
    pub service: Arc<str>,
    /// Front of the service, e.g. `insi` or `insi_tlsm`.
    pub front: Arc<str>,
    /// Operation as classified by the service, `inconnue` when it could not be.
    pub operation: Arc<str>,
    /// Ordinal of the call for (lane, service, operation), from 1.
    pub ordinal: u64,
    /// Connection that carried it.
    pub connection: Arc<Connection>,
    /// Rank of the call on its connection, from 1.
    pub rank: u64,
    /// The request.
    pub request: Request,
    /// The answer, absent when none was sent.
    pub response: Option<Response>,
    /// Faults decided for this call.
    pub faults: Vec<AppliedFault>,
    /// Variations decided for this call, by name.
    pub variations: Vec<String>,
    /// What the service understood.
    pub observed: Option<Observed>,
    /// Instants.
    pub instants: Instants,
    /// A trouble of the bench itself (a panic, a full disk): makes the scenario Non concluant.
    pub trouble: Option<String>,
}

/// The request as received.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Request {
    /// HTTP method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Headers in the order received; values that are not UTF-8 are replaced lossily.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Body,
}

/// The answer as sent.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// Body as the service wrote it, before a fault truncated it.
    pub body: Body,
}

/// A body: its bytes in memory, its digest computed once, on demand (the journal's disk thread
/// asks for it, so that the connection's task does not pay for it).
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Length in bytes.
    pub length: u64,
    /// The bytes, absent when read back from a run whose blob is missing.
    pub bytes: Bytes,
    digest: OnceLock<[u8; 32]>,
    place: OnceLock<BodyPlace>,
}

/// Where a body lies in the run folder's `bodies/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BodyPlace {
    /// Number of the segment file.
    pub segment: u32,
    /// Offset of the first byte in the segment.
    pub offset: u64,
}

impl Body {
    /// A body.
    pub fn new(bytes: Bytes) -> Self {
        Self {
            length: bytes.len() as u64,
            bytes,
            ..Self::default()
        }
    }

    /// SHA-256 of the bytes.
    pub fn digest(&self) -> [u8; 32] {
        *self.digest.get_or_init(|| {
            let mut out = [0_u8; 32];
            let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &self.bytes);
            out.copy_from_slice(digest.as_ref());
            out
        })
    }

    /// SHA-256 of the bytes, lowercase hexadecimal; empty when the body is.
    pub fn sha256(&self) -> String {
        if self.length == 0 {
            return String::new();
        }
        hex::encode(self.digest())
    }

    /// Where the body lies in the run folder, once it does.
    pub fn place(&self) -> Option<BodyPlace> {
        self.place.get().copied()
    }

    /// Says where the body lies; the first to say so wins.
    pub(crate) fn set_place(&self, place: BodyPlace) {
        let _ = self.place.set(place);
    }

    /// The bytes as text, replaced lossily where they are not UTF-8.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }
}

/// A body as written in the journal: without its bytes.
#[derive(Serialize, Deserialize)]
struct BodyRecord {
    length: u64,
    sha256: String,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    place: Option<BodyPlace>,
}

impl Serialize for Body {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let record = BodyRecord {
            length: self.length,
            sha256: self.sha256(),
            place: self.place(),
        };
        record.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let record = BodyRecord::deserialize(deserializer)?;
        let body = Self {
            length: record.length,
            ..Self::default()
        };
        if record.length > 0 {
            let mut digest = [0_u8; 32];
            hex::decode_to_slice(&record.sha256, &mut digest).map_err(serde::de::Error::custom)?;
            let _ = body.digest.set(digest);
        }
        if let Some(place) = record.place {
            body.set_place(place);
        }
        Ok(body)
    }
}

impl Exchange {
    /// Latency that the plan asked for, all faults together.
    pub fn requested_latency(&self) -> Duration {
        let asked = self.faults.iter().filter_map(|fault| {
            let millis = fault.parameters.get(crate::fault::LATENCY_MS)?.as_f64()?;
            Duration::try_from_secs_f64(millis / 1e3).ok()
        });
        asked.sum()
    }

    /// Latency that was had: from the service's answer to its release.
    pub fn achieved_latency(&self) -> Option<Duration> {
        self.instants.between(Stage::Answered, Stage::Released)
    }
}

impl Request {
    /// First value of a header, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

impl Response {
    /// First value of a header, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(candidate, _)| candidate.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

/// A connection: the peer, its TLS, its own instants.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Connection {
    /// Identifier within the run, from 1.
    pub id: u64,
    /// Peer address and port.
    pub peer: String,
    /// TLS facts, absent on a plain connection.
    pub tls: Option<TlsFacts>,
    /// When the TCP connection was accepted.
    pub accepted: Mono,
    /// When the TLS handshake ended.
    pub tls_ready: Option<Mono>,
}

/// What the handshake established.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsFacts {
    /// `TLSv1.2` or `TLSv1.3`.
    pub version: String,
    /// Cipher suite, IANA name.
    pub cipher_suite: String,
    /// Name asked for by the client (SNI).
    pub server_name: Option<String>,
    /// True when the session was resumed.
    pub resumed: bool,
    /// The client's certificate, when it gave one.
    pub client_certificate: Option<CertificateFacts>,
}

/// What matters of a client certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateFacts {
    /// Subject, RFC 4514 text.
    pub subject: String,
    /// Common name.
    pub common_name: Option<String>,
    /// Organisational unit (the structure's identifier).
    pub organizational_unit: Option<String>,
    /// Issuer, RFC 4514 text.
    pub issuer: String,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// SHA-256 of the DER, hexadecimal.
    pub sha256: String,
    /// Why the certificate does not chain to the bench's authority, when it does not.
    pub distrust: Option<String>,
}

/// A fault as decided and, where measurable, as achieved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AppliedFault {
    /// Rule of the plan that decided it.
    pub rule: String,
    /// Name of the fault, e.g. `latence_fixe`.
    pub fault: String,
    /// Parameters drawn, e.g. `latence_ms = 412.7`.
    pub parameters: serde_json::Map<String, serde_json::Value>,
}

/// Instants of an exchange, monotonic, in nanoseconds; zero means "not reached".
///
/// Shared with the connection, which stamps the last ones after the exchange was recorded.
#[derive(Clone, Debug, Default)]
pub struct Instants(pub Arc<Stamps>);

/// The stamps themselves.
#[derive(Debug, Default)]
pub struct Stamps {
    values: [AtomicU64; Stage::COUNT],
}

/// A stage of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// First byte of the request was read.
    FirstRequestByte,
    /// Request head was parsed.
    Head,
    /// Request body was read whole.
    BodyEnd,
    /// Faults and variations were decided.
    Decided,
    /// The service's answer was computed (the mock's own time ends).
    Answered,
    /// The journal had taken the exchange: what precedes, since `Answered`, is the bench's own time.
    Recorded,
    /// Injected latency before the answer was over; it is counted from `Answered`.
    Released,
    /// First byte of the answer was written.
    FirstByte,
    /// Last byte of the answer was written (so far).
    LastByte,
    /// The connection was closed; stamped on the last exchange of the connection alone.
    Closed,
}

impl Stage {
    /// Number of stages.
    pub const COUNT: usize = 10;
    /// Every stage, in order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::FirstRequestByte,
        Self::Head,
        Self::BodyEnd,
        Self::Decided,
        Self::Answered,
        Self::Recorded,
        Self::Released,
        Self::FirstByte,
        Self::LastByte,
        Self::Closed,
    ];
}

impl Instants {
    /// Stamps a stage; later stamps of the same stage win.
    pub fn stamp(&self, stage: Stage, at: Mono) {
        self.0.values[stage as usize].store(at.0, Ordering::Release);
    }

    /// Stamps a stage unless it was already.
    pub fn stamp_first(&self, stage: Stage, at: Mono) {
        let _ = self.0.values[stage as usize].compare_exchange(
            0,
            at.0,
            Ordering::AcqRel,
            Ordering::Acquire,
        );
    }

    /// The instant of a stage, when reached.
    pub fn at(&self, stage: Stage) -> Option<Mono> {
        match self.0.values[stage as usize].load(Ordering::Acquire) {
            0 => None,
            nanos => Some(Mono(nanos)),
        }
    }

    /// Time from one stage to another, when both were reached.
    pub fn between(&self, from: Stage, to: Stage) -> Option<Duration> {
        Some(self.at(to)?.since(self.at(from)?))
    }
}

impl Serialize for Instants {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            Stage::ALL
                .iter()
                .filter_map(|stage| Some((stage, self.at(*stage)?))),
        )
    }
}

impl<'de> Deserialize<'de> for Instants {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stamps = std::collections::BTreeMap::<Stage, Mono>::deserialize(deserializer)?;
        let instants = Self::default();
        for (stage, at) in stamps {
            instants.stamp(stage, at);
        }
        Ok(instants)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_survive_a_round_trip() {
        let instants = Instants::default();
        instants.stamp(Stage::Head, Mono(5));
        instants.stamp_first(Stage::Head, Mono(9));
        instants.stamp(Stage::LastByte, Mono(25));
        let text = serde_json::to_string(&instants).unwrap();
        let back: Instants = serde_json::from_str(&text).unwrap();
        assert_eq!(
            back.between(Stage::Head, Stage::LastByte)
                .unwrap()
                .as_nanos(),
            20
        );
        assert_eq!(back.at(Stage::Closed), None);
    }
}
