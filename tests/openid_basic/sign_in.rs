//! The sign-in itself: response type, id_token, UserInfo, client authentication.

use jsonwebtoken::Algorithm;
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use serde_json::Value;

use crate::openid::{Credentials, Landing, RelyingParty, Stage, parts};

/// A sign-in from end to end: callback, tokens, id_token and UserInfo about the same person.
#[tokio::test]
async fn oidcc_server() {
    let mut stage = Stage::open().await;
    let session = stage.signed_in().await;
    let info = stage.party.userinfo(session.access_token()).await;
    assert_eq!(info.expect(200).text_member("sub"), session.subject());
    assert!(!session.refresh_token().is_empty());
}

/// Without `response_type` the request is refused, to the client or on a page, never served.
#[tokio::test]
async fn oidcc_response_type_missing() {
    let mut stage = Stage::open().await;
    let request = stage.request().without("response_type");
    match stage.go(&request).await {
        Landing::Callback(callback) => {
            let error = stage.party.error(&request, &callback);
            assert!(["invalid_request", "unsupported_response_type"].contains(&error));
        }
        Landing::Page(page) => assert!((400..500).contains(&page.status), "{}", page.html),
    }
}

/// The id_token is signed RS256 by a published key; the same signature on other claims is not.
#[tokio::test]
async fn oidcc_idtoken_signature() {
    let mut stage = Stage::open().await;
    let session = stage.signed_in().await;
    let token = session.id_token();
    let header = decode_header(token).unwrap();
    assert_eq!(header.alg, Algorithm::RS256);
    let keys = stage.party.keys().await;
    let key = DecodingKey::from_jwk(keys.find(&header.kid.unwrap()).unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_audience(&[&stage.party.client_id]);
    assert!(decode::<Value>(token, &key, &validation).is_ok());
    let pieces: Vec<_> = token.split('.').collect();
    let access: Vec<_> = session.access_token().split('.').collect();
    let mixed = format!("{}.{}.{}", pieces[0], access[1], pieces[2]);
    validation.validate_aud = false;
    assert!(decode::<Value>(&mixed, &key, &validation).is_err());
}

/// Does not apply: the module asks for an unsigned id_token where `none` is published, and PSC
/// publishes no such algorithm. Its condition is checked, and that no id_token is unsigned.
#[tokio::test]
async fn oidcc_idtoken_unsigned() {
    let mut stage = Stage::open().await;
    let member = "id_token_signing_alg_values_supported";
    assert!(!stage.party.lists(member, "none"));
    let session = stage.signed_in().await;
    assert_eq!(parts(session.id_token()).0["alg"], "RS256");
}

/// UserInfo answers a GET that bears the token in its header.
#[tokio::test]
async fn oidcc_userinfo_get() {
    let mut stage = Stage::open().await;
    let session = stage.signed_in().await;
    let info = stage.party.userinfo(session.access_token()).await;
    assert_eq!(info.expect(200).text_member("sub"), session.subject());
}

/// UserInfo answers a POST that bears the token in its header.
#[tokio::test]
async fn oidcc_userinfo_post_header() {
    let mut stage = Stage::open().await;
    let session = stage.signed_in().await;
    let info = stage
        .party
        .userinfo_post_header(session.access_token())
        .await;
    assert_eq!(info.expect(200).text_member("sub"), session.subject());
}

/// UserInfo answers a POST that bears the token in its form.
#[tokio::test]
async fn oidcc_userinfo_post_body() {
    let mut stage = Stage::open().await;
    let session = stage.signed_in().await;
    let info = stage.party.userinfo_post_body(session.access_token()).await;
    assert_eq!(info.expect(200).text_member("sub"), session.subject());
}

/// In the code flow a request without `nonce` is served, and no nonce is made up.
#[tokio::test]
async fn oidcc_ensure_request_without_nonce_succeeds_for_code_flow() {
    let mut stage = Stage::open().await;
    let request = stage.request().without("nonce");
    // The id_token's nonce is checked against the request's: absent, or the empty one of PSC.
    let session = stage.sign_in(&request).await;
    assert!(session.asked);
}

/// A client may send its secret in the form; a wrong one is refused there too.
#[tokio::test]
async fn oidcc_server_client_secret_post() {
    let mut stage = Stage::open().await;
    let credentials = Credentials::Post("secret-de-test-banc-lgc");
    let wrong = Credentials::Post("secret-de-test-banc-lgc-autre");
    let refused = RelyingParty::with(&stage.bench, "banc-lgc", wrong, None).await;
    stage.party = RelyingParty::with(&stage.bench, "banc-lgc", credentials, None).await;
    let session = stage.signed_in().await;
    let info = stage.party.userinfo(session.access_token()).await;
    assert_eq!(info.expect(200).text_member("sub"), session.subject());
    let errors = ["invalid_client", "unauthorized_client"];
    let answer = refused.renew(session.refresh_token()).await;
    answer.expect_error(401, &errors);
}
