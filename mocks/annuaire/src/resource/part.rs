//! Parts that several resources share: metadata, identifiers, codings, mailboxes.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::dataset::Mailbox;
use crate::terminology as t;

/// The head of a resource: its type, identifier and metadata.
pub(super) fn head(
    kind: &str,
    id: &str,
    updated: Timestamp,
    profiles: &[String],
    system: &str,
) -> Value {
    json!({
        "resourceType": kind,
        "id": id,
        "meta": {
            "versionId": "1",
            "lastUpdated": instant(updated),
            "source": t::SOURCE,
            "profile": profiles,
            "extension": [data_trace(system)],
        },
        "language": "fr",
    })
}

/// A deactivated resource: identifiers and `active: false`, nothing else.
///
/// Source: guide of the FHIR API; no metadata either, as the sentence is read here (inferred).
pub(super) fn deactivated(kind: &str, id: &str, identifiers: &Value) -> Value {
    json!({
        "resourceType": kind,
        "id": id,
        "identifier": identifiers,
        "active": false,
    })
}

/// An instant in French legal time, as in the published samples.
fn instant(at: Timestamp) -> String {
    let zone = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
    at.to_zoned(zone)
        .strftime("%Y-%m-%dT%H:%M:%S%.3f%:z")
        .to_string()
}

/// Where the datum comes from: information system, and registration authority for persons and
/// their practices.
///
/// Source: as-ext-data-trace; the code of the authority (`CNOM/CNOM/CNOM`) is that of userinfo
/// samples, its presence here is inferred.
fn data_trace(system: &str) -> Value {
    let mut parts = vec![json!({"url": "systeme-information", "valueCode": system})];
    if system == "RPPS" {
        parts.push(json!({
            "url": "autorite-enregistrement",
            "valueCodeableConcept": concept(&[coding(t::AUTORITE, "CNOM/CNOM/CNOM")]),
        }));
    }
    json!({"url": format!("{}as-ext-data-trace", t::AS), "extension": parts})
}

/// A profile of the directory's guide.
pub(super) fn as_profile(name: &str) -> String {
    format!("{}{name}", t::AS)
}

/// A code of a NOS table.
pub(super) fn coding(table: &str, code: &str) -> Value {
    json!({"system": t::nos(table), "code": code})
}

/// A concept.
pub(super) fn concept(codings: &[Value]) -> Value {
    json!({"coding": codings})
}

/// An official identifier, of a type of fr-core-cs-v2-0203.
pub(super) fn identifier(kind: &str, system: &str, value: &str) -> Value {
    json!({
        "use": "official",
        "type": {"coding": [{"system": t::TYPE_IDENTIFIANT, "code": kind}]},
        "system": system,
        "value": value,
    })
}

/// The mailboxes that are published: those on the red list never are.
pub(super) fn mailboxes(all: &[Mailbox]) -> Vec<Value> {
    all.iter()
        .filter(|mailbox| !mailbox.red_list)
        .map(mailbox)
        .collect()
}

fn mailbox(mailbox: &Mailbox) -> Value {
    let mut metadata = vec![json!({
        "url": "type",
        "valueCodeableConcept": concept(&[coding(t::TYPE_BAL, mailbox.kind.code())]),
    })];
    for (url, text) in [
        ("description", &mailbox.description),
        ("service", &mailbox.service),
    ] {
        if let Some(text) = text {
            metadata.push(json!({"url": url, "valueString": text}));
        }
    }
    metadata.push(json!({"url": "digitization", "valueBoolean": mailbox.digitization}));
    json!({
        "extension": [
            {"url": t::EMAIL_TYPE, "valueCoding": coding(t::TYPE_MESSAGERIE, "MSSANTE")},
            {"url": format!("{}as-ext-mailbox-mss-metadata", t::AS), "extension": metadata},
        ],
        "system": "email",
        "value": mailbox.address,
    })
}

/// Puts a member unless it is an empty list: FHIR has no empty list in a resource.
pub(super) fn put(resource: &mut Value, name: &str, values: Vec<Value>) {
    if !values.is_empty()
        && let Some(members) = resource.as_object_mut()
    {
        members.insert(name.to_owned(), Value::Array(values));
    }
}

/// Puts a member.
pub(super) fn set(resource: &mut Value, name: &str, value: Value) {
    if let Some(members) = resource.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}
