//! Answers over HTTP: FHIR, refusals, files; and the variations that touch the whole body.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use banc_core::observed::Observed;
use banc_core::observed::annuaire::{AnnuaireAnswer, ObservedAnnuaire};
use banc_core::service::{Answer, Call};
use bytes::Bytes;
use serde_json::{Value, json};

use crate::problem::{Api, Problem};
use crate::variation::Asked;

/// Content type of FHIR answers. Source: documentation.
const FHIR_JSON: &str = "application/fhir+json;charset=UTF-8";

/// A resource or a Bundle.
pub(super) fn fhir(body: String, seen: ObservedAnnuaire, asked: Asked<'_>) -> Answer {
    let content_type = if asked.has("type_de_contenu") {
        "Application/FHIR+JSON; charset=utf-8"
    } else {
        FHIR_JSON
    };
    answer(200, content_type, varied(body, asked), seen)
}

/// A refusal.
pub(super) fn refuse(problem: &Problem, api: Api, mut seen: ObservedAnnuaire) -> Answer {
    seen.inferred |= problem.is_inferred(api);
    seen.refusal_reason = Some(problem.told(api).to_owned());
    seen.answer = AnnuaireAnswer::Erreur {
        status: problem.status,
        diagnostics: problem.told(api).to_owned(),
    };
    let content_type = if problem.is_of_the_gateway() {
        "application/json"
    } else {
        FHIR_JSON
    };
    let body = problem.body(api).to_string();
    answer(problem.status, content_type, body, seen)
}

/// An extraction, as a file to save.
pub(super) fn file(path: &str, text: String, mut seen: ObservedAnnuaire) -> Answer {
    seen.answer = AnnuaireAnswer::Document;
    let name = path.rsplit('/').next().unwrap_or_default();
    let mut answer = answer(200, "text/plain;charset=UTF-8", text, seen);
    answer.headers.push((
        "content-disposition",
        format!("attachment; filename={name}"),
    ));
    answer
}

fn answer(status: u16, content_type: &str, body: String, seen: ObservedAnnuaire) -> Answer {
    Answer {
        status,
        headers: vec![("content-type", content_type.to_owned())],
        body: Bytes::from(body),
        observed: Some(Observed::Annuaire(Box::new(seen))),
    }
}

/// Identifier of a Bundle: random to its reader, the same when the same run is played again.
pub(super) fn bundle_id(call: &Call<'_>) -> String {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (
            salt,
            call.lane,
            call.operation,
            call.ordinal,
            &call.request.target,
        )
            .hash(&mut hasher);
        hasher.finish()
    };
    let bytes = (u128::from(half(0)) << 64 | u128::from(half(1))).to_be_bytes();
    uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string()
}

/// The body, as the variations asked want it.
fn varied(body: String, asked: Asked<'_>) -> String {
    let names = ["extension_inconnue", "json_indente", "membres_tries"];
    if !names.into_iter().any(|name| asked.has(name)) {
        return body;
    }
    // What is served is JSON that the crate wrote.
    let Ok(mut value) = serde_json::from_str::<Value>(&body) else {
        return body;
    };
    if asked.has("extension_inconnue") {
        extend(&mut value);
    }
    if asked.has("membres_tries") {
        value.sort_all_objects();
    }
    if asked.has("json_indente") {
        return format!("{value:#}\n");
    }
    value.to_string()
}

/// Adds an extension that no guide describes to each resource.
fn extend(value: &mut Value) {
    if value["resourceType"] != "Bundle" {
        extend_one(value);
        return;
    }
    let entries = value.get_mut("entry").and_then(Value::as_array_mut);
    entries
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.get_mut("resource"))
        .for_each(extend_one);
}

fn extend_one(resource: &mut Value) {
    let unknown = json!({"url": "https://banc.invalid/extension-inconnue", "valueString": "banc"});
    if let Some(members) = resource.as_object_mut() {
        let list = members.entry("extension").or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(unknown);
        }
    }
}
