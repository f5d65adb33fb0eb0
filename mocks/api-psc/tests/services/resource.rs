//! The protected API: whom it serves, and what it refuses; the same of teleservices that ask about
//! a token in the program, and of the introspection.

use banc_api_psc::ApiClient;
use banc_core::api_token::{ApiTokenRefusal, ApiTokens as _};
use banc_core::exchange::CertificateFacts;
use banc_core::pki::ClientKind;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::bench::{Bench, got};
use crate::exchange::verified;
use crate::fake_psc::{DOCTOR, unsigned};

fn session_data() -> Value {
    json!({
        "nationalId": DOCTOR, "clientID": "banc-lgc-proxy",
        "proxy_session_id": "496fe9d6", "session_state": "session-psc",
    })
}

#[tokio::test]
async fn the_resource_is_for_the_bearer_with_the_certificate() {
    let bench = Bench::start();
    let software = bench.software();
    let token = bench.api_token("apipsc insi").await;
    let served = bench.resource(&software, &token).await;
    assert_eq!(served.status, 200);
    assert_eq!(served.body["sub"], DOCTOR);
    let seen = bench.last_api().await;
    assert_eq!(seen.subject.as_deref(), Some(DOCTOR));
    assert_eq!(seen.bound, Some(true));
    for kind in [
        None,
        Some(ClientKind::InsiManu),
        Some(ClientKind::ProxyEsante),
    ] {
        let refused = bench.resource(&bench.client(kind), &token).await;
        assert_eq!(refused.refusal(), (401, "invalid_token"), "{kind:?}");
        assert!(
            refused
                .header("www-authenticate")
                .starts_with("Bearer realm=\"apipsc\", error=\"invalid_token\"")
        );
        assert_eq!(bench.last_api().await.bound, Some(false));
    }
}

