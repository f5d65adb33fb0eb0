//! A professional as a Practitioner.
//!
//! Source: profile as-dp-practitioner, example PP19 of the guide, samples of the documentation.

use serde_json::{Value, json};

use super::part;
use crate::dataset::{Card, Professional};
use crate::terminology as t;

pub(super) fn write(one: &Professional) -> Value {
    let identifiers = json!([
        part::identifier("IDNPS", t::IDNPS, &one.idnps()),
        part::identifier("RPPS", t::RPPS, &one.rpps),
    ]);
    if !one.active {
        return part::deactivated("Practitioner", &one.id, &identifiers);
    }
    let profiles = [
        format!("{}fr-core-practitioner", t::FR_CORE),
        part::as_profile("as-dp-practitioner"),
    ];
    let mut out = part::head("Practitioner", &one.id, one.updated, &profiles, "RPPS");
    part::put(
        &mut out,
        "extension",
        one.carte.iter().map(smartcard).collect(),
    );
    part::set(&mut out, "identifier", identifiers);
    part::set(&mut out, "active", json!(true));
    part::set(&mut out, "name", json!([name(one)]));
    part::put(&mut out, "telecom", part::mailboxes(&one.mailboxes));
    part::put(&mut out, "qualification", qualifications(one));
    out
}

fn name(one: &Professional) -> Value {
    let mut name = json!({
        "use": "usual",
        "family": one.nom,
        "given": one.prenoms,
        "prefix": [one.civilite],
    });
    part::put(
        &mut name,
        "suffix",
        one.titre.iter().map(|title| json!(title)).collect(),
    );
    name
}

/// The card; the system of its type is not written in the samples.
fn smartcard(card: &Card) -> Value {
    json!({
        "url": format!("{}as-ext-smartcard", t::AS),
        "extension": [
            {"url": "type", "valueCodeableConcept": {"coding": [{"code": card.kind}]}},
            {"url": "number", "valueString": card.number},
            {"url": "period", "valuePeriod": {"start": card.start, "end": card.end}},
        ],
    })
}

fn qualifications(one: &Professional) -> Vec<Value> {
    let code = |codings: &[Value]| json!({"code": part::concept(codings)});
    let mut all = Vec::new();
    if let Some(diploma) = &one.diplome {
        all.push(code(&[
            part::coding(t::DIPLOME, diploma),
            part::coding(t::TYPE_DIPLOME, "DE"),
        ]));
    }
    all.push(code(&[
        part::coding(t::PROFESSION, &one.profession),
        part::coding(t::CATEGORIE_PROFESSIONNELLE, &one.categorie),
    ]));
    if let Some(speciality) = &one.savoir_faire {
        all.push(code(&[part::coding(t::SPECIALITE, speciality)]));
    }
    all
}
