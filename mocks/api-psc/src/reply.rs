//! JSON and plain answers, and what both services read of a request's line and connection.

use banc_core::exchange::CertificateFacts;
use banc_core::service::{Answer, Call};
use bytes::Bytes;
use serde_json::Value;

/// Content type of JSON answers.
pub(crate) const JSON: &str = "application/json";

/// A JSON answer.
pub(crate) fn json(status: u16, body: &Value) -> Answer {
    Answer {
        status,
        headers: vec![("content-type", JSON.to_owned())],
        body: Bytes::from(body.to_string()),
        observed: None,
    }
}

/// A text for a human.
pub(crate) fn plain(status: u16, text: &str) -> Answer {
    Answer {
        status,
        headers: vec![("content-type", "text/plain; charset=utf-8".to_owned())],
        body: Bytes::from(format!("{text}\n")),
        observed: None,
    }
}

/// The method is not one of those.
pub(crate) fn method_not_allowed(allowed: &str) -> Answer {
    let mut answer = plain(405, &format!("Méthode refusée : {allowed}."));
    answer.headers.push(("allow", allowed.to_owned()));
    answer
}

/// Path and query of a target.
pub(crate) fn split(target: &str) -> (&str, &str) {
    target.split_once('?').unwrap_or((target, ""))
}

/// The client's certificate.
pub(crate) fn certificate<'a>(call: &Call<'a>) -> Option<&'a CertificateFacts> {
    call.connection.tls.as_ref()?.client_certificate.as_ref()
}

/// Whether this variation is asked for the call.
pub(crate) fn has(call: &Call<'_>, variation: &str) -> bool {
    call.variations.iter().any(|asked| asked == variation)
}
