//! The end of a session, told to the relying party from server to server.

use serde_json::{Value, json};

use super::{assert_address, assert_signed_out};
use crate::openid::{
    LogoutReceiver, POST_LOGOUT_URI, REDIRECT_URI, Session, Stage, parts, random, signed_claims,
};

/// Source: OpenID Connect Back-Channel Logout §2.4.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The document says that the provider tells the end of sessions, and which ones.
#[tokio::test]
async fn oidcc_backchannel_logout_discovery_endpoint_verification() {
    let stage = Stage::open().await;
    assert_address(&stage, "end_session_endpoint");
    for member in [
        "backchannel_logout_supported",
        "backchannel_logout_session_supported",
    ] {
        assert_eq!(stage.party.document[member], true, "{member}");
    }
}

/// A logout through the browser is told by a signed logout token about the same session, the
/// browser is sent back, and nobody is signed in any more.
#[tokio::test]
async fn oidcc_backchannel_rp_initiated_logout() {
    let (mut stage, mut receiver) = listened_to().await;
    let session = stage.signed_in().await;
    let state = random();
    let url = stage.party.end_session(&[
        ("id_token_hint", session.id_token()),
        ("post_logout_redirect_uri", POST_LOGOUT_URI),
        ("state", &state),
    ]);
    let callback = stage.browser.open(&url).await.callback();
    assert_eq!(callback.uri, POST_LOGOUT_URI);
    assert_eq!(callback.get("state"), Some(state.as_str()));
    let token = receiver.next().await;
    assert_logout_token(&stage, &session, &token).await;
    assert!(receiver.is_quiet().await, "told twice");
    assert_signed_out(&mut stage, &session).await;
}

/// A session that the provider ends by itself is told in the same way.
#[tokio::test]
async fn a_session_ended_by_the_provider_is_told_too() {
    let (mut stage, mut receiver) = listened_to().await;
    let session = stage.signed_in().await;
    assert_eq!(stage.bench.end_sessions().await, 1);
    let token = receiver.next().await;
    assert_logout_token(&stage, &session, &token).await;
    assert_signed_out(&mut stage, &session).await;
}

async fn listened_to() -> (Stage, LogoutReceiver) {
    let stage = Stage::open().await;
    let receiver = LogoutReceiver::start().await;
    let uris = [REDIRECT_URI];
    stage.bench.declare(&uris, Some(&receiver.url)).await;
    (stage, receiver)
}

/// Source: OpenID Connect Back-Channel Logout §2.4 and §2.6.
async fn assert_logout_token(stage: &Stage, session: &Session, token: &str) {
    let claims = signed_claims(token, &stage.party.keys().await);
    let (header, _) = parts(token);
    let kind = header["typ"].as_str().map(str::to_ascii_lowercase);
    let kinds = [None, Some("jwt"), Some("logout+jwt")];
    assert!(kinds.contains(&kind.as_deref()), "{header}");
    assert_eq!(claims["iss"], stage.party.published("issuer"));
    let audience = &claims["aud"];
    let client = json!(stage.party.client_id);
    assert!(
        *audience == client || *audience == json!([client]),
        "{claims}"
    );
    let age = stage.bench.now() - claims["iat"].as_i64().unwrap();
    assert!((-5..=60).contains(&age), "{claims}");
    if let Some(end) = claims["exp"].as_i64() {
        assert!(end > stage.bench.now(), "{claims}");
    }
    let identifier = claims["jti"].as_str().unwrap_or_default();
    assert!(identifier.len() >= 16, "{claims}");
    assert_eq!(claims["events"][EVENT], json!({}), "{claims}");
    assert_eq!(claims["nonce"], Value::Null, "{claims}");
    assert_eq!(claims["sub"], session.subject(), "{claims}");
    assert_eq!(claims["sid"], session.claims["sid"], "{claims}");
    assert!(claims["sid"].is_string(), "{claims}");
}