#[tokio::test]
async fn tokens_that_are_not_alive_here_are_refused() {
    let bench = Bench::start();
    let software = bench.software();
    let url = format!("{}/apipsc/ressource/v1", bench.api_url);
    let none = got(software.get(&url)).await;
    assert_eq!(none.status, 401);
    assert_eq!(none.header("www-authenticate"), "Bearer realm=\"apipsc\"");
    let token = bench.api_token("apipsc").await;
    let claims = verified(&bench, &token).await;
    let elsewhere = Bench::start();
    let foreign = elsewhere.api_token("apipsc").await;
    let altered = {
        let parts: Vec<&str> = token.split('.').collect();
        let other = bench.api_token("insi").await;
        let other: Vec<&str> = other.split('.').collect();
        format!("{}.{}.{}", parts[0], parts[1], other[2])
    };
    let signature = {
        let signed = software
            .post(format!("{}/apipsc/signsessiondata", bench.api_url))
            .bearer_auth(&token)
            .body(session_data().to_string());
        got(signed).await.body["signature"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    for (name, refused) in [
        ("alg none", unsigned(&claims)),
        ("PSC token", bench.psc_token()),
        ("another server", foreign),
        ("altered", altered),
        ("signed session data", signature),
        ("garbage", "x".to_owned()),
    ] {
        let got = bench.resource(&software, &refused).await;
        assert_eq!(got.refusal(), (401, "invalid_token"), "{name}");
    }
    let insi = bench.api_token("insi").await;
    let got = bench.resource(&software, &insi).await;
    assert_eq!(got.refusal(), (403, "insufficient_scope"));
    assert_eq!(bench.resource(&software, &token).await.status, 200);
    bench.clock.advance(SignedDuration::from_secs(14_400));
    let got = bench.resource(&software, &token).await;
    assert_eq!(got.refusal(), (401, "invalid_token"));
    let ended = bench.api_token("apipsc").await;
    assert_eq!(bench.api.end_tokens(), 1, "expired ones are forgotten");
    let got = bench.resource(&software, &ended).await;
    assert_eq!(got.refusal(), (401, "invalid_token"));
}

#[tokio::test]
async fn a_teleservice_of_the_bench_learns_the_same() {
    let bench = Bench::start();
    let token = bench.api_token("insi apipsc").await;
    let certificate = bench.certificate_of_last_exchange().await;
    let bearer = bench
        .api
        .bearer(&token, Some(&certificate), &bench.clock)
        .unwrap();
    assert_eq!(bearer.national_id, DOCTOR);
    assert_eq!(bearer.client_id, "banc-lgc-api");
    assert_eq!(bearer.scopes, ["insi", "apipsc"]);
    let other = CertificateFacts {
        sha256: "00".repeat(32),
        ..CertificateFacts::default()
    };
    for (token, certificate, refusal) in [
        (token.as_str(), Some(&other), ApiTokenRefusal::NotBound),
        (&token, None, ApiTokenRefusal::NotBound),
        ("x.y.z", Some(&certificate), ApiTokenRefusal::Unknown),
    ] {
        let refused = bench.api.bearer(token, certificate, &bench.clock);
        assert_eq!(refused, Err(refusal));
    }
    bench.clock.advance(SignedDuration::from_secs(14_400));
    let refused = bench.api.bearer(&token, Some(&certificate), &bench.clock);
    assert_eq!(refused, Err(ApiTokenRefusal::Inactive));
}

#[tokio::test]
async fn the_conformance_api_signs_what_it_was_given() {
    let bench = Bench::start();
    let software = bench.software();
    let token = bench.api_token("apipsc").await;
    for path in [
        "/apipsc/signsessiondata",
        "/mockservice/apipsc/signsessiondata",
        "/signsessiondata",
    ] {
        let request = software
            .post(format!("{}{path}", bench.api_url))
            .bearer_auth(&token)
            .header("content-type", "application/json")
            .body(session_data().to_string());
        let signed = got(request).await;
        assert_eq!(signed.status, 200, "{path}");
        let signature = signed.body["signature"].as_str().unwrap();
        assert_eq!(verified(&bench, signature).await, session_data());
        let mut expected = session_data();
        expected["signature"] = json!(signature);
        assert_eq!(signed.body, expected);
    }
    for (member, value) in [
        ("nationalId", Value::Null),
        ("clientID", json!("")),
        ("proxy_session_id", json!(7)),
        ("session_state", Value::Null),
    ] {
        let mut body = session_data();
        body[member] = value;
        let request = software
            .post(format!("{}/apipsc/signsessiondata", bench.api_url))
            .bearer_auth(&token)
            .body(body.to_string());
        let refused = got(request).await;
        assert_eq!(refused.refusal(), (400, "invalid_request"));
        let told = refused.body["error_description"].as_str().unwrap();
        assert_eq!(told, format!("{member} is missing"));
    }
    let get = software.get(format!("{}/apipsc/signsessiondata", bench.api_url));
    assert_eq!(got(get).await.status, 405);
}

#[tokio::test]
async fn apis_may_introspect_tokens() {
    let bench = Bench::start();
    let software = bench.software();
    let token = bench.api_token("apipsc").await;
    let path = "/as/introspect";
    let active = bench.post_form(&software, path, &[("token", &token)]).await;
    assert_eq!(active.body["active"], true);
    assert_eq!(active.body["sub"], DOCTOR);
    assert_eq!(active.body["client_id"], "banc-lgc-api");
    let unknown = bench.post_form(&software, path, &[("token", "x")]).await;
    assert_eq!(unknown.body, json!({"active": false}));
    let nothing = bench.post_form(&software, path, &[]).await;
    assert_eq!(nothing.refusal(), (400, "invalid_request"));
    for kind in [None, Some(ClientKind::InsiManu)] {
        let stranger = bench
            .post_form(&bench.client(kind), path, &[("token", &token)])
            .await;
        assert_eq!(stranger.refusal(), (401, "invalid_client"), "{kind:?}");
    }
    bench.clock.advance(SignedDuration::from_secs(14_400));
    let over = bench.post_form(&software, path, &[("token", &token)]).await;
    assert_eq!(over.body, json!({"active": false}));
}

#[tokio::test]
async fn a_lane_may_declare_the_clients_of_its_scenario() {
    let bench = Bench::start();
    let client = ApiClient {
        client_id: "editeur-api".to_owned(),
        cn: Some("INSI-MANU".to_owned()),
        portees: vec!["apipsc".to_owned()],
        ..ApiClient::default()
    };
    let manual = bench.client(Some(ClientKind::InsiManu));
    let changes = [("client_id", "editeur-api")];
    let token = bench.psc.issue(DOCTOR, "editeur", &bench.clock);
    let before = bench.exchange(&manual, &token, &changes).await;
    assert_eq!(before.refusal(), (401, "invalid_client"));
    bench.api.declare(client.clone()).unwrap();
    assert_eq!(bench.exchange(&manual, &token, &changes).await.status, 200);
    let anyone = ApiClient { cn: None, ..client };
    assert!(bench.api.declare(anyone).is_err());
}
