//! The Proxy e-Santé: `/connect` by CIBA, `/disconnect`, `/traces`.

use std::time::Duration;

use banc_core::observed::proxy_esante::ProxyAnswer;
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;

use crate::bench::{Bench, got};
use crate::fake_psc::{DOCTOR, EMPLOYEE, Poll};

#[tokio::test]
async fn a_session_opens_once_the_professional_approved() {
    let bench = Bench::start();
    bench.psc.orders().polls = [
        Poll::Error("authorization_pending"),
        Poll::Error("authorization_pending"),
    ]
    .into();
    let opened = bench.connect(&[("bindingMessage", "07")], "").await;
    assert_eq!(opened.status, 200, "{opened:?}");
    let id = opened.body["proxy_session_id"].as_str().unwrap();
    assert_eq!(opened.body["session_state"], "session-psc");
    assert_eq!(
        opened.header("set-cookie"),
        format!("proxy_session_id={id}; Path=/")
    );
    let asked = &bench.psc.seen("ciba")[0];
    assert_eq!(asked.certificate.as_deref(), Some("PROXY-ESANTE"));
    for (parameter, value) in [
        ("client_id", "banc-proxy"),
        ("scope", "openid scope_all"),
        ("acr_values", "eidas1"),
        ("login_hint", DOCTOR),
        ("binding_message", "07"),
        ("channel", "MOBILE"),
    ] {
        assert_eq!(asked.form[parameter], value);
    }
    assert!(!asked.form.contains_key("client_secret"));
    let polls = bench.psc.seen("token");
    assert_eq!(polls.len(), 3);
    assert_eq!(
        polls[0].form["grant_type"],
        "urn:openid:params:grant-type:ciba"
    );
    assert_eq!(polls[0].form["auth_req_id"], "demande");
    let seen = bench.last_proxy().await;
    assert_eq!(seen.answer, ProxyAnswer::Session);
    assert_eq!(seen.binding_message.as_deref(), Some("07"));
    assert_eq!(seen.subject.as_deref(), Some(DOCTOR));
    assert_eq!(seen.session.as_deref(), Some(id));
}

#[tokio::test]
async fn polls_keep_the_interval_and_slow_down_when_told() {
    let bench = Bench::with(
        "",
        "[psc]\nralentissement = \"150ms\"\nattendre_la_premiere = true",
    );
    {
        let mut orders = bench.psc.orders();
        orders.interval = 0.05;
        orders.polls = [
            Poll::Error("authorization_pending"),
            Poll::Error("slow_down"),
            Poll::Error("authorization_pending"),
        ]
        .into();
    }
    assert_eq!(bench.connect(&[], "").await.status, 200);
    let asked = bench.psc.seen("ciba")[0].at;
    let polls = bench.psc.seen("token");
    let mut from = asked;
    for (poll, least) in polls.iter().zip([50, 50, 200, 200]) {
        let waited = poll.at.since(from);
        assert!(
            waited >= Duration::from_millis(least),
            "{waited:?} < {least}"
        );
        from = poll.at;
    }
    assert_eq!(polls.len(), 4);

    let bench = Bench::start();
    bench.psc.orders().interval = 60.0;
    let opened = tokio::time::timeout(Duration::from_secs(20), bench.connect(&[], "")).await;
    assert_eq!(opened.unwrap().status, 200, "the first poll did not wait");
}

#[tokio::test]
async fn a_request_that_nobody_answers_ends_with_its_life() {
    let bench = Bench::start();
    {
        let mut orders = bench.psc.orders();
        orders.life = 0.3;
        orders.polls = vec![Poll::Error("authorization_pending"); 1_000].into();
    }
    let over = bench.connect(&[], "").await;
    assert_eq!(over.status, 401);
    let told = bench.last_proxy().await.refusal_reason.unwrap();
    assert!(told.contains("is over"), "{told}");
    let polls = bench.psc.seen("token").len();
    assert!((1..=15).contains(&polls), "{polls} polls in 0.3 s");
}

