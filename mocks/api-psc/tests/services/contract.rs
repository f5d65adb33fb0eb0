//! The official contracts: every answer of the proxy and of the conformance API is one that they
//! describe.

use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Bench, Got, got};
use crate::fake_psc::{DOCTOR, Poll};

fn contract(folder: &Path, file: &str) -> Value {
    let text = std::fs::read_to_string(folder.join("psc").join(file)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The object that a schema describes, references followed.
fn resolved<'a>(contract: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        None => schema,
        Some(reference) => contract.pointer(reference.trim_start_matches('#')).unwrap(),
    }
}

/// Whether an answer is one that the contract describes for that operation: status, body, cookie.
fn check(contract: &Value, path: &str, method: &str, answer: &Got) {
    let responses = &contract["paths"][path][method]["responses"];
    assert!(responses.is_object(), "{method} {path}");
    let response = &responses[answer.status.to_string()];
    assert!(
        response.is_object(),
        "{method} {path}: {} is not described",
        answer.status
    );
    if response["headers"]["Set-Cookie"].is_object() {
        let example = response["headers"]["Set-Cookie"]["schema"]["example"]
            .as_str()
            .unwrap();
        let shape = |cookie: &str| {
            let (name, rest) = cookie.split_once('=').unwrap();
            let (_, attributes) = rest.split_once(';').unwrap();
            (name.to_owned(), attributes.trim().to_owned())
        };
        assert_eq!(shape(answer.header("set-cookie")), shape(example));
    }
    let Some(schema) = response["content"]
        .as_object()
        .and_then(|content| content.values().next())
        .map(|content| resolved(contract, &content["schema"]))
    else {
        return;
    };
    let Some(properties) = schema["properties"].as_object() else {
        return;
    };
    let body = answer.body.as_object().unwrap();
    for (name, property) in properties {
        let present = body.get(name);
        assert!(present.is_some(), "{method} {path}: no {name} in {body:?}");
        let typed = match property["type"].as_str() {
            Some("string") => present.is_some_and(Value::is_string),
            Some("object") => present.is_some_and(Value::is_object),
            _ => true,
        };
        assert!(typed, "{method} {path}: {name} is not as described");
    }
    for name in body.keys() {
        assert!(properties.contains_key(name), "{method} {path}: {name}");
    }
}

#[tokio::test]
async fn answers_of_the_proxy_are_those_of_its_contract() {
    let Some(folder) = banc_fixtures::external::reference() else {
        return;
    };
    let contract = contract(&folder, "api_proxy_esante.openapi.json");
    let bench = Bench::start();
    let opened = bench.connect(&[], "").await;
    check(&contract, "/connect", "post", &opened);
    let id = opened.body["proxy_session_id"].as_str().unwrap();
    let cookie = format!("proxy_session_id={id}");
    for (changes, cookie, status) in [
        (&[][..], cookie.as_str(), 304),
        (&[("clientId", "")], "", 400),
        (&[("clientId", "inconnu")], "", 404),
        (&[("nationalId", "899700000000")], "", 404),
    ] {
        let answer = bench.connect(changes, cookie).await;
        assert_eq!(answer.status, status);
        check(&contract, "/connect", "post", &answer);
    }
    bench.psc.orders().polls = [Poll::Status(503)].into();
    let unavailable = bench.connect(&[], "").await;
    check(&contract, "/connect", "post", &unavailable);
    for method in ["get", "post", "put", "patch", "delete"] {
        let called = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
        for (path, cookie) in [
            ("/send/apipsc/ressource/v1", ""),
            ("/send/absente", &*cookie),
        ] {
            let answer = got(bench.at_proxy(called.clone(), path, cookie)).await;
            check(&contract, "/send", method, &answer);
        }
    }
    let relayed = bench
        .get_through("/send/apipsc/ressource/v1", &cookie)
        .await;
    check(&contract, "/send", "get", &relayed);
    let start = "2020-01-01T00:00:00Z";
    let traces = bench
        .get_through(&format!("/traces?start={start}"), "")
        .await;
    check(&contract, "/traces", "get", &traces);
    for _ in 0..2 {
        let left = got(bench.at_proxy(Method::DELETE, "/disconnect", &cookie)).await;
        check(&contract, "/disconnect", "delete", &left);
    }
}

#[tokio::test]
async fn answers_of_the_conformance_api_are_those_of_its_contract() {
    let Some(folder) = banc_fixtures::external::reference() else {
        return;
    };
    let contract = contract(&folder, "api_psc_tests_conformite.openapi.json");
    let bench = Bench::start();
    let software = bench.software();
    let token = bench.api_token("apipsc").await;
    let data = json!({
        "nationalId": DOCTOR, "clientID": "c", "proxy_session_id": "p", "session_state": "s",
    });
    for (token, body, status) in [
        (token.as_str(), data.to_string(), 200),
        (&token, "{}".to_owned(), 400),
        ("x", data.to_string(), 401),
    ] {
        let request = software
            .post(format!("{}/apipsc/signsessiondata", bench.api_url))
            .bearer_auth(token)
            .body(body);
        let answer = got(request).await;
        assert_eq!(answer.status, status);
        check(&contract, "/signsessiondata", "post", &answer);
    }
}
