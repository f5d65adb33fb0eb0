//! Refresh tokens: a new set each time, the one before is stale.

use serde_json::Value;

use super::bench::{Bench, OTHER, claims, denied};

fn refresh_token(tokens: &Value) -> String {
    tokens["refresh_token"].as_str().unwrap().to_owned()
}

#[test]
fn each_refresh_gives_a_whole_new_set() {
    let mut bench = Bench::new();
    let first = bench.tokens(&[]);
    bench.pass(100);
    let received = bench.refresh(&refresh_token(&first));
    assert_eq!(received.operation, "jeton_renouvellement");
    let second = received.ok();
    for name in ["access_token", "refresh_token", "id_token"] {
        assert_ne!(first[name], second[name], "{name}");
    }
    let (before, after) = (claims(&first["id_token"]), claims(&second["id_token"]));
    for name in ["sub", "aud", "iss", "auth_time", "sid", "nonce"] {
        assert_eq!(before[name], after[name], "{name}");
    }
    assert_eq!(
        bench.refresh(&refresh_token(&first)).refused(),
        denied(400, "invalid_grant", "Stale token")
    );
    assert_eq!(bench.refresh(&refresh_token(&second)).answer.status, 200);
}

#[test]
fn each_wrong_refresh_token_has_its_words() {
    let mut bench = Bench::new();
    let tokens = bench.tokens(&[]);
    let token = refresh_token(&tokens);
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", &*token)];
    assert_eq!(
        bench.back_as(OTHER, "/token", &pairs).refused(),
        denied(400, "invalid_grant", "Unmatching clients")
    );
    let access = tokens["access_token"].as_str().unwrap();
    for wrong in ["x", access, &token[1..], &format!("{token}A")] {
        assert_eq!(
            bench.refresh(wrong).refused().2,
            "Invalid refresh token",
            "{wrong}"
        );
    }
    assert_eq!(
        bench.back("/token", &pairs[..1]).refused().1,
        "invalid_request"
    );
    assert_eq!(
        bench.refresh(&token).answer.status,
        200,
        "wrong attempts change nothing"
    );
}

#[test]
fn a_scope_may_be_narrowed_and_never_widened() {
    let mut bench = Bench::new();
    let tokens = bench.tokens(&[("scope", "openid scope_all")]);
    let mut refresh = |token: &str, scope: &str| {
        bench.back(
            "/token",
            &[
                ("grant_type", "refresh_token"),
                ("refresh_token", token),
                ("scope", scope),
            ],
        )
    };
    let token = refresh_token(&tokens);
    assert_eq!(
        refresh(&token, "openid scope_all email").refused().1,
        "invalid_scope"
    );
    let narrowed = refresh(&token, "openid").ok();
    assert_eq!(narrowed["scope"], "openid profile identity");
    let again = refresh(&refresh_token(&narrowed), "openid scope_all").ok();
    assert_eq!(again["scope"], "openid profile scope_all identity");
}

#[test]
fn a_scenario_can_have_refreshes_refused() {
    let mut bench = Bench::new();
    let tokens = bench.tokens(&[]);
    bench.psc.refuse_refresh(true);
    assert_eq!(
        bench.refresh(&refresh_token(&tokens)).refused().1,
        "invalid_grant"
    );
    bench.psc.refuse_refresh(false);
    assert_eq!(bench.refresh(&refresh_token(&tokens)).answer.status, 200);
}