#[tokio::test]
async fn what_psc_refuses_becomes_a_status_of_the_contract() {
    let bench = Bench::start();
    for (poll, status) in [
        (Poll::Error("access_denied"), 401),
        (Poll::Error("expired_token"), 401),
        (Poll::Error("invalid_grant"), 401),
        (Poll::Status(500), 401),
        (Poll::Status(502), 502),
        (Poll::Status(503), 503),
        (Poll::Status(504), 504),
    ] {
        bench.psc.orders().polls = [poll.clone()].into();
        let refused = bench.connect(&[], "").await;
        assert_eq!(refused.status, status, "{poll:?}");
        assert_eq!(refused.body["code"], status.to_string());
        assert_eq!(refused.body["metadata"]["nationalId"], DOCTOR);
        assert_eq!(refused.header("set-cookie"), "");
        assert!(bench.last_proxy().await.refusal_reason.is_some());
    }
    for (answered, status) in [(401, 401), (503, 503), (504, 504)] {
        bench.psc.orders().statuses.insert("ciba", answered);
        assert_eq!(bench.connect(&[], "").await.status, status);
    }
    bench.psc.orders().statuses.clear();
    let unknown = bench.connect(&[("nationalId", "899700000000")], "").await;
    let message = "User National ID or Software Client ID Not Found.";
    assert_eq!(unknown.refusal(), (404, message));
    let before = bench.psc.seen("ciba").len();
    let stranger = bench.connect(&[("clientId", "inconnu")], "").await;
    assert_eq!(stranger.refusal(), (404, message));
    assert_eq!(
        stranger.body["metadata"],
        json!({"nationalId": DOCTOR, "clientId": "inconnu"})
    );
    let wrong = bench
        .connect(&[("channel", "NFC"), ("clientId", "")], "")
        .await;
    assert_eq!(
        wrong.refusal(),
        (400, "clientId is missing, channel value NFC is invalid")
    );
    assert_eq!(bench.psc.seen("ciba").len(), before, "PSC was not asked");
}

#[tokio::test]
async fn an_identity_that_cannot_be_trusted_opens_no_session() {
    let bench = Bench::start();
    for altered in [
        json!({"iss": "https://ailleurs"}),
        json!({"aud": "banc-lgc"}),
        json!({"exp": 1}),
        json!({"SubjectNameID": EMPLOYEE}),
    ] {
        bench.psc.orders().altered = Some(altered.clone());
        assert_eq!(bench.connect(&[], "").await.status, 401, "{altered}");
    }
    bench.psc.orders().altered = None;
    bench.psc.orders().unsigned = true;
    assert_eq!(bench.connect(&[], "").await.status, 401);
    bench.psc.orders().unsigned = false;
    bench.psc.orders().approved_by = Some(EMPLOYEE.to_owned());
    assert_eq!(bench.connect(&[], "").await.status, 401);
    let told = bench.last_proxy().await.refusal_reason.unwrap();
    assert!(told.contains("another professional"), "{told}");
    bench.psc.orders().approved_by = None;
    assert_eq!(
        bench.connect(&[("nationalId", EMPLOYEE)], "").await.status,
        200,
        "an employee of a structure has no RPPS"
    );
}

#[tokio::test]
async fn an_active_session_is_told_without_calling_psc() {
    let bench = Bench::start();
    let cookie = bench.session().await;
    let again = bench.connect(&[], &cookie).await;
    assert_eq!((again.status, again.body.as_str()), (304, Some("")));
    assert_eq!(bench.psc.seen("ciba").len(), 1);
    assert_eq!(bench.last_proxy().await.answer, ProxyAnswer::DejaOuverte);
    for (changes, cookie) in [
        (&[("nationalId", EMPLOYEE)][..], cookie.as_str()),
        (&[], ""),
        (&[], "proxy_session_id=autre"),
    ] {
        assert_eq!(bench.connect(changes, cookie).await.status, 200);
    }
    assert_eq!(bench.psc.seen("ciba").len(), 4);
    bench.clock.advance(SignedDuration::from_secs(14_400));
    assert_eq!(bench.connect(&[], &cookie).await.status, 200, "it is over");
}

#[tokio::test]
async fn disconnecting_ends_the_session_here_and_at_psc() {
    let bench = Bench::start();
    let cookie = bench.session().await;
    let left = got(bench.at_proxy(Method::DELETE, "/disconnect", &cookie)).await;
    assert_eq!(left.status, 200);
    assert_eq!(
        left.header("set-cookie"),
        "proxy_session_id=; Path=/; Max-Age=0"
    );
    let told = &bench.psc.seen("logout")[0];
    assert_eq!(told.form["id_token_hint"].split('.').count(), 3);
    for cookie in [cookie.as_str(), "", "proxy_session_id=x"] {
        let again = got(bench.at_proxy(Method::DELETE, "/disconnect", cookie)).await;
        assert_eq!(again.refusal(), (401, "Session ID not found."));
        assert_eq!(again.body["code"], "401");
    }
    for (answered, status) in [(503, 503), (400, 500)] {
        let cookie = bench.session().await;
        bench.psc.orders().statuses.insert("logout", answered);
        let left = got(bench.at_proxy(Method::DELETE, "/disconnect", &cookie)).await;
        assert_eq!(left.status, status);
        bench.psc.orders().statuses.clear();
        let after = bench
            .get_through("/send/apipsc/ressource/v1", &cookie)
            .await;
        assert_eq!(after.status, 401, "the session is closed all the same");
    }
}

