//! Identities and scripted answers of a lane's INSi, by the management API.

use banc_server::LaneOptions;
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Bench, search_on};

fn invented() -> Value {
    json!({
        "id": "essai-zoe",
        "nom_naissance": "ADRUN",
        "prenoms": "ZELIE MARIE",
        "sexe": "F",
        "date_naissance": "1975-12-31",
        "lieu_naissance": "63220",
        "matricule": {"numero": "2751263220998", "cle": "19", "nature": "nir"},
        "historique": [{"numero": "2751263220998", "cle": "19", "debut": "2019-03-01"}]
    })
}

#[tokio::test]
async fn an_identity_added_is_found_and_one_removed_is_not() {
    let bench = Bench::start("[ecoute]\nclair = true");
    let lane = bench.stack.open_lane(LaneOptions::named("a")).unwrap();
    let before = bench
        .get("/voies/a/insi/identites")
        .await
        .as_array()
        .unwrap()
        .len();
    let (_, body) = search_on(&bench.client, &lane, "insi_clair", "ZELIE").await;
    assert!(body.contains("<CodeCR>01"), "{body}");
    let (status, written) = bench
        .ask(Method::POST, "/voies/a/insi/identites", Some(invented()))
        .await;
    assert_eq!(status, 201, "{written}");
    let (_, body) = search_on(&bench.client, &lane, "insi_clair", "ZELIE").await;
    assert!(body.contains("2751263220998"), "{body}");
    assert_eq!(
        bench.get("/voies/a/insi/identites/essai-zoe").await,
        written
    );
    assert_eq!(written["historique"][0]["debut"], "2019-03-01");
    let (status, _) = bench
        .ask(Method::DELETE, "/voies/a/insi/identites/essai-zoe", None)
        .await;
    assert_eq!(status, 204);
    let (_, body) = search_on(&bench.client, &lane, "insi_clair", "ZELIE").await;
    assert!(body.contains("<CodeCR>01"), "{body}");
    bench
        .ask(Method::DELETE, "/voies/a/insi/identites/adrun-zoe", None)
        .await;
    let (status, _) = bench
        .ask(Method::POST, "/voies/a/insi/reinitialiser", None)
        .await;
    assert_eq!(status, 204);
    assert_eq!(
        bench
            .get("/voies/a/insi/identites")
            .await
            .as_array()
            .unwrap()
            .len(),
        before
    );
}

#[tokio::test]
async fn unusable_identities_are_refused_with_the_reason() {
    let bench = Bench::start("");
    bench.stack.open_lane(LaneOptions::named("a")).unwrap();
    let path = "/voies/a/insi/identites";
    let with = |key: &str, value: Value| {
        let mut identity = invented();
        identity[key] = value;
        identity
    };
    for (body, word) in [
        (with("id", json!("a/b")), "id"),
        (with("sexe", json!("I")), "sexe"),
        (
            with("date_naissance", json!("31/12/1975")),
            "date_naissance",
        ),
        (
            with("date_naissance", json!("1975-02-30")),
            "date_naissance",
        ),
        (with("prenoms", json!("")), "prenoms"),
        (
            with("matricule", json!({"numero": "275126322099", "cle": "19"})),
            "numero",
        ),
        (
            with("matricule", json!({"numero": "2751263220998", "cle": "1"})),
            "cle",
        ),
        (
            with("matricule", json!({"numero": "é751263220998", "cle": "19"})),
            "numero",
        ),
        (with("prenom", json!("ZOE")), "prenom"),
        (json!({"id": "x"}), "nom_naissance"),
        (json!([]), "invalid"),
    ] {
        let refused = bench.refused(Method::POST, path, Some(body.clone())).await;
        assert_eq!(refused.0, 422, "{body}: {refused:?}");
        assert!(refused.1.contains(word), "{body}: {refused:?}");
    }
    for (method, path) in [
        (Method::GET, "/voies/b/insi/identites"),
        (Method::GET, "/voies/a/insi/identites/personne"),
        (Method::DELETE, "/voies/a/insi/identites/personne"),
        (Method::POST, "/voies/b/insi/reinitialiser"),
        (Method::GET, "/voies/b/insi/reponses"),
    ] {
        assert_eq!(bench.refused(method, path, None).await.0, 404, "{path}");
    }
}

#[tokio::test]
async fn scripted_answers_are_used_in_order() {
    let bench = Bench::start("[ecoute]\nclair = true");
    let lane = bench.stack.open_lane(LaneOptions::named("a")).unwrap();
    let path = "/voies/a/insi/reponses";
    let scripts = json!([
        {"operation": "recherche_traits", "fois": 1, "toujours": false, "reponse": {"nature": "code", "code": "02"}},
        {"fois": 1, "toujours": false, "reponse": {"nature": "alteree", "sexe": "M", "absents": ["LieuNaissance"]}},
        {"fois": 1, "toujours": false, "reponse": {"nature": "identite", "id": "adrtrois-dominique", "alteration": {}}},
        {"fois": 1, "toujours": false, "reponse": {"nature": "refus", "code": "insi_102"}},
    ]);
    let (status, written) = bench.ask(Method::PUT, path, Some(scripts.clone())).await;
    assert_eq!((status.as_u16(), &written), (200, &scripts));
    assert_eq!(bench.get(path).await, scripts);
    for word in [
        "<CodeCR>02",
        "<Sexe>M",
        "297022A020778",
        "insi_102",
        "2751263220749",
    ] {
        let (_, body) = search_on(&bench.client, &lane, "insi_clair", "ZOE").await;
        assert!(body.contains(word), "{word}: {body}");
    }
    assert_eq!(bench.get(path).await, json!([]));
}

#[tokio::test]
async fn scripts_that_name_nothing_are_refused() {
    let bench = Bench::start("");
    bench.stack.open_lane(LaneOptions::named("a")).unwrap();
    for (reponse, word) in [
        (json!({"nature": "refus", "code": "desir_999"}), "desir_999"),
        (json!({"nature": "identite", "id": "personne"}), "personne"),
        (json!({"nature": "autre"}), "autre"),
        (json!({"nature": "alteree", "sex": "M"}), "sex"),
    ] {
        let script = json!([{"reponse": reponse}]);
        let refused = bench
            .refused(Method::PUT, "/voies/a/insi/reponses", Some(script))
            .await;
        assert_eq!(refused.0, 422, "{refused:?}");
        assert!(refused.1.contains(word), "{refused:?}");
    }
    let never = json!([{"fois": 0, "reponse": {"nature": "normale"}}]);
    let refused = bench
        .refused(Method::PUT, "/voies/a/insi/reponses", Some(never))
        .await;
    assert_eq!(refused.0, 422, "{refused:?}");
    assert_eq!(bench.get("/voies/a/insi/reponses").await, json!([]));
}
