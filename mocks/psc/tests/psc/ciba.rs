//! CIBA, in poll mode.

use std::time::Duration;

use banc_core::observed::psc::PscAnswer;
use banc_psc::{Approval, AuthMode};

use super::bench::{Bench, CIBA, KIT, OTHER, Received, claims, denied};

const PENDING: &str =
    "The authorization request is still pending as the end-user hasn't yet been authenticated.";
const ASKED: [(&str, &str); 5] = [
    ("scope", "openid scope_all"),
    ("acr_values", "eidas1"),
    ("login_hint", KIT),
    ("binding_message", "42"),
    ("channel", "CARD"),
];

fn ask(bench: &mut Bench, changes: &[(&str, &str)]) -> Received {
    let changed = |name: &str| changes.iter().any(|(other, _)| *other == name);
    let kept = ASKED.into_iter().filter(|(name, _)| !changed(name));
    let added = changes
        .iter()
        .copied()
        .filter(|(_, value)| !value.is_empty());
    let pairs: Vec<_> = kept.chain(added).collect();
    bench.back("/ext/ciba/auth", &pairs)
}

fn accepted(bench: &mut Bench) -> String {
    let answer = ask(bench, &[]).ok();
    answer["auth_req_id"].as_str().unwrap().to_owned()
}

fn poll(bench: &mut Bench, id: &str) -> Received {
    bench.back("/token", &[("grant_type", CIBA), ("auth_req_id", id)])
}

#[test]
fn a_request_is_acknowledged_polled_and_approved_by_a_person() {
    let mut bench = Bench::new();
    bench.psc.set_approval(Approval::Personne);
    let asked = ask(&mut bench, &[]);
    assert_eq!(asked.operation, "ciba");
    let answer = asked.ok();
    assert_eq!(
        (&answer["expires_in"], &answer["interval"]),
        (&120.into(), &5.into())
    );
    let seen = asked.seen().ciba.as_ref().unwrap();
    assert_eq!((seen.request, seen.interval_s), (Some(1), Some(5)));
    assert_eq!(seen.binding_message.as_deref(), Some("42"));
    assert!(!asked.seen().inferred);
    let id = answer["auth_req_id"].as_str().unwrap();
    assert_eq!(id.split('.').count(), 5);
    let pending = bench.psc.pending();
    assert_eq!((pending.len(), pending[0].number), (1, 1));
    assert_eq!(pending[0].binding_message.as_deref(), Some("42"));
    assert_eq!(pending[0].channel, Some(AuthMode::Card));
    let first = poll(&mut bench, id);
    assert_eq!(first.operation, "jeton_ciba");
    assert_eq!(
        first.refused(),
        denied(400, "authorization_pending", PENDING)
    );
    assert_eq!(first.seen().answer, PscAnswer::Attente);
    assert_eq!(first.seen().grant.as_ref().unwrap().ciba_request, Some(1));
    bench.psc.decide(1, true).unwrap();
    assert!(bench.psc.decide(1, false).is_err());
    bench.pass(5);
    let tokens = poll(&mut bench, id).ok();
    let access = claims(&tokens["access_token"]);
    assert_eq!(
        (&access["authMode"], &access["nonce"]),
        (&"CARD".into(), &"".into())
    );
    assert_eq!(
        bench
            .userinfo(tokens["access_token"].as_str().unwrap())
            .answer
            .status,
        200
    );
    assert_eq!(
        bench
            .refresh(tokens["refresh_token"].as_str().unwrap())
            .answer
            .status,
        200
    );
    bench.pass(5);
    assert_eq!(
        poll(&mut bench, id).refused(),
        denied(400, "invalid_grant", "Invalid auth_req_id")
    );
}