#[tokio::test]
async fn traces_tell_what_the_proxy_did() {
    let bench = Bench::start();
    let start = bench.clock.now();
    let cookie = bench.session().await;
    bench.connect(&[], &cookie).await;
    bench.connect(&[("channel", "NFC")], "").await;
    let sent = bench
        .at_proxy(Method::GET, "/send/apipsc/ressource/v1?a=b", &cookie)
        .header("x-forwarded-for", "192.0.2.7, 10.0.0.1");
    assert_eq!(got(sent).await.status, 200);
    got(bench.at_proxy(Method::DELETE, "/disconnect", &cookie)).await;
    let all = bench
        .get_through(&format!("/traces?start={start}"), "")
        .await;
    let list = all.body.as_array().unwrap();
    let kinds: Vec<&str> = list.iter().map(|t| t["type"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            "CONNECT_SUCCESS",
            "CONNECT_REPLAY",
            "CONNECT_FAILURE",
            "SEND",
            "DISCONNECT"
        ]
    );
    let send = &list[3];
    assert_eq!(send["ipAddress"], "192.0.2.7");
    assert_eq!(send["IdRPPS"], DOCTOR);
    assert_eq!(send["clientId"], "banc-lgc-proxy");
    assert_eq!(send["session_state"], "session-psc");
    assert!(cookie.ends_with(send["proxy_id_session"].as_str().unwrap()));
    assert_eq!(
        send["apiRequest"],
        json!({"nomApiPsc":"apipsc","methode":"GET","path":"/ressource/v1?a=b"})
    );
    assert!(send["dn"].as_str().unwrap().contains("CN=PROXY-ESANTE"));
    assert_eq!(list[0]["ipAddress"], "127.0.0.1");
    assert_eq!(list[2]["proxy_id_session"], json!(null));
    let text = all.body.to_string();
    assert!(!text.contains("eyJ"), "no token in the traces");
    let end = list[1]["timestamp"].as_str().unwrap();
    let some = bench
        .get_through(&format!("/traces?start={start}&end={end}"), "")
        .await;
    assert_eq!(some.body.as_array().unwrap().len(), 2);
    for (query, message) in [
        ("", "start is missing"),
        ("?start=hier", "start value hier is invalid"),
    ] {
        let wrong = bench.get_through(&format!("/traces{query}"), "").await;
        assert_eq!(wrong.refusal(), (400, message));
    }
}

#[tokio::test]
async fn a_replaced_answer_opens_no_session() {
    let bench = Bench::start();
    bench.plan(
        "[[regle]]\nnom = \"r\"\nservice = \"proxy_esante\"\noperation = \"connect\"\nfaute = { nom = \"statut_http\", code = 503 }",
    );
    assert_eq!(bench.connect(&[], "").await.status, 503);
    let seen = bench.last_proxy().await;
    assert_eq!(seen.national_id.as_deref(), Some(DOCTOR));
    assert_eq!(seen.answer, ProxyAnswer::Aucune);
    assert!(bench.psc.seen("ciba").is_empty());
    for (code, status) in [
        ("identifiant_inconnu", 404),
        ("non_autorise", 401),
        ("psc_indisponible", 503),
    ] {
        bench.plan(&format!(
            "[[regle]]\nnom = \"r\"\nservice = \"proxy_esante\"\noperation = \"connect\"\nfaute = {{ nom = \"refus_officiel\", code = \"{code}\" }}"
        ));
        assert_eq!(bench.connect(&[], "").await.status, status);
    }
    bench.plan(
        &["cookie_attributs", "membre_en_plus", "charset_json"].map(|name| {
            format!("[[variation]]\nnom = \"{name}\"\nservice = \"proxy_esante\"\noperation = \"connect\"\n")
        }).concat(),
    );
    let opened = bench.connect(&[], "").await;
    assert_eq!(opened.status, 200);
    assert!(opened.header("set-cookie").contains("HttpOnly"));
    assert_eq!(
        opened.header("content-type"),
        "application/json; charset=UTF-8"
    );
    assert_eq!(opened.body["version"], "1.0");
}
