//! What `metadata` says: the resources, parameters and references that searches have.
//!
//! Source: AsServerDPCapabilityStatementv2 of the guide, for the members and their order; `kind` is
//! `instance` because a running server answers.

use serde_json::{Value, json};

use crate::kind::Kind;
use crate::resource::profile_of;
use crate::search::{Inclusion, parameters};

/// The capability statement.
pub(crate) fn statement(base: &str, mailbox_type: bool) -> Value {
    let resources: Vec<Value> = Kind::ALL
        .into_iter()
        .map(|kind| resource(kind, mailbox_type))
        .collect();
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": "2025-08-11T13:49:59.485+00:00",
        "kind": "instance",
        "software": {"name": "Annuaire Santé simulé - données fictives"},
        "implementation": {"description": "Banc Ségur", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [{"mode": "server", "resource": resources}],
    })
}

fn resource(kind: Kind, mailbox_type: bool) -> Value {
    let named = |one: Inclusion| json!(format!("{}:{}", one.kind.name(), one.parameter));
    let own = Inclusion::every().filter(|one| one.kind == kind);
    let mut includes: Vec<Value> = own.map(named).collect();
    if !includes.is_empty() {
        includes.insert(0, json!("*"));
    }
    let reverse = Inclusion::every().filter(|one| one.target == kind);
    let reverse: Vec<Value> = reverse.map(named).collect();
    let searched: Vec<Value> = parameters(kind)
        .iter()
        .filter(|parameter| mailbox_type || parameter.name != "mailbox-mss-type")
        .map(|parameter| json!({"name": parameter.name, "type": parameter.kind.name()}))
        .collect();
    let mut out = json!({
        "type": kind.name(),
        "profile": profile_of(kind),
        "interaction": [{"code": "search-type"}, {"code": "read"}],
    });
    if let Some(members) = out.as_object_mut() {
        for (name, list) in [
            ("searchInclude", includes),
            ("searchRevInclude", reverse),
            ("searchParam", searched),
        ] {
            if !list.is_empty() {
                members.insert(name.to_owned(), Value::Array(list));
            }
        }
    }
    out
}
