//! A structure as an Organization.
//!
//! Source: profile as-dp-organization, examples of the guide and of the documentation. The
//! extensions that cut an address are FHIR's own (ISO 21090), their use here is inferred.

use serde_json::{Value, json};

use super::part;
use crate::dataset::{Nature, Structure};
use crate::terminology as t;

pub(super) fn write(one: &Structure) -> Value {
    let identifiers = identifiers(one);
    if !one.active {
        return part::deactivated("Organization", &one.id, &Value::Array(identifiers));
    }
    let profiles = [
        format!("{}fr-core-organization", t::FR_CORE),
        part::as_profile("as-dp-organization"),
    ];
    let system = if one.finess.is_some() {
        "FINESS"
    } else {
        "RPPS"
    };
    let mut out = part::head("Organization", &one.id, one.updated, &profiles, system);
    part::put(&mut out, "extension", extensions(one));
    part::put(&mut out, "identifier", identifiers);
    part::set(&mut out, "active", json!(true));
    part::put(&mut out, "type", types(one));
    part::set(&mut out, "name", json!(one.raison_sociale));
    part::put(
        &mut out,
        "alias",
        one.enseigne.iter().map(|alias| json!(alias)).collect(),
    );
    part::put(&mut out, "telecom", telecom(one));
    part::set(&mut out, "address", json!([address(one)]));
    if let Some(legal) = &one.entite_juridique {
        let reference = format!("Organization/{legal}");
        part::set(&mut out, "partOf", json!({"reference": reference}));
    }
    out
}

fn identifiers(one: &Structure) -> Vec<Value> {
    let mut all = vec![part::identifier("IDNST", t::IDNST, &one.idnst)];
    if let Some(finess) = &one.finess {
        let kind = match one.nature {
            Nature::Juridique => "FINEJ",
            Nature::Geographique => "FINEG",
        };
        all.push(part::identifier(kind, t::FINESS, finess));
    }
    if let Some(rank) = &one.rpps_rang {
        all.push(part::identifier("RPPSRG", t::RPPS_RANG, rank));
    }
    all
}

fn types(one: &Structure) -> Vec<Value> {
    let slice = |name: &str, coding: Value| {
        json!({
            "extension": [{
                "url": format!("{}as-ext-organization-types", t::AS),
                "valueCode": name,
            }],
            "coding": [coding],
        })
    };
    let nature = json!({"system": t::TYPE_ORGANISATION, "code": one.nature.code()});
    let mut all = vec![
        slice("organizationType", nature),
        slice(
            "secteurActiviteRASS",
            part::coding(t::SECTEUR, &one.secteur),
        ),
    ];
    if let Some(category) = &one.categorie {
        all.push(part::concept(&[part::coding(
            t::CATEGORIE_ETABLISSEMENT,
            category,
        )]));
    }
    all
}

fn extensions(one: &Structure) -> Vec<Value> {
    let licence = one.licence.iter().map(|licence| {
        json!({
            "url": format!("{}as-ext-organization-pharmacy-licence", t::AS),
            "valueString": licence,
        })
    });
    licence.collect()
}

fn telecom(one: &Structure) -> Vec<Value> {
    let phone = one.telephone.iter();
    let mut all: Vec<Value> = phone
        .map(|number| json!({"system": "phone", "value": number}))
        .collect();
    all.extend(part::mailboxes(&one.mailboxes));
    let contact = one.courriel.iter();
    all.extend(contact.map(|address| json!({"system": "email", "value": address})));
    all
}

fn address(one: &Structure) -> Value {
    let street = &one.voie;
    let parts = [
        ("houseNumber", &street.numero),
        ("streetNameType", &street.type_voie),
        ("streetNameBase", &street.libelle),
    ];
    let extensions: Vec<Value> = parts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| {
            json!({
                "url": format!("http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-{name}"),
                "valueString": text,
            })
        })
        .collect();
    json!({
        "type": "postal",
        "line": [street.line()],
        "_line": [{"extension": extensions}],
        "city": one.commune,
        "postalCode": one.code_postal,
        "country": "FR",
    })
}
