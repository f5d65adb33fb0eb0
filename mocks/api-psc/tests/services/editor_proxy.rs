//! An editor's own proxy in front of the bench: the way round that the crate's documentation tells.

use banc_core::pki::ClientKind;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::bench::{Bench, Got, got};
use crate::fake_psc::{DOCTOR, Poll};

/// Posts a form to PSC with the proxy's certificate.
async fn at_psc(bench: &Bench, endpoint: &str, form: &[(&str, &str)]) -> Got {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .append_pair("client_id", "banc-proxy")
        .finish();
    let issuer = bench.psc.issuer.get().unwrap();
    let request = bench
        .client(Some(ClientKind::ProxyEsante))
        .post(format!("{issuer}/protocol/openid-connect/{endpoint}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    got(request).await
}

fn text<'a>(got: &'a Got, member: &str) -> &'a str {
    got.body[member].as_str().unwrap()
}

#[tokio::test]
async fn an_editors_proxy_goes_from_psc_to_the_api() {
    let bench = Bench::start();
    let certificate = bench.client(Some(ClientKind::ProxyEsante));
    let as_client = [("client_id", "banc-proxy-api")];
    bench.psc.orders().polls = [Poll::Error("authorization_pending")].into();
    let asked = at_psc(
        &bench,
        "ext/ciba/auth",
        &[("scope", "openid scope_all"), ("login_hint", DOCTOR)],
    )
    .await;
    let poll = [
        ("grant_type", "urn:openid:params:grant-type:ciba"),
        ("auth_req_id", text(&asked, "auth_req_id")),
    ];
    let pending = at_psc(&bench, "token", &poll).await;
    assert_eq!(pending.refusal(), (400, "authorization_pending"));
    let tokens = at_psc(&bench, "token", &poll).await;

    // Too late: error case 1a, then a refresh, then once more.
    bench.clock.advance(SignedDuration::from_secs(121));
    let late = bench
        .exchange(&certificate, text(&tokens, "access_token"), &as_client)
        .await;
    assert_eq!(late.status, 400);
    assert!(late.body["authentication_url"].is_string());
    let refresh = [
        ("grant_type", "refresh_token"),
        ("refresh_token", text(&tokens, "refresh_token")),
    ];
    let renewed = at_psc(&bench, "token", &refresh).await;
    let exchanged = bench
        .exchange(&certificate, text(&renewed, "access_token"), &as_client)
        .await;
    assert_eq!(exchanged.status, 200, "{exchanged:?}");

    let data = json!({
        "nationalId": DOCTOR, "clientID": "logiciel",
        "proxy_session_id": "1", "session_state": "session-psc",
    });
    let sign = |client: reqwest::Client, data: &Value| {
        client
            .post(format!("{}/apipsc/signsessiondata", bench.api_url))
            .bearer_auth(text(&exchanged, "access_token"))
            .header("content-type", "application/json")
            .body(data.to_string())
    };
    let signed = got(sign(certificate, &data)).await;
    assert_eq!(signed.status, 200);
    assert_eq!(signed.body["nationalId"], DOCTOR);
    let thief = got(sign(bench.software(), &data)).await;
    assert_eq!(
        thief.refusal(),
        (401, "invalid_token"),
        "bound to the proxy"
    );
}
