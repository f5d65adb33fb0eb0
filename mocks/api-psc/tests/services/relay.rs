//! `/send`: the API token, its renewal, and what is passed on.

use banc_core::observed::proxy_esante::ProxyAnswer;
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;

use crate::bench::{Bench, got};
use crate::fake_psc::DOCTOR;

const RESOURCE: &str = "/send/apipsc/ressource/v1";

#[tokio::test]
async fn a_call_reaches_the_api_with_a_token_bound_to_the_proxy() {
    let bench = Bench::start();
    let cookie = bench.session().await;
    for _ in 0..2 {
        let answer = bench.get_through(RESOURCE, &cookie).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.body["sub"], DOCTOR);
        assert_eq!(answer.body["client_id"], "banc-proxy-api");
    }
    assert_eq!(
        bench.psc.seen("introspect").len(),
        1,
        "one exchange for two calls"
    );
    let data = json!({
        "nationalId": DOCTOR, "clientID": "banc-lgc-proxy",
        "proxy_session_id": "496fe9d6", "session_state": "session-psc",
    });
    let sign = bench
        .at_proxy(Method::POST, "/send/apipsc/signsessiondata", &cookie)
        .header("content-type", "application/json")
        .body(data.to_string());
    let signed = got(sign).await;
    assert_eq!(signed.status, 200);
    assert!(signed.body["signature"].is_string());
    let seen = bench.last_proxy().await;
    assert_eq!(seen.answer, ProxyAnswer::Relais);
    assert_eq!(seen.api.as_deref(), Some("apipsc"));
    assert_eq!(seen.path.as_deref(), Some("/signsessiondata"));
    assert_eq!(seen.relayed_status, Some(200));
    assert_eq!(seen.subject.as_deref(), Some(DOCTOR));
}

#[tokio::test]
async fn method_headers_query_and_body_are_passed_on_and_the_answer_comes_back() {
    let bench = Bench::start();
    let cookie = bench.session().await;
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = bench
            .at_proxy(method.clone(), "/send/insi/x%20y?q=1&r=2", &cookie)
            .header("cookie", "autre=1")
            .header("x-metier", "é")
            .header("content-type", "application/soap+xml; action=\"urn:x\"")
            .header("authorization", "Basic c2VjcmV0")
            .body("<corps/>");
        let answer = got(request).await;
        assert_eq!(answer.status, 201);
        assert_eq!(answer.header("x-reponse"), "oui");
        assert_eq!(answer.header("set-cookie"), "api=1");
        let received = &answer.body;
        assert_eq!(received["method"], method.as_str());
        assert_eq!(received["target"], "/echo/lps/x%20y?q=1&r=2");
        assert_eq!(received["body"], "<corps/>");
        assert_eq!(received["certificate"], "PROXY-ESANTE");
        let headers: Vec<(String, String)> =
            serde_json::from_value(received["headers"].clone()).unwrap();
        let all = |name: &str| -> Vec<&str> {
            let named = headers.iter().filter(|(known, _)| known == name);
            named.map(|(_, value)| value.as_str()).collect()
        };
        assert_eq!(
            all("content-type"),
            ["application/soap+xml; action=\"urn:x\""]
        );
        assert_eq!(all("x-metier"), ["é"]);
        let bearer = all("authorization");
        assert_eq!(bearer.len(), 1);
        assert!(bearer[0].starts_with("Bearer eyJ"));
        assert!(
            !received["headers"].to_string().contains("proxy_session_id"),
            "the session is the proxy's alone"
        );
    }
    let soap = got(bench
        .at_proxy(Method::POST, "/send/insi", &cookie)
        .body("<soap/>"))
    .await;
    assert_eq!(soap.body["target"], "/echo/lps", "the base itself");
    let other = got(bench.at_proxy(Method::OPTIONS, "/send/insi", &cookie)).await;
    assert_eq!(other.status, 405);
}

#[tokio::test]
async fn nothing_is_passed_on_without_a_session() {
    let bench = Bench::start();
    for cookie in ["", "proxy_session_id=inconnu"] {
        let refused = bench.get_through(RESOURCE, cookie).await;
        assert_eq!(refused.refusal(), (401, "No session found."));
        assert_eq!(refused.body["code"], "401");
    }
    let cookie = bench.session().await;
    let unknown = bench.get_through("/send/inconnue/x", &cookie).await;
    assert_eq!(unknown.status, 404);
    bench.clock.advance(SignedDuration::from_secs(14_399));
    assert_ne!(bench.get_through("/send/insi", &cookie).await.status, 401);
    bench.clock.advance(SignedDuration::from_secs(2));
    let over = bench.get_through(RESOURCE, &cookie).await;
    assert_eq!(over.refusal(), (401, "No session found."));
}

