//! Answers over HTTP: business answers, faults, and plain texts for what is not a call.

use banc_core::observed::Observed;
use banc_core::observed::insi::{InsiAnswer, ObservedInsi};
use banc_core::service::Answer;
use bytes::Bytes;

use crate::denied::Denied;
use crate::fault::{self, Denial, Shape};
use crate::variation::Asked;

/// Content type of SOAP 1.2 answers. Source: RFC 3902; its exact spelling by the service is inferred.
const SOAP_XML: &str = "application/soap+xml;charset=utf-8";

/// The fault of a denial, with what is observed of it.
pub(super) fn refuse(denied: &Denied, variations: &[String], mut seen: ObservedInsi) -> Answer {
    seen.answer = InsiAnswer::Refus {
        code: denied.denial.code(),
    };
    seen.provisional |= denied.denial.inferred();
    seen.refusal_reason = Some(denied.reason.clone());
    let shape = if Asked(variations).has("faute_2021") {
        Shape::Shape2021
    } else {
        Shape::Current
    };
    let mut body = fault::write(
        &denied.denial,
        denied.told(),
        seen.message_id.as_deref(),
        shape,
    );
    if Asked(variations).has("faute_deux_lignes") {
        body = body.replace("inaccessible. Veuillez", "inaccessible.\nVeuillez");
    }
    let mut answer = xml_answer(denied.status, body, variations, seen);
    if denied.denial == Denial::Version11 {
        answer.headers = vec![("content-type", "text/xml;charset=utf-8".to_owned())];
    }
    answer
}

/// An envelope, with what is observed.
pub(super) fn xml_answer(
    status: u16,
    body: String,
    variations: &[String],
    seen: ObservedInsi,
) -> Answer {
    let content_type = if Asked(variations).has("charset_entre_guillemets") {
        "Application/SOAP+XML; charset=\"UTF-8\""
    } else {
        SOAP_XML
    };
    Answer {
        status,
        headers: vec![("content-type", content_type.to_owned())],
        body: Bytes::from(body),
        observed: Some(Observed::Insi(Box::new(seen))),
    }
}

/// A text for a human.
pub(super) fn plain(status: u16, text: &str) -> Answer {
    Answer {
        status,
        headers: vec![("content-type", "text/plain; charset=utf-8".to_owned())],
        body: Bytes::from(format!("{text}\n")),
        observed: None,
    }
}
