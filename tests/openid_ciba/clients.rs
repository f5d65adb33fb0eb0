//! A request belongs to the client that made it, and a client is who it proves to be.

use super::{approved, assert_pending, opened};
use crate::openid::{Credentials, RelyingParty, parts};

/// Errors of a client that is not who it says. `unauthorized_client` is what PSC's engine says
/// today where RFC 6749 has `invalid_client`.
const NOT_YOU: [&str; 2] = ["invalid_client", "unauthorized_client"];

/// The certificate of one client does not make a request for another one, nor does its secret.
#[tokio::test]
async fn fapi_ciba_id1_ensure_wrong_client_id_in_backchannel_authorization_request() {
    let (bench, _) = opened().await;
    let certificate = bench.certificate("insi-auto").await;
    let by = Credentials::Certificate;
    // `banc-proxy` is known by another certificate, `banc-lgc` by a secret.
    for client in ["banc-proxy", "banc-lgc", "inconnu"] {
        let wrong = RelyingParty::with(&bench, client, by, Some(certificate.clone())).await;
        wrong.ask(&[]).await.expect_error(401, &NOT_YOU);
    }
    let by = Credentials::Basic("secret-de-test-banc-lgc");
    let wrong = RelyingParty::with(&bench, "banc-lgc-autre", by, None).await;
    wrong.ask(&[]).await.expect_error(401, &NOT_YOU);
    assert!(bench.waiting().await.is_empty());
}

/// Nor does it obtain the tokens of a request, whether it says to be its client or another one.
#[tokio::test]
async fn fapi_ciba_id1_ensure_wrong_client_id_in_token_endpoint_request() {
    let (bench, party) = opened().await;
    let (identifier, _) = party.ask_accepted(&[]).await;
    bench.decide(true).await;
    let by = Credentials::Basic("secret-de-test-banc-lgc");
    let impostor = RelyingParty::with(&bench, "banc-lgc-autre", by, None).await;
    let refused = impostor.poll(&identifier).await;
    refused.expect_error(401, &NOT_YOU);
    let other = RelyingParty::other(&bench).await;
    let refused = other.poll(&identifier).await;
    refused.expect_error(400, &["invalid_grant"]);
    let tokens = party.poll(&identifier).await;
    party.obtained(&bench, tokens).await;
}

/// A client known by its certificate gets nothing without it, or with another one. Adapted: the
/// access tokens of PSC bear no `cnf` in any published sample, so UserInfo serves them on a
/// connection without certificate; the binding is that of the API Pro Santé Connectées' tokens.
#[tokio::test]
async fn fapi_ciba_id1_ensure_mtls_holder_of_key_required() {
    let (bench, _) = opened().await;
    let party = RelyingParty::by_certificate(&bench).await;
    let (identifier, _) = party.ask_accepted(&[]).await;
    let by = Credentials::Certificate;
    let bare = RelyingParty::with(&bench, "banc-lgc-mtls", by, None).await;
    let mut strangers = vec![RelyingParty::with(&bench, "banc-lgc-mtls", by, None).await];
    // Someone else's, then the right subject on a certificate that nobody trusts any more.
    for name in ["cps", "logiciel-revoque", "logiciel-expire"] {
        let certificate = bench.certificate(name).await;
        let other = RelyingParty::with(&bench, "banc-lgc-mtls", by, Some(certificate)).await;
        strangers.push(other);
    }
    for stranger in &strangers {
        stranger.ask(&[]).await.expect_error(401, &NOT_YOU);
        let refused = stranger.poll(&identifier).await;
        refused.expect_error(401, &NOT_YOU);
    }
    assert_pending(party.poll(&identifier).await);
    let session = approved(&bench, &party, &identifier).await;
    let (_, claims) = parts(session.access_token());
    assert!(claims["cnf"].is_null(), "{claims}");
    let info = bare.userinfo(session.access_token()).await;
    assert_eq!(info.expect(200).text_member("sub"), session.subject());
}