#[tokio::test]
async fn another_api_has_a_token_of_its_own_from_a_fresh_psc_token() {
    let bench = Bench::start();
    let cookie = bench.session().await;
    let (one, other) = tokio::join!(
        bench.get_through(RESOURCE, &cookie),
        bench.get_through("/send/insi", &cookie)
    );
    assert_eq!((one.status, other.status), (200, 201));
    let refreshes = refreshes(&bench);
    assert_eq!(refreshes, 1, "a PSC token is exchanged once");
    let exchanged = bench.psc.seen("introspect");
    assert_eq!(exchanged.len(), 2);
    assert_ne!(exchanged[0].form["token"], exchanged[1].form["token"]);
}

fn refreshes(bench: &Bench) -> usize {
    let calls = bench.psc.seen("token");
    let refreshes = calls
        .iter()
        .filter(|call| call.form["grant_type"] == "refresh_token");
    refreshes.count()
}

#[tokio::test]
async fn tokens_that_are_over_are_renewed_and_the_end_of_psc_is_the_end() {
    let bench = Bench::with("[jeton]\nduree = \"60s\"", "");
    let cookie = bench.session().await;
    bench.clock.advance(SignedDuration::from_secs(121));
    assert_eq!(bench.get_through(RESOURCE, &cookie).await.status, 200);
    assert_eq!(refreshes(&bench), 1, "the PSC token was over");
    assert_eq!(bench.get_through(RESOURCE, &cookie).await.status, 200);
    assert_eq!(refreshes(&bench), 1, "the API token is alive");
    bench.clock.advance(SignedDuration::from_secs(61));
    assert_eq!(bench.get_through(RESOURCE, &cookie).await.status, 200);
    assert_eq!(refreshes(&bench), 2, "the API token was over");

    bench.api.end_tokens();
    assert_eq!(bench.get_through(RESOURCE, &cookie).await.status, 401);
    let again = bench.get_through(RESOURCE, &cookie).await;
    assert_eq!(again.status, 200, "a refused token is not kept");

    bench.clock.advance(SignedDuration::from_secs(121));
    bench.psc.orders().statuses.insert("token", 503);
    assert_eq!(bench.get_through(RESOURCE, &cookie).await.status, 503);
    bench.psc.orders().statuses.clear();
    bench.psc.orders().refreshable = false;
    for _ in 0..2 {
        let over = bench.get_through(RESOURCE, &cookie).await;
        assert_eq!(over.refusal(), (401, "No session found."));
    }
}

#[tokio::test]
async fn a_psc_token_that_the_server_refuses_is_renewed_once() {
    let bench = Bench::start();
    let cookie = bench.session().await;
    // PSC forgets the token that the proxy holds: error case 1a.
    bench.psc.orders().tokens.clear();
    assert_eq!(bench.get_through(RESOURCE, &cookie).await.status, 200);
    assert_eq!(refreshes(&bench), 1);

    let bench = Bench::with("", "[portees]\napipsc = \"dmp\"");
    let cookie = bench.session().await;
    assert_eq!(bench.get_through(RESOURCE, &cookie).await.status, 502);
    assert_eq!(refreshes(&bench), 0, "a scope is refused once for all");
}

#[tokio::test]
async fn an_api_that_does_not_answer_is_a_status_of_the_contract() {
    let bench = Bench::with(
        "",
        "[portees]\nabsente = \"insi\"\n[relais]\ndelai = \"300ms\"",
    );
    let cookie = bench.session().await;
    assert_eq!(bench.get_through("/send/insi", &cookie).await.status, 201);
    let absent = bench.get_through("/send/absente/x", &cookie).await;
    assert_eq!(absent.status, 503, "{absent:?}");
    let silent = bench.get_through("/send/insi/jamais", &cookie).await;
    assert_eq!(silent.status, 504);
    bench.plan(
        "[[regle]]\nnom = \"r\"\nservice = \"psc\"\noperation = \"echo\"\nfaute = { nom = \"reinitialisation\" }",
    );
    assert_eq!(bench.get_through("/send/insi", &cookie).await.status, 502);
    let told = bench.last_proxy().await.refusal_reason.unwrap();
    assert!(!told.contains("eyJ"), "{told}");
    bench.plan(
        "[[regle]]\nnom = \"r\"\nservice = \"api_psc\"\noperation = \"echange\"\nfaute = { nom = \"statut_http\", code = 504 }",
    );
    bench.clock.advance(SignedDuration::from_secs(14_397));
    assert_eq!(bench.get_through("/send/insi", &cookie).await.status, 504);
}
