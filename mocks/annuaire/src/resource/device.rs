//! A heavy equipment as a Device.
//!
//! Source: profile as-dp-device, example of an older edition of the guide for the extensions and
//! the serial number.

use serde_json::{Value, json};

use super::part;
use crate::dataset::Equipment;
use crate::terminology as t;

pub(super) fn write(one: &Equipment) -> Value {
    let identifiers = json!([{"value": one.arhgos}]);
    if !one.active {
        // A Device has a status where the others have `active`.
        return json!({
            "resourceType": "Device",
            "id": one.id,
            "identifier": identifiers,
            "status": "inactive",
        });
    }
    let profiles = [part::as_profile("as-dp-device")];
    let mut out = part::head("Device", &one.id, one.updated, &profiles, "FINESS");
    part::put(
        &mut out,
        "extension",
        vec![
            json!({
                "url": format!("{}as-ext-device-number-authorization-arhgos", t::AS),
                "valueString": one.arhgos,
            }),
            json!({
                "url": format!("{}as-ext-device-authorization-date-device", t::AS),
                "valueDate": one.autorisation,
            }),
        ],
    );
    part::set(&mut out, "identifier", identifiers);
    part::set(&mut out, "status", json!("active"));
    part::set(&mut out, "manufacturer", json!(one.marque));
    part::set(&mut out, "serialNumber", json!(one.modele));
    part::set(&mut out, "modelNumber", json!(one.modele));
    part::set(
        &mut out,
        "type",
        part::concept(&[part::coding(t::EQUIPEMENT, &one.kind)]),
    );
    part::set(
        &mut out,
        "owner",
        json!({"reference": format!("Organization/{}", one.structure)}),
    );
    out
}
