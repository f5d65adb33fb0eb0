//! Lifetimes, on the simulated clock.

use std::time::Duration;

use super::bench::{Bench, denied};

#[test]
fn an_access_token_lives_two_minutes() {
    let mut bench = Bench::new();
    let tokens = bench.tokens(&[]);
    let access = tokens["access_token"].as_str().unwrap();
    bench.pass(118);
    assert_eq!(bench.userinfo(access).answer.status, 200);
    bench.pass(3);
    let received = bench.userinfo(access);
    assert_eq!(
        received.refused(),
        denied(401, "invalid_token", "Token verification failed")
    );
    assert_eq!(
        received.header("www-authenticate"),
        Some(
            "Bearer realm=\"esante-wallet\", error=\"invalid_token\", error_description=\"Token verification failed\""
        )
    );
    assert_eq!(bench.introspect(access)["active"], false);
}

#[test]
fn a_session_sleeps_after_half_an_hour() {
    let mut bench = Bench::new();
    let first = bench.tokens(&[]);
    bench.pass(29 * 60);
    let second = bench.refresh(first["refresh_token"].as_str().unwrap()).ok();
    bench.pass(29 * 60);
    let third = bench
        .refresh(second["refresh_token"].as_str().unwrap())
        .ok();
    assert_eq!(bench.psc.sessions().len(), 1);
    bench.pass(31 * 60);
    assert_eq!(
        bench
            .refresh(third["refresh_token"].as_str().unwrap())
            .refused(),
        denied(400, "invalid_grant", "Token is not active")
    );
    assert_eq!(
        bench.authorize(&[("prompt", "none")]).returned("error"),
        "login_required"
    );
    assert!(bench.psc.sessions().is_empty());
}

#[test]
fn a_session_ends_after_four_hours_whatever_happens() {
    let mut bench = Bench::new();
    let mut tokens = bench.tokens(&[]);
    for _ in 0..9 {
        bench.pass(25 * 60);
        tokens = bench
            .refresh(tokens["refresh_token"].as_str().unwrap())
            .ok();
    }
    // Three hours forty-five: what is left is less than half an hour.
    let left = tokens["refresh_expires_in"].as_u64().unwrap();
    assert!((890..=900).contains(&left), "{left}");
    bench.pass(15 * 60);
    let received = bench.refresh(tokens["refresh_token"].as_str().unwrap());
    assert_eq!(received.refused().1, "invalid_grant");
    assert_eq!(
        bench.authorize(&[("prompt", "none")]).returned("error"),
        "login_required"
    );
}

#[test]
fn a_session_that_ends_first_takes_its_access_tokens_with_it() {
    let mut bench = Bench::new();
    bench.psc.set_lifetimes(|lifetimes| {
        lifetimes.access = Duration::from_hours(2);
    });
    let tokens = bench.tokens(&[]);
    assert_eq!(tokens["expires_in"], 7200);
    bench.pass(31 * 60);
    assert_eq!(
        bench
            .userinfo(tokens["access_token"].as_str().unwrap())
            .refused(),
        denied(401, "invalid_token", "Session expired")
    );
}
