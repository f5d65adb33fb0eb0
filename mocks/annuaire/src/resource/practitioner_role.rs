//! A situation as a PractitionerRole.
//!
//! Source: profile as-dp-practitionerrole, example PP19 of the guide. The system of the identifier
//! is that of the documentation (`https://rpps.esante.gouv.fr`); the example has another.

use serde_json::{Value, json};

use super::part;
use crate::dataset::{Professional, Situation};
use crate::terminology as t;

pub(super) fn write(person: &Professional, one: &Situation) -> Value {
    let identifiers = json!([{"system": t::RPPS, "value": one.identifiant}]);
    if !one.active {
        return part::deactivated("PractitionerRole", &one.id, &identifiers);
    }
    let profiles = [
        format!("{}fr-core-practitioner-role", t::FR_CORE),
        part::as_profile("as-dp-practitionerrole"),
    ];
    let mut out = part::head("PractitionerRole", &one.id, one.updated, &profiles, "RPPS");
    part::set(&mut out, "identifier", identifiers);
    part::set(&mut out, "active", json!(true));
    part::set(
        &mut out,
        "practitioner",
        json!({"reference": format!("Practitioner/{}", person.id)}),
    );
    part::set(
        &mut out,
        "organization",
        json!({"reference": format!("Organization/{}", one.structure)}),
    );
    part::put(&mut out, "code", codes(one));
    part::put(&mut out, "telecom", part::mailboxes(&one.mailboxes));
    out
}

fn codes(one: &Situation) -> Vec<Value> {
    let mut all = vec![
        part::concept(&[part::coding(t::GENRE, &one.genre)]),
        part::concept(&[part::coding(t::MODE, &one.mode)]),
    ];
    for (table, code) in [(t::FONCTION, &one.fonction), (t::SECTION, &one.section)] {
        if let Some(code) = code {
            all.push(part::concept(&[part::coding(table, code)]));
        }
    }
    all
}
