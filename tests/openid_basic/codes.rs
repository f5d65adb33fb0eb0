//! What a code and a refresh token are worth: once, and for their own client.

use crate::openid::{RelyingParty, Session, Stage};

/// The code is refused, and what it had given is worth nothing any more.
async fn assert_reuse_is_punished(stage: &Stage, session: &Session) {
    let party = &stage.party;
    let before = party.userinfo(session.access_token()).await;
    before.expect(200);
    let again = party.exchange(&session.code, &[]).await;
    again.expect_error(400, &["invalid_grant"]);
    // RFC 6749 §4.1.2 says SHOULD; the module warns, PSC's engine does it.
    let after = party.userinfo(session.access_token()).await;
    assert_eq!(after.status, 401, "{}", after.text);
    // RFC 6750 §3.1 has `invalid_token`; PSC's engine says `invalid_request` of a session that the
    // client has lost.
    let challenge = after.header("www-authenticate");
    assert!(challenge.starts_with("Bearer "), "{challenge}");
    let errors = ["invalid_token", "invalid_request"].map(|error| format!("error=\"{error}\""));
    assert!(errors.iter().any(|error| challenge.contains(error)));
    let renewed = party.renew(session.refresh_token()).await;
    renewed.expect_error(400, &["invalid_grant"]);
}

/// A code is exchanged once: the second time is an error, and ends what the first one gave.
#[tokio::test]
async fn oidcc_codereuse() {
    let mut stage = Stage::open().await;
    let session = stage.signed_in().await;
    assert_reuse_is_punished(&stage, &session).await;
}

/// The same thirty seconds later, on the simulated clock.
#[tokio::test]
async fn oidcc_codereuse_30seconds() {
    let mut stage = Stage::alone().await;
    let session = stage.signed_in().await;
    stage.bench.advance(30).await;
    assert_reuse_is_punished(&stage, &session).await;
}

/// A refresh token gives new tokens about the same sign-in, which work, and another client can do
/// nothing with it.
#[tokio::test]
async fn oidcc_refresh_token() {
    let mut stage = Stage::open().await;
    let first = stage.signed_in().await;
    assert!(stage.party.lists("grant_types_supported", "refresh_token"));
    let second = renewed(&stage, &first).await;
    assert_ne!(second.access_token(), first.access_token());
    for claim in ["iss", "sub", "aud", "azp", "auth_time"] {
        assert_eq!(second.claims[claim], first.claims[claim], "{claim}");
    }
    assert!(second.claims["iat"].as_i64() >= first.claims["iat"].as_i64());
    let info = stage.party.userinfo(second.access_token()).await;
    assert_eq!(info.expect(200).text_member("sub"), first.subject());

    let other = RelyingParty::other(&stage.bench).await;
    // In the same browser: both clients have a part in one session.
    let theirs = other
        .sign_in(&stage.bench, &mut stage.browser, &other.request())
        .await;
    assert!(!theirs.asked);
    let stolen = stage.party.renew(theirs.refresh_token()).await;
    stolen.expect_error(400, &["invalid_grant"]);
    let own = other.renew(theirs.refresh_token()).await;
    own.expect_tokens();
}

/// Renews, and checks the id_token: its nonce is the first one's or none.
async fn renewed(stage: &Stage, first: &Session) -> Session {
    let answer = stage.party.renew(first.refresh_token()).await;
    let tokens = answer.expect_tokens();
    let (_, claims) = crate::openid::parts(tokens.text_member("id_token"));
    let nonce = claims["nonce"].as_str().filter(|nonce| !nonce.is_empty());
    assert!(nonce.is_none() || nonce == first.claims["nonce"].as_str());
    stage
        .party
        .session(&stage.bench, nonce, String::new(), tokens, false)
        .await
}