#[test]
fn polls_that_come_too_early_slow_down_before_anything_else_is_said() {
    let mut bench = Bench::new();
    bench.psc.set_approval(Approval::Personne);
    let id = accepted(&mut bench);
    assert_eq!(poll(&mut bench, &id).refused().1, "authorization_pending");
    assert_eq!(
        poll(&mut bench, &id).refused(),
        denied(400, "slow_down", "too early to access")
    );
    bench.psc.decide(1, false).unwrap();
    assert_eq!(
        poll(&mut bench, &id).refused().1,
        "slow_down",
        "checked before the refusal"
    );
    bench.pass(5);
    assert_eq!(
        poll(&mut bench, &id).refused(),
        denied(400, "access_denied", "not authorized")
    );
}

#[test]
fn a_request_that_nobody_answers_expires_and_is_then_forgotten() {
    let mut bench = Bench::new();
    bench.psc.set_approval(Approval::Silence);
    let id = accepted(&mut bench);
    bench.pass(119);
    assert_eq!(poll(&mut bench, &id).refused().1, "authorization_pending");
    bench.pass(1);
    assert_eq!(
        poll(&mut bench, &id).refused(),
        denied(400, "expired_token", "authentication timed out")
    );
    assert!(bench.psc.pending().is_empty() && bench.psc.decide(1, true).is_err());
    bench.pass(15);
    assert_eq!(poll(&mut bench, &id).refused().2, "Invalid auth_req_id");
}

#[test]
fn a_wait_is_counted_in_polls() {
    let mut bench = Bench::new();
    bench.psc.set_approval(Approval::ApresInterrogations(2));
    let id = accepted(&mut bench);
    for _ in 0..2 {
        assert_eq!(poll(&mut bench, &id).refused().1, "authorization_pending");
        assert_eq!(poll(&mut bench, &id).refused().1, "slow_down");
        bench.pass(5);
    }
    assert_eq!(poll(&mut bench, &id).answer.status, 200);
    bench.psc.set_approval(Approval::Automatique);
    let id = accepted(&mut bench);
    assert_eq!(poll(&mut bench, &id).answer.status, 200);
}

/// Fifty-one characters: one too many.
const LONG: &str = "123456789-123456789-123456789-123456789-123456789-1";
const BINDING: &str = "the binding_message value has to be max 50 characters in length and must contain only basic plain-text characters without spaces";

/// Parameters, then the error and its description.
type Wrong = (
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
);

const WRONG: &[Wrong] = &[
    (
        &[("login_hint", ""), ("scope", "")],
        "invalid_request",
        "missing parameter : login_hint",
    ),
    (
        &[("login_hint", "899999999999"), ("scope", "")],
        "invalid_request",
        "invalid user",
    ),
    (
        &[("login_hint", "99700427885")],
        "invalid_request",
        "invalid user",
    ),
    (
        &[("login_hint", "899900001027")],
        "invalid_request",
        "invalid user",
    ),
    (
        &[("scope", "")],
        "invalid_request",
        "missing parameter : scope",
    ),
    (
        &[("scope", "openid autre")],
        "invalid_scope",
        "Invalid scopes: openid autre",
    ),
    (
        &[("binding_message", "4 2")],
        "invalid_binding_message",
        BINDING,
    ),
    (
        &[("binding_message", LONG)],
        "invalid_binding_message",
        BINDING,
    ),
    (
        &[("user_code", "1")],
        "invalid_request",
        "User code not supported",
    ),
    (
        &[("channel", "AUTRE")],
        "invalid_request",
        "Invalid parameter: channel",
    ),
    (
        &[("id_token_hint", "x")],
        "invalid_request",
        "more than one hint",
    ),
    (
        &[("requested_expiry", "-1")],
        "invalid_request",
        "Invalid parameter: requested_expiry",
    ),
];

#[test]
fn each_wrong_request_has_its_words_in_their_order() {
    let mut bench = Bench::new();
    for (changes, error, description) in WRONG {
        let received = ask(&mut bench, changes);
        assert_eq!(
            received.refused(),
            denied(400, error, description),
            "{changes:?}"
        );
    }
    assert!(bench.psc.pending().is_empty());
    bench.vary(&["ciba_invalid_user"]);
    assert_eq!(
        ask(&mut bench, &[("login_hint", "x")]).refused().2,
        "invalid_user"
    );
}

