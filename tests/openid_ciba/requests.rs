//! What a request may hold.

use super::{approved, opened};
use crate::openid::Stage;

/// A code of two digits is accepted, and it is what the professional reads.
#[tokio::test]
async fn fapi_ciba_id1_ensure_authorization_request_with_binding_message_succeeds() {
    let (bench, party) = opened().await;
    let (identifier, _) = party.ask_accepted(&[("binding_message", "07")]).await;
    let waiting = bench.waiting().await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0]["code"], "07");
    approved(&bench, &party, &identifier).await;
}

/// A message that no telephone may be able to show is refused by name.
#[tokio::test]
async fn fapi_ciba_id1_ensure_authorization_request_with_potentially_bad_binding_message() {
    let (bench, party) = opened().await;
    let long = "1".repeat(51);
    for message in ["Identification n° 1234 — 🔐 à vérifier", &long, "a b"] {
        let refused = party.ask(&[("binding_message", message)]).await;
        refused.expect_error(400, &["invalid_binding_message"]);
    }
    assert!(bench.waiting().await.is_empty());
}

/// Two hints about who is to be identified are one too many.
#[tokio::test]
async fn fapi_ciba_id1_ensure_authorization_request_with_multiple_hints_fails() {
    let mut stage = Stage::open().await;
    let session = stage.signed_in().await;
    for hint in ["id_token_hint", "login_hint_token"] {
        let refused = stage.party.ask(&[(hint, session.id_token())]).await;
        refused.expect_error(400, &["invalid_request"]);
    }
    assert!(stage.bench.waiting().await.is_empty());
}

/// The order of the scopes changes nothing.
#[tokio::test]
async fn fapi_ciba_id1_ensure_other_scope_order_succeeds() {
    let (bench, party) = opened().await;
    let (identifier, _) = party.ask_accepted(&[("scope", "scope_all openid")]).await;
    approved(&bench, &party, &identifier).await;
}

/// The lifetime that the client asks for is text in a form: it is understood all the same.
#[tokio::test]
async fn fapi_ciba_id1_ensure_requested_expiry_as_string_succeeds() {
    let (bench, party) = opened().await;
    let (identifier, accepted) = party.ask_accepted(&[("requested_expiry", "30")]).await;
    assert_eq!(accepted.body["expires_in"], 30);
    approved(&bench, &party, &identifier).await;
}
