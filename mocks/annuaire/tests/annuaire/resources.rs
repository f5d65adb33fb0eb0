//! The shapes of what is served, member by member where the guide speaks.

use banc_annuaire::Dataset;
use serde_json::json;

use super::bench::{directory, get};

#[test]
fn a_professional_is_as_the_guide_shows() {
    let one = get("Practitioner/003-0000100-0000700").to(&directory());
    assert_eq!(one.operation, "lecture");
    let json = one.json();
    assert_eq!(json["meta"]["lastUpdated"], "2025-04-20T18:19:26.335+02:00");
    assert_eq!(json["meta"]["source"], "https://annuaire.sante.fr");
    assert_eq!(
        json["identifier"][0]["system"],
        "urn:oid:1.2.250.1.71.4.2.1"
    );
    assert_eq!(json["identifier"][0]["value"], "899700427885");
    assert_eq!(json["identifier"][1]["type"]["coding"][0]["code"], "RPPS");
    assert_eq!(
        json["name"],
        json!([{"use": "usual", "family": "DOC0042788", "given": ["KIT"], "prefix": ["M"], "suffix": ["DR"]}])
    );
    assert_eq!(
        json["telecom"],
        json!([{
            "extension": [
                {
                    "url": "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-contact-point-email-type",
                    "valueCoding": {
                        "system": "https://mos.esante.gouv.fr/NOS/TRE_R256-TypeMessagerie/FHIR/TRE-R256-TypeMessagerie",
                        "code": "MSSANTE"
                    }
                },
                {
                    "url": "https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition/as-ext-mailbox-mss-metadata",
                    "extension": [
                        {"url": "type", "valueCodeableConcept": {"coding": [{
                            "system": "https://mos.esante.gouv.fr/NOS/TRE_R257-TypeBAL/FHIR/TRE-R257-TypeBAL",
                            "code": "PER"
                        }]}},
                        {"url": "digitization", "valueBoolean": true}
                    ]
                }
            ],
            "system": "email",
            "value": "kit.doc0042788@medecin.banc.mssante.fr"
        }])
    );
    assert_eq!(json["qualification"].as_array().unwrap().len(), 3);
    for absent in ["gender", "birthDate", "address", "communication"] {
        assert!(json.get(absent).is_none(), "{absent}");
    }
    assert!(
        one.text()
            .starts_with("{\"resourceType\":\"Practitioner\",\"id\":")
    );
}

#[test]
fn references_lead_somewhere() {
    let all = directory();
    for (query, paths) in [
        (
            "PractitionerRole?_count=1000&active=true",
            &["practitioner", "organization"][..],
        ),
        ("Device?_count=1000&status=active", &["owner"]),
        ("HealthcareService?_count=1000&active=true", &["providedBy"]),
    ] {
        let bundle = get(query).to(&all).bundle();
        assert!(!bundle.entries().is_empty(), "{query}");
        for entry in bundle.entries() {
            for path in paths {
                let target = entry["resource"][path]["reference"].as_str().unwrap();
                assert_eq!(get(target).to(&all).answer.status, 200, "{target}");
            }
        }
    }
}

#[test]
fn elements_reduce_resources() {
    let all = directory();
    let query = "Practitioner?identifier=99700427885&_elements=identifier,telecom";
    let bundle = get(query).to(&all).bundle();
    let members: Vec<_> = bundle.entries()[0]["resource"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(
        members,
        ["resourceType", "id", "meta", "identifier", "telecom"]
    );
}

#[test]
fn metadata_tells_what_is_served() {
    let received = get("metadata").to(&directory());
    assert_eq!(received.operation, "metadata");
    let json = received.json();
    assert_eq!(
        (&json["kind"], &json["fhirVersion"]),
        (&json!("instance"), &json!("4.0.1"))
    );
    let resources = json["rest"][0]["resource"].as_array().unwrap();
    assert_eq!(resources.len(), 5);
    for resource in resources {
        let kind = resource["type"].as_str().unwrap();
        for parameter in resource["searchParam"].as_array().unwrap() {
            let name = parameter["name"].as_str().unwrap();
            let value = match parameter["type"].as_str().unwrap() {
                "date" => "2025",
                _ => "x",
            };
            let answer = get(&format!("{kind}?{name}={value}"))
                .to(&directory())
                .answer;
            assert_eq!(answer.status, 200, "{kind} {name}");
        }
        for (member, parameter) in [
            ("searchInclude", "_include"),
            ("searchRevInclude", "_revinclude"),
        ] {
            for value in resource[member].as_array().into_iter().flatten() {
                let query = format!("{kind}?_count=1&{parameter}={}", value.as_str().unwrap());
                assert_eq!(get(&query).to(&directory()).answer.status, 200, "{query}");
            }
        }
    }
}

#[test]
fn mailboxes_are_where_the_guide_puts_them() {
    let text = |kind: &str| {
        get(&format!("{kind}?_count=1000"))
            .to(&directory())
            .text()
            .to_owned()
    };
    let has =
        |text: &str, code: &str| text.contains(&format!("TRE-R257-TypeBAL\",\"code\":\"{code}\""));
    let (person, role, structure) = (
        text("Practitioner"),
        text("PractitionerRole"),
        text("Organization"),
    );
    assert!(has(&person, "PER") && !has(&person, "ORG") && !has(&person, "APP"));
    assert!(has(&role, "PER") && has(&role, "CAB") && !has(&role, "ORG"));
    assert!(has(&structure, "ORG") && has(&structure, "APP") && !has(&structure, "PER"));
    assert!(structure.contains("@exemple.invalid"));
    assert_eq!(
        Dataset::embedded().count(banc_annuaire::Kind::Practitioner),
        Dataset::embedded().professionals().len()
    );
}
