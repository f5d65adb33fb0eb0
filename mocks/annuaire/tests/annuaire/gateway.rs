//! What stands before the server: keys, the limit of calls, versions, writes, planned refusals.

use banc_annuaire::Annuaire;
use banc_core::observed::Observed;
use banc_core::observed::annuaire::AnnuaireAnswer;
use banc_core::service::Service as _;

use super::bench::{BASE, directory, directory_with, get, post};

#[test]
fn a_call_without_a_known_key_is_refused_by_the_gateway() {
    let all = directory();
    for key in [None, Some(""), Some("banc-cle-annuaire "), Some("autre")] {
        let mut sent = get("Practitioner");
        sent.headers = key
            .map(|key| ("esante-api-key".to_owned(), key.to_owned()))
            .into_iter()
            .collect();
        let received = sent.to(&all);
        assert_eq!(
            received.refused(),
            (401, "Unauthorized".to_owned()),
            "{key:?}"
        );
        assert_eq!(received.content_type(), "application/json");
        assert!(!received.seen().key && received.seen().inferred);
    }
    assert!(get("Practitioner?_count=1").to(&all).seen().key);
}

fn accepted(all: &Annuaire, calls: usize) -> usize {
    let statuses = (0..calls).map(|_| get("metadata").to(all).answer.status);
    statuses.filter(|status| *status == 200).count()
}

#[test]
fn calls_beyond_the_limit_are_refused_and_witnessed_ones_do_not_count() {
    // A window of an hour: no machine is slow enough to let it slide.
    let all = directory_with("[debit]\nperiode = \"1h\"");
    for _ in 0..50 {
        let sent = get("Practitioner?_count=1");
        let seen = sent.with(&all, |call| all.witness(call)).unwrap();
        let Observed::Annuaire(seen) = seen else {
            panic!("not of the directory");
        };
        assert_eq!(seen.answer, AnnuaireAnswer::Aucune);
        assert!(seen.key);
    }
    assert_eq!(accepted(&all, 20), 17);
    let (status, text) = get("metadata").to(&all).refused();
    assert_eq!(status, 429);
    assert!(text.contains("17"), "{text}");
    let mut unknown = get("metadata");
    unknown.headers.clear();
    assert_eq!(unknown.to(&all).refused().0, 401);
    assert_eq!(
        accepted(&directory_with("[debit]\nactif = false"), 100),
        100
    );
}

#[test]
fn versions_have_their_paths_and_their_errors() {
    let all = directory();
    for (path, api, code) in [
        ("/fhir/v2/Device?x=1", "v2", "exception"),
        ("/fhir/Device?x=1", "v2", "exception"),
        ("/fhir/v1/Device?x=1", "v1", "processing"),
    ] {
        let received = get(path).to(&all);
        assert_eq!(received.refused().0, 400);
        assert_eq!(received.seen().api.as_deref(), Some(api), "{path}");
        assert_eq!(received.json()["issue"][0]["code"], code, "{path}");
    }
    let old = directory_with("sans_version = \"v1\"\nv1_active = false");
    assert_eq!(get("/fhir/Device").to(&old).refused().0, 404);
    assert_eq!(get("/fhir/v2/Device").to(&old).answer.status, 200);
    let first = get("/fhir/v1/Device?_count=1").to(&all).bundle();
    assert!(
        first
            .link("next")
            .unwrap()
            .starts_with(&format!("{BASE}/fhir/v1/_page?id="))
    );
}

#[test]
fn writes_are_forbidden() {
    let all = directory();
    for (method, target) in [
        ("PUT", "Practitioner/003-0000100-0000700"),
        ("DELETE", "Practitioner/003-0000100-0000700"),
        ("PATCH", "Practitioner/003-0000100-0000700"),
        ("POST", "Practitioner"),
        ("POST", "metadata"),
    ] {
        let mut sent = get(target);
        sent.method = method;
        assert_eq!(sent.to(&all).refused().0, 403, "{method} {target}");
    }
    assert_eq!(post("Practitioner/_search", "").to(&all).answer.status, 200);
}

#[test]
fn refusals_of_the_plan_take_the_place_of_the_answer() {
    let all = directory();
    let expected = [
        ("cle_inconnue", 401),
        ("limite_de_debit", 429),
        ("ecriture_interdite", 403),
        ("ressource_introuvable", 404),
        ("erreur_inattendue", 500),
    ];
    assert_eq!(all.refusals(), expected.map(|(code, _)| code));
    for (code, status) in expected {
        for target in [
            "Practitioner?family=KIT",
            "/extraction/PS_LibreAcces_Personne_activite.txt",
        ] {
            let mut sent = get(target);
            sent.refusal = Some(code);
            assert_eq!(sent.to(&all).refused().0, status, "{code}");
        }
    }
    let mut sent = get("Practitioner?family=KIT");
    sent.refusal = Some("erreur_inattendue");
    assert_eq!(sent.to(&all).seen().parameters["family"], ["KIT"]);
}

#[test]
fn a_directory_that_was_not_located_believes_its_client() {
    let all = Annuaire::new(
        banc_annuaire::AnnuaireConfig::default().into(),
        banc_annuaire::Dataset::embedded(),
    );
    let mut sent = get("Device?_count=1");
    sent.headers
        .push(("Host".to_owned(), "annuaire.test:8443".to_owned()));
    let next = sent.to(&all).bundle().link("next").unwrap();
    assert!(
        next.starts_with("https://annuaire.test:8443/fhir/v2/_page?id="),
        "{next}"
    );
}
