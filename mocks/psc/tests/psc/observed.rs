//! What is observed: enough for checks, never a secret, and nothing done by witnessing.

use banc_core::observed::psc::PscOperation;
use banc_core::service::Service as _;

use super::bench::{Bench, CLIENT, KIT, RETURN, at, basic, form};

#[test]
fn no_secret_is_observed_and_none_is_shown() {
    let mut bench = Bench::new();
    let back = bench.authorize(&[]);
    let code = back.returned("code");
    let redeemed = bench.redeem(&code);
    let tokens = redeemed.ok();
    let access = tokens["access_token"].as_str().unwrap().to_owned();
    let refresh = tokens["refresh_token"].as_str().unwrap().to_owned();
    let all = [
        back,
        redeemed,
        bench.userinfo(&access),
        bench.back("/token/introspect", &[("token", &refresh)]),
        bench.refresh(&refresh),
        bench.back("/revoke", &[("token", &access)]),
        bench.back("/logout", &[("refresh_token", &refresh)]),
        bench.post(
            &at("/token"),
            &[("client_id", CLIENT.0), ("client_secret", CLIENT.1)],
        ),
    ];
    for received in &all {
        let written = serde_json::to_string(received.seen()).unwrap();
        for secret in [&code, &access, &refresh, CLIENT.1] {
            assert!(!written.contains(secret), "{written}");
        }
        assert!(received.seen().operation.is_some());
    }
    let shown = format!("{:?}{:?}", bench.psc, bench.psc.config());
    assert!(!shown.contains(CLIENT.1), "{shown}");
}

#[test]
fn a_call_that_a_fault_answers_is_read_and_not_served() {
    let mut bench = Bench::new();
    let code = bench.code(&[]);
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("redirect_uri", RETURN),
    ];
    let authorization = basic(CLIENT);
    let seen = bench.witness(
        "POST",
        &at("/token"),
        &[("Authorization", &authorization)],
        &form(&pairs),
    );
    assert_eq!(seen.operation, Some(PscOperation::JetonCode));
    assert_eq!(seen.client_id.as_deref(), Some(CLIENT.0));
    assert_eq!(seen.grant.unwrap().redirect_uri.as_deref(), Some(RETURN));
    let pairs = [
        ("login_hint", KIT),
        ("scope", "openid"),
        ("channel", "MOBILE"),
    ];
    let seen = bench.witness(
        "POST",
        &at("/ext/ciba/auth"),
        &[("Authorization", &authorization)],
        &form(&pairs),
    );
    assert_eq!(seen.ciba.unwrap().channel.as_deref(), Some("MOBILE"));
    assert!(bench.psc.pending().is_empty());
    assert_eq!(
        bench.redeem(&code).answer.status,
        200,
        "the code was not consumed"
    );
}

#[test]
fn the_plan_knows_every_operation_and_each_refusal_answers() {
    let mut bench = Bench::new();
    assert_eq!(bench.psc.operations().len(), 14);
    for code in bench.psc.refusals() {
        bench.refuse(Some(code));
        let received = bench.back(
            "/token",
            &[("grant_type", "refresh_token"), ("refresh_token", "x")],
        );
        assert_eq!(received.refused().1, code);
    }
}
