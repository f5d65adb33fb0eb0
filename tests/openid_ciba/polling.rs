//! From the request to the tokens, and the ways in which it does not get there.

use serde_json::json;

use super::{approved, assert_pending, opened};
use crate::openid::{Bench, RelyingParty, Stage};

/// A whole identification: request, polls that wait, approval, tokens that work; the identifier is
/// worth nothing afterwards.
#[tokio::test]
async fn fapi_ciba_id1() {
    let (bench, party) = opened().await;
    let (identifier, accepted) = party.ask_accepted(&[]).await;
    assert_eq!(accepted.body["interval"], 1);
    assert_pending(party.poll(&identifier).await);
    assert_pending(party.poll_later(&bench, &identifier).await);
    let session = approved(&bench, &party, &identifier).await;
    assert_eq!(session.claims["acr"], "eidas1");
    let again = party.poll_later(&bench, &identifier).await;
    again.expect_error(400, &["invalid_grant"]);
}

/// Nobody answers in the time that was asked: the request is over, and nobody can approve it.
#[tokio::test]
async fn fapi_ciba_id1_auth_req_id_expired() {
    let mut stage = Stage::alone().await;
    let asked = [("requested_expiry", "10")];
    let (identifier, accepted) = stage.party.ask_accepted(&asked).await;
    assert_eq!(accepted.body["expires_in"], 10);
    assert_pending(stage.party.poll(&identifier).await);
    stage.bench.advance(11).await;
    let over = stage.party.poll(&identifier).await;
    over.expect_error(400, &["expired_token"]);
    assert!(stage.bench.waiting().await.is_empty());
}

/// The document says where CIBA requests go, in which mode, and that the grant exists.
#[tokio::test]
async fn fapi_ciba_id1_discovery_end_point_verification() {
    let (_, party) = opened().await;
    let endpoint = party.published("backchannel_authentication_endpoint");
    assert!(endpoint.starts_with("https://"), "{endpoint}");
    assert!(party.lists("backchannel_token_delivery_modes_supported", "poll"));
    let grant = "urn:openid:params:grant-type:ciba";
    assert!(party.lists("grant_types_supported", grant));
    let member = "backchannel_user_code_parameter_supported";
    assert!(party.document[member].is_null() || party.document[member].is_boolean());
    let signing = "backchannel_authentication_request_signing_alg_values_supported";
    assert!(!party.lists(signing, "none"));
    let aliases = &party.document["mtls_endpoint_aliases"];
    assert_eq!(aliases["backchannel_authentication_endpoint"], endpoint);
}

/// Polls in a hurry are told to wait, and the request can still be approved.
#[tokio::test]
async fn fapi_ciba_id1_multiple_call_to_token_endpoint() {
    let (bench, party) = opened().await;
    let (identifier, _) = party.ask_accepted(&[]).await;
    let allowed = ["authorization_pending", "slow_down"];
    let mut slowed = 0;
    for _ in 0..10 {
        let answer = party.poll(&identifier).await.expect_error(400, &allowed);
        slowed += u32::from(answer.text_member("error") == "slow_down");
    }
    assert!(slowed > 0, "nine polls too early were all served");
    bench.decide(true).await;
    let early = party.poll(&identifier).await;
    early.expect_error(400, &["slow_down"]);
    // Each early poll may have pushed the next allowed one further.
    let mut answer = party.poll_later(&bench, &identifier).await;
    for _ in 0..5 {
        if answer.status == 200 {
            break;
        }
        answer.expect_error(400, &["slow_down"]);
        answer = party.poll_later(&bench, &identifier).await;
    }
    party.obtained(&bench, answer).await;
}

/// The professional refuses: the client is told so.
#[tokio::test]
async fn fapi_ciba_id1_user_rejects_authentication() {
    let (bench, party) = opened().await;
    let (identifier, _) = party.ask_accepted(&[]).await;
    assert_pending(party.poll(&identifier).await);
    bench.decide(false).await;
    let refused = party.poll_later(&bench, &identifier).await;
    refused.expect_error(400, &["access_denied"]);
    let again = party.poll_later(&bench, &identifier).await;
    again.expect_error(400, &["access_denied", "invalid_grant"]);
}

/// The refresh token of a CIBA sign-in gives tokens that work, and is worth nothing to another
/// client.
#[tokio::test]
async fn fapi_ciba_id1_refresh_token() {
    let bench = Bench::open().await;
    bench.approval(json!({ "mode": "automatique" })).await;
    let party = RelyingParty::new(&bench).await;
    let other = RelyingParty::other(&bench).await;
    let signed_in = async |party: &RelyingParty| {
        let (identifier, _) = party.ask_accepted(&[]).await;
        let tokens = party.poll(&identifier).await;
        party.obtained(&bench, tokens).await
    };
    let first = signed_in(&party).await;
    let renewed = party.renew(first.refresh_token()).await;
    let second = party.obtained(&bench, renewed).await;
    assert_ne!(second.access_token(), first.access_token());
    assert_eq!(second.subject(), first.subject());
    let theirs = signed_in(&other).await;
    let stolen = party.renew(theirs.refresh_token()).await;
    stolen.expect_error(400, &["invalid_grant"]);
}

/// An identifier that was never given gets nothing, and the right one still works.
#[tokio::test]
async fn fapi_ciba_id1_ensure_wrong_auth_req_id_in_token_endpoint_request() {
    let (bench, party) = opened().await;
    let (identifier, _) = party.ask_accepted(&[]).await;
    for wrong in [format!("{identifier}x"), crate::openid::random()] {
        let refused = party.poll(&wrong).await;
        refused.expect_error(400, &["invalid_grant"]);
    }
    approved(&bench, &party, &identifier).await;
}
