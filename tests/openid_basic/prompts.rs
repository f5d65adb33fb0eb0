//! When the professional is asked again: `prompt`, `max_age`, `id_token_hint`.

use crate::openid::{Session, Stage};

/// Errors that mean "a person would have to be asked". Source: OpenID Connect Core §3.1.2.6.
const NEEDS_A_PERSON: [&str; 4] = [
    "login_required",
    "interaction_required",
    "consent_required",
    "account_selection_required",
];

fn assert_same_person(first: &Session, second: &Session) {
    assert_eq!(first.subject(), second.subject());
    assert_ne!(first.access_token(), second.access_token());
}

/// `prompt=login` asks again someone who is signed in, and the second date of sign-in is later.
#[tokio::test]
async fn oidcc_prompt_login() {
    let mut stage = Stage::alone().await;
    let first = stage.signed_in().await;
    stage.bench.advance(2).await;
    let silent = stage.sign_in(&stage.request()).await;
    assert!(!silent.asked, "the session should answer without a page");
    let request = stage.request().with("prompt", "login");
    let second = stage.sign_in(&request).await;
    assert!(second.asked, "prompt=login asked nobody");
    assert_same_person(&first, &second);
    assert!(second.auth_time() > first.auth_time());
}

/// `prompt=none` without a session shows nothing and says that someone would have to be asked.
#[tokio::test]
async fn oidcc_prompt_none_not_logged_in() {
    let mut stage = Stage::open().await;
    let request = stage.request().with("prompt", "none");
    let callback = stage.go(&request).await.callback();
    let error = stage.party.error(&request, &callback);
    assert!(NEEDS_A_PERSON.contains(&error), "{error}");
}

/// `prompt=none` with a session gives a code without a page, for the same sign-in.
#[tokio::test]
async fn oidcc_prompt_none_logged_in() {
    let mut stage = Stage::open().await;
    let first = stage.signed_in().await;
    let request = stage.request().with("prompt", "none");
    let second = stage.sign_in(&request).await;
    assert!(!second.asked);
    assert_same_person(&first, &second);
    assert_eq!(first.auth_time(), second.auth_time());
}

/// A sign-in older than `max_age` has to be done again, and its date is given.
#[tokio::test]
async fn oidcc_max_age_1() {
    let mut stage = Stage::alone().await;
    let first = stage.signed_in().await;
    stage.bench.advance(3).await;
    let request = stage.request().with("max_age", "1");
    let second = stage.sign_in(&request).await;
    assert!(second.asked, "max_age=1 asked nobody");
    assert_same_person(&first, &second);
    assert!(second.auth_time() > first.auth_time());
    assert!(stage.bench.now() - second.auth_time() <= 1 + 1);
}

/// A sign-in younger than `max_age` is enough, and its date is given.
#[tokio::test]
async fn oidcc_max_age_10000() {
    let mut stage = Stage::alone().await;
    let first = stage.signed_in().await;
    stage.bench.advance(60).await;
    let request = stage.request().with("max_age", "10000");
    let second = stage.sign_in(&request).await;
    assert!(!second.asked);
    assert_same_person(&first, &second);
    assert_eq!(first.auth_time(), second.auth_time());
}

/// `prompt=none` with the id_token of the person who is signed in gives a code for that person.
#[tokio::test]
async fn oidcc_id_token_hint() {
    let mut stage = Stage::open().await;
    let first = stage.signed_in().await;
    let request = stage
        .request()
        .with("prompt", "none")
        .with("id_token_hint", first.id_token());
    let second = stage.sign_in(&request).await;
    assert!(!second.asked);
    assert_same_person(&first, &second);
}
