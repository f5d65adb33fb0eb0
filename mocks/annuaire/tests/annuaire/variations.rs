//! Variations: unusual, and saying the same.

use banc_annuaire::{Annuaire, variation};
use serde_json::Value;

use super::bench::{Received, directory, get};

fn varied(all: &Annuaire, name: &str, query: &str) -> Received {
    get(query).vary(&[name]).to(all)
}

#[test]
fn each_variation_changes_the_bytes_and_not_what_is_found() {
    let all = directory();
    let query = "Practitioner?given=kit&_count=2&_revinclude=PractitionerRole:practitioner";
    let plain = get(query).to(&all);
    for one in variation::ALL {
        let query = if one.name == "entry_absente" {
            "Practitioner?family=PERSONNE"
        } else {
            query
        };
        let plain = if one.name == "entry_absente" {
            &get(query).to(&all)
        } else {
            &plain
        };
        let other = varied(&all, one.name, query);
        let changed =
            other.answer.body != plain.answer.body || other.answer.headers != plain.answer.headers;
        assert!(changed, "{} changes nothing", one.name);
        assert_eq!(other.answer.status, 200);
        if one.name != "pages_plus_courtes" {
            assert_eq!(other.matched(), plain.matched(), "{}", one.name);
        }
    }
}

#[test]
fn each_variation_does_what_it_says() {
    let all = directory();
    let query = "Practitioner?given=kit&_count=2&_revinclude=PractitionerRole:practitioner";
    let json = |name: &str| varied(&all, name, query).json();
    let entries = |json: &Value| json["entry"].as_array().unwrap().clone();
    assert_eq!(json("total_absent")["total"], Value::Null);
    let plain = get(query).to(&all).json();
    assert_eq!(entries(&json("entrees_inversees"))[0], entries(&plain)[1]);
    assert_eq!(plain["link"][0]["relation"], "next");
    assert_eq!(json("lien_self_en_premier")["link"][0]["relation"], "self");
    let modes: Vec<_> = entries(&json("mode_de_recherche"))
        .iter()
        .map(|one| one["search"]["mode"].clone())
        .collect();
    assert_eq!(modes, ["match", "match", "include", "include"]);
    assert_eq!(varied(&all, "pages_plus_courtes", query).matched().len(), 1);
    let extended = entries(&json("extension_inconnue"));
    assert!(extended.iter().all(|one| {
        one["resource"]["extension"]
            .to_string()
            .contains("banc.invalid")
    }));
    let one = varied(
        &all,
        "extension_inconnue",
        "Practitioner/003-0000100-0000700",
    );
    assert!(one.text().contains("banc.invalid"));
    assert!(
        varied(&all, "json_indente", query)
            .text()
            .contains("\n  \"type\": \"searchset\"")
    );
    assert!(
        varied(&all, "membres_tries", query)
            .text()
            .starts_with("{\"entry\":[{\"fullUrl\"")
    );
    assert_eq!(json("membres_tries"), plain);
    let content_type = varied(&all, "type_de_contenu", query);
    assert_eq!(
        content_type.content_type(),
        "Application/FHIR+JSON; charset=utf-8"
    );
    let nobody = varied(&all, "entry_absente", "Practitioner?family=PERSONNE").json();
    assert_eq!(
        (&nobody["entry"], &nobody["total"]),
        (&Value::Null, &Value::from(0))
    );
}
