//! A care activity or a social equipment as a HealthcareService.
//!
//! Source: profiles as-dp-healthcareservice-healthcare-activity and -social-equipment, examples of
//! an older edition of the guide.

use serde_json::{Value, json};

use super::part;
use crate::dataset::{CareActivity, CareProfile};
use crate::terminology as t;

pub(super) fn write(one: &CareActivity) -> Value {
    let identifiers: Vec<Value> = one
        .arhgos
        .iter()
        .map(|number| json!({"value": number}))
        .collect();
    if !one.active {
        let mut out = part::deactivated("HealthcareService", &one.id, &json!([]));
        if let Some(members) = out.as_object_mut() {
            members.remove("identifier");
        }
        part::put(&mut out, "identifier", identifiers);
        return out;
    }
    let (profile, activity, form) = match one.profile {
        CareProfile::Soins => (
            "as-dp-healthcareservice-healthcare-activity",
            t::ACTIVITE_REGULEE,
            t::FORME,
        ),
        CareProfile::EquipementSocial => (
            "as-dp-healthcareservice-social-equipment",
            t::DISCIPLINE_SOCIALE,
            t::TYPE_ACTIVITE,
        ),
    };
    let profiles = [part::as_profile(profile)];
    let mut out = part::head(
        "HealthcareService",
        &one.id,
        one.updated,
        &profiles,
        "FINESS",
    );
    part::put(
        &mut out,
        "extension",
        vec![json!({
            "url": format!("{}as-ext-healthcareservice-authorization-date", t::AS),
            "valueDate": one.autorisation,
        })],
    );
    part::put(&mut out, "identifier", identifiers);
    part::set(&mut out, "active", json!(true));
    part::set(
        &mut out,
        "providedBy",
        json!({"reference": format!("Organization/{}", one.structure)}),
    );
    let concepts = |table: &str, code: &str| vec![part::concept(&[part::coding(table, code)])];
    if let Some(modality) = &one.modalite {
        part::put(&mut out, "category", concepts(t::MODALITE, modality));
    }
    part::put(&mut out, "type", concepts(activity, &one.kind));
    if let Some(public) = &one.clientele {
        let code = part::concept(&[part::coding(t::CLIENTELE, public)]);
        part::put(&mut out, "eligibility", vec![json!({"code": code})]);
    }
    part::put(&mut out, "characteristic", concepts(form, &one.forme));
    out
}
