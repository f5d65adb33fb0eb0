//! The members of UserInfo, in the order of the samples.
//!
//! Source: payloads published by ANS (2021 to 2023) and its JSON schema.

use serde::Serialize;

use crate::bearer::Bearer;
use crate::claims::{OtherId, other_ids};
use crate::jose;
use crate::professional::{Professional, Situation};
use crate::turn::Turn;
use crate::variation::{
    AUTH_MODE_ABSENT, CIVILITE_2023, EMAIL_VERIFIED, ORGANISATION_ABSENTE, ORGANISATION_VIDE,
    OTHER_IDS, USERINFO_SIMPLIFIE,
};

/// OID of TRE_R02, sectors of activity.
const SECTORS: &str = "1.2.250.1.71.4.2.4";
/// OID of TRE_G15, professions.
const PROFESSIONS: &str = "1.2.250.1.213.1.1.5.5";

#[derive(Serialize)]
struct UserInfo<'a> {
    #[serde(rename = "Secteur_Activite")]
    sector: String,
    sub: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_verified: Option<bool>,
    #[serde(rename = "codeGenreActivite", skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(rename = "SubjectOrganization")]
    organization: &'a str,
    #[serde(rename = "Mode_Acces_Raison")]
    access_reason: &'static str,
    preferred_username: &'a str,
    #[serde(rename = "codeCivilite", skip_serializing_if = "Option::is_none")]
    civility: Option<&'a str>,
    given_name: &'a str,
    /// A text, not a boolean: so it is in the samples.
    #[serde(rename = "Acces_Regulation_Medicale")]
    medical_regulation: &'static str,
    #[serde(rename = "UITVersion")]
    version: &'static str,
    #[serde(rename = "authMode", skip_serializing_if = "Option::is_none")]
    auth_mode: Option<&'a str>,
    #[serde(rename = "Palier_Authentification")]
    level: &'static str,
    #[serde(rename = "SubjectRefPro")]
    profession: Reference<'a>,
    #[serde(
        rename = "SubjectOrganizationID",
        skip_serializing_if = "Option::is_none"
    )]
    organization_id: Option<&'a str>,
    #[serde(rename = "SubjectRole")]
    roles: Vec<String>,
    #[serde(rename = "PSI_Locale")]
    locale: &'static str,
    #[serde(rename = "otherIds", skip_serializing_if = "Option::is_none")]
    other_ids: Option<[OtherId<'a>; 1]>,
    #[serde(rename = "otherIDs", skip_serializing_if = "Option::is_none")]
    other_ids_capital: Option<[OtherId<'a>; 1]>,
    #[serde(rename = "SubjectNameID")]
    subject_name_id: &'a str,
    family_name: &'a str,
}

#[derive(Serialize)]
struct Reference<'a> {
    #[serde(rename = "codeCivilite", skip_serializing_if = "Option::is_none")]
    civility: Option<&'a str>,
    exercices: &'a [Situation],
}

/// What a user without a matched professional has. Source: tests of a client.
#[derive(Serialize)]
struct Simplified<'a> {
    sub: &'a str,
    preferred_username: &'a str,
    #[serde(rename = "codeCivilite")]
    civility: &'a str,
    given_name: &'a str,
    #[serde(rename = "SubjectNameID")]
    subject_name_id: &'a str,
    family_name: &'a str,
}

/// UserInfo of a bearer, as JSON text. `scope_all` opens the whole; that its absence leaves the six
/// members is inferred.
pub(super) fn json(turn: &mut Turn<'_>, bearer: &Bearer, sub: &str) -> String {
    let person = &bearer.professional;
    let narrow = !bearer.has_scope("scope_all");
    turn.seen.inferred |= narrow;
    if person.simplifie || narrow || turn.asked.has(USERINFO_SIMPLIFIE) {
        return simplified(person, sub);
    }
    let asked = turn.asked;
    let activity = person.main_activity();
    let at_top = asked.has(CIVILITE_2023);
    let organization_id = if asked.has(ORGANISATION_VIDE) {
        Some("")
    } else {
        let known = activity.map_or("", |main| &main.identifiant_technique_de_la_structure);
        (!asked.has(ORGANISATION_ABSENTE)).then_some(known)
    };
    let ids = || other_ids(person);
    let capital = asked.has(OTHER_IDS);
    jose::json(&UserInfo {
        sector: coded(
            activity.map_or("", |main| &main.code_secteur_dactivite),
            SECTORS,
        ),
        sub,
        email_verified: (bearer.email_verified || asked.has(EMAIL_VERIFIED)).then_some(false),
        kind: activity
            .filter(|_| at_top)
            .map(|main| main.code_genre_activite.as_str()),
        organization: activity.map_or("", |main| &main.raison_sociale_site),
        access_reason: "",
        preferred_username: &person.national_id,
        civility: at_top.then_some(&*person.civilite),
        given_name: &person.given_name,
        medical_regulation: "FAUX",
        version: "1.0",
        auth_mode: (!asked.has(AUTH_MODE_ABSENT)).then_some(&*bearer.auth_mode),
        level: "APPPRIP3^1.2.250.1.213.1.5.1.1.1",
        profession: Reference {
            civility: (!at_top).then_some(&*person.civilite),
            exercices: &person.situations,
        },
        organization_id,
        roles: roles(person),
        locale: "1.2.250.1.213.1.3.1.1",
        other_ids: (!capital).then(ids),
        other_ids_capital: capital.then(ids),
        subject_name_id: &person.national_id,
        family_name: &person.family_name,
    })
}

fn simplified(person: &Professional, sub: &str) -> String {
    jose::json(&Simplified {
        sub,
        preferred_username: &person.national_id,
        civility: &person.civilite,
        given_name: &person.given_name,
        subject_name_id: &person.national_id,
        family_name: &person.family_name,
    })
}

/// Professions, each once.
fn roles(person: &Professional) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    for situation in &person.situations {
        let role = coded(&situation.code_profession, PROFESSIONS);
        if !role.is_empty() && !roles.contains(&role) {
            roles.push(role);
        }
    }
    roles
}

/// A code with the OID of its nomenclature, `code^oid`; empty when there is no code.
fn coded(code: &str, oid: &str) -> String {
    if code.is_empty() {
        String::new()
    } else {
        format!("{code}^{oid}")
    }
}
