//! Revocation.

use super::bench::{Bench, OTHER, denied};

#[test]
fn an_access_token_is_revoked_alone() {
    let mut bench = Bench::new();
    let tokens = bench.tokens(&[]);
    let access = tokens["access_token"].as_str().unwrap();
    let received = bench.back("/revoke", &[("token", access)]);
    assert_eq!(
        (received.answer.status, received.text(), received.operation),
        (200, "", "revocation")
    );
    assert_eq!(bench.introspect(access)["active"], false);
    assert_eq!(bench.userinfo(access).refused().1, "invalid_token");
    assert_eq!(
        bench
            .refresh(tokens["refresh_token"].as_str().unwrap())
            .answer
            .status,
        200
    );
}

#[test]
fn a_refresh_token_takes_the_client_out_of_its_session() {
    let mut bench = Bench::new();
    let tokens = bench.tokens(&[]);
    let refresh = tokens["refresh_token"].as_str().unwrap();
    assert_eq!(
        bench.back("/revoke", &[("token", refresh)]).answer.status,
        200
    );
    assert_eq!(bench.introspect(refresh)["active"], false);
    assert_eq!(
        bench.introspect(tokens["access_token"].as_str().unwrap())["active"],
        false
    );
    assert_eq!(bench.refresh(refresh).refused().1, "invalid_grant");
    assert!(bench.psc.sessions().is_empty());
}

#[test]
fn unknown_tokens_are_fine_and_those_of_others_are_not() {
    let mut bench = Bench::new();
    assert_eq!(bench.back("/revoke", &[("token", "x")]).answer.status, 200);
    let missing = bench.back("/revoke", &[("a", "b")]);
    assert_eq!(
        missing.refused(),
        denied(400, "invalid_request", "Token not provided")
    );
    let tokens = bench.tokens(&[]);
    for name in ["access_token", "refresh_token"] {
        let token = tokens[name].as_str().unwrap();
        let received = bench.back_as(OTHER, "/revoke", &[("token", token)]);
        assert_eq!(
            received.refused(),
            denied(400, "invalid_client", "Unmatching clients")
        );
        assert_eq!(bench.introspect(token)["active"], true);
    }
}