#[test]
fn each_wrong_poll_has_its_words() {
    let mut bench = Bench::new();
    let id = accepted(&mut bench);
    let missing = bench.back("/token", &[("grant_type", CIBA)]);
    assert_eq!(
        missing.refused(),
        denied(400, "invalid_request", "Missing parameter: auth_req_id")
    );
    for wrong in ["x", "a.b.c.d.e", &id[1..]] {
        assert_eq!(
            poll(&mut bench, wrong).refused(),
            denied(400, "invalid_grant", "Invalid Auth Req ID")
        );
    }
    let stolen = bench.back_as(
        OTHER,
        "/token",
        &[("grant_type", CIBA), ("auth_req_id", &id)],
    );
    assert_eq!(
        stolen.refused(),
        denied(400, "invalid_grant", "unauthorized client")
    );
    assert_eq!(
        poll(&mut bench, &id).answer.status,
        200,
        "a stranger's poll changes nothing"
    );
    let refused = bench.back_as(("banc-lgc", "faux"), "/ext/ciba/auth", &ASKED);
    assert_eq!(refused.answer.status, 401);
}

#[test]
fn an_employee_without_rpps_and_a_missing_channel_are_served() {
    let mut bench = Bench::new();
    let received = ask(
        &mut bench,
        &[("login_hint", "500000001815646/CPAT00045"), ("channel", "")],
    );
    assert!(received.seen().inferred);
    let id = received.ok()["auth_req_id"].as_str().unwrap().to_owned();
    let tokens = poll(&mut bench, &id).ok();
    let access = claims(&tokens["access_token"]);
    assert_eq!(access["preferred_username"], "500000001815646/CPAT00045");
    assert_eq!(access["authMode"], "MOBILE");
}

#[test]
fn expiry_and_interval_can_be_chosen() {
    let mut bench = Bench::new();
    let asked = ask(&mut bench, &[("requested_expiry", "30")]).ok();
    assert_eq!(asked["expires_in"], 30);
    bench.psc.set_lifetimes(|lifetimes| {
        lifetimes.interval = Duration::from_secs(1);
        lifetimes.auth_req = Duration::from_secs(10);
    });
    let asked = ask(&mut bench, &[]).ok();
    assert_eq!(
        (&asked["expires_in"], &asked["interval"]),
        (&10.into(), &1.into())
    );
    bench.vary(&["ciba_sans_intervalle"]);
    let received = ask(&mut bench, &[]);
    assert!(received.ok().get("interval").is_none());
    assert_eq!(received.seen().ciba.as_ref().unwrap().interval_s, Some(5));
    bench.vary(&[]);
    bench.refuse(Some("server_error"));
    let received = ask(&mut bench, &[]);
    assert_eq!(
        received.refused(),
        denied(503, "server_error", "Failed to send authentication request")
    );
}

#[test]
fn a_clock_moved_back_neither_slows_polls_down_nor_ends_the_request() {
    let mut bench = Bench::new();
    bench.psc.set_approval(Approval::Personne);
    let id = accepted(&mut bench);
    assert_eq!(poll(&mut bench, &id).refused().1, "authorization_pending");
    assert_eq!(poll(&mut bench, &id).refused().1, "slow_down");
    bench.pass(-3600);
    assert_eq!(poll(&mut bench, &id).refused().1, "authorization_pending");
    assert_eq!(poll(&mut bench, &id).refused().1, "slow_down");
}

#[test]
fn a_request_that_never_ends_does_not_keep_others_from_being_filed() {
    let mut bench = Bench::new();
    bench.psc.set_lifetimes(|lifetimes| {
        lifetimes.auth_req = Duration::MAX;
        lifetimes.interval = Duration::MAX;
    });
    accepted(&mut bench);
    bench
        .psc
        .set_lifetimes(|lifetimes| lifetimes.auth_req = Duration::from_mins(2));
    accepted(&mut bench);
}
