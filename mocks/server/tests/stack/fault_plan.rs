//! The fault plan of a lane, replaced while the lane serves.

use banc_server::LaneOptions;
use reqwest::Method;
use serde_json::json;

use crate::bench::{Bench, search_on};

const REFUSAL: &str = "[[regle]]\nnom = \"indisponible\"\nservice = \"insi\"\nfaute = { nom = \"refus_officiel\", code = \"desir_1020\" }\n";

#[tokio::test]
async fn a_plan_put_in_force_changes_the_next_answer_and_is_noted() {
    let bench = Bench::start("[ecoute]\nclair = true");
    let lane = bench.stack.open_lane(LaneOptions::named("INS-11")).unwrap();
    let before = bench.get("/journal/curseur").await["curseur"]
        .as_u64()
        .unwrap();
    assert_eq!(
        search_on(&bench.client, &lane, "insi_clair", "ZOE").await.0,
        200
    );
    let response = bench
        .request(Method::PUT, "/voies/INS-11/fautes")
        .header("content-type", "application/toml; charset=utf-8")
        .body(REFUSAL)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    let (status, body) = search_on(&bench.client, &lane, "insi_clair", "ZOE").await;
    assert!(status == 500 && body.contains("desir_1020"), "{body}");
    let plan = json!({"regle": [{"nom": "lent", "service": "insi", "faute": {"nom": "latence_fixe", "duree": "30ms"}}]});
    let (status, answer) = bench
        .ask(Method::PUT, "/voies/INS-11/fautes", Some(plan.clone()))
        .await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["plan"], plan);
    assert_eq!(answer["regles"], json!(["lent"]));
    let (status, _) = search_on(&bench.client, &lane, "insi_clair", "ZOE").await;
    assert_eq!(status, 200);
    let window = bench
        .get(&format!("/journal/entrees?depuis={before}&voie=INS-11"))
        .await;
    let kinds: Vec<String> = window["entrees"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| match entry.get("note") {
            Some(note) => format!("{} {}", note["kind"].as_str().unwrap(), note["rules"]),
            None => entry["echange"]["fautes"].to_string(),
        })
        .collect();
    assert_eq!(kinds[0], "[]", "{kinds:?}");
    assert_eq!(kinds[1], "fault_plan_changed [\"indisponible\"]");
    assert!(kinds[2].contains("refus_officiel"), "{kinds:?}");
    assert_eq!(kinds[3], "fault_plan_changed [\"lent\"]");
    assert!(kinds[4].contains("latence_fixe"), "{kinds:?}");
    let last = &window["entrees"][4]["echange"]["durees"];
    assert!(last["injectee"].as_f64().unwrap() >= 30.0, "{last}");
}

#[tokio::test]
async fn the_plan_is_read_back_as_it_was_given() {
    let bench = Bench::start("");
    let lane = bench
        .stack
        .open_lane(LaneOptions {
            plan: Some(REFUSAL.to_owned()),
            ..LaneOptions::named("a")
        })
        .unwrap();
    assert_eq!(lane.plan(), REFUSAL);
    let found = bench.get("/voies/a/fautes").await;
    assert_eq!(found["toml"], REFUSAL);
    assert_eq!(found["plan"]["regle"][0]["faute"]["code"], "desir_1020");
    assert!(
        found["mots"]["refus"]
            .as_array()
            .unwrap()
            .contains(&json!("desir_1020"))
    );
    let raw = bench
        .request(Method::GET, "/voies/a/fautes")
        .header("accept", "application/toml")
        .send()
        .await
        .unwrap();
    assert_eq!(raw.text().await.unwrap(), REFUSAL);
    lane.set_plan("").unwrap();
    assert_eq!(bench.get("/voies/a/fautes").await["regles"], json!([]));
}

#[tokio::test]
async fn a_plan_that_makes_no_sense_is_refused_and_changes_nothing() {
    let bench = Bench::start("");
    let lane = bench
        .stack
        .open_lane(LaneOptions {
            plan: Some(REFUSAL.to_owned()),
            ..LaneOptions::named("a")
        })
        .unwrap();
    for (kind, body, status, word) in [
        ("application/toml", "[[regle", 422, "cannot be read"),
        (
            "application/toml",
            "[[regle]]\nnom = \"x\"\nservice = \"insi\"\nfaute = { nom = \"latense_fixe\" }",
            422,
            "latence_fixe",
        ),
        ("application/toml", "\u{0}", 422, "cannot be read"),
        ("application/json", "{", 422, "JSON"),
        ("application/json", "[]", 422, "shape"),
        ("application/json", "{\"regles\":[]}", 422, "regle"),
        ("text/plain", REFUSAL, 415, "application/toml"),
        ("", REFUSAL, 415, "application/toml"),
    ] {
        let response = bench
            .request(Method::PUT, "/voies/a/fautes")
            .header("content-type", kind)
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), status, "{kind} {body}");
        let text = response.text().await.unwrap();
        assert!(
            text.starts_with("{\"erreur\":") && text.contains(word),
            "{kind} {body}: {text}"
        );
    }
    assert_eq!(lane.plan(), REFUSAL);
    assert_eq!(
        bench.refused(Method::GET, "/voies/b/fautes", None).await.0,
        404
    );
    assert_eq!(
        bench
            .refused(Method::PUT, "/voies/b/fautes", Some(json!({})))
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn the_catalogue_lists_every_fault_with_its_parameters() {
    let bench = Bench::start("");
    let catalogue = bench.get("/fautes").await;
    let catalogue = catalogue.as_array().unwrap();
    assert_eq!(catalogue.len(), banc_core::fault::CATALOGUE.len());
    assert!(catalogue.len() >= 10);
    for fault in catalogue {
        assert!(!fault["resume"].as_str().unwrap().is_empty(), "{fault}");
        assert!(
            !fault["vu_du_client"].as_str().unwrap().is_empty(),
            "{fault}"
        );
    }
    let fixed = catalogue
        .iter()
        .find(|one| one["nom"] == "latence_fixe")
        .unwrap();
    assert_eq!(fixed["parametres"][0]["nom"], "duree");
}
