//! The modules of the OpenID Foundation's logout plans, RP-initiated and back channel, each as a
//! test of its name; `docs/openid.md` says which apply and why.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "openid_logout/backchannel.rs"]
mod backchannel;
#[path = "support/openid.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "each test target uses a part of the support"
)]
mod openid;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;
#[path = "openid_logout/rp_initiated.rs"]
mod rp_initiated;

use openid::{Session, Stage};

/// Source: OpenID Connect Core §3.1.2.6.
const NEEDS_A_PERSON: [&str; 4] = [
    "login_required",
    "interaction_required",
    "consent_required",
    "account_selection_required",
];

/// Nobody is signed in any more, and what the session had given is worth nothing.
async fn assert_signed_out(stage: &mut Stage, session: &Session) {
    let request = stage.request().with("prompt", "none");
    let callback = stage.go(&request).await.callback();
    let error = stage.party.error(&request, &callback);
    assert!(NEEDS_A_PERSON.contains(&error), "{error}");
    let info = stage.party.userinfo(session.access_token()).await;
    assert_eq!(info.status, 401, "{}", info.text);
    let renewed = stage.party.renew(session.refresh_token()).await;
    renewed.expect_error(400, &["invalid_grant"]);
}

/// The session still answers silently, and its token still works.
async fn assert_still_signed_in(stage: &mut Stage, session: &Session) {
    let info = stage.party.userinfo(session.access_token()).await;
    info.expect(200);
    let request = stage.request().with("prompt", "none");
    let again = stage.sign_in(&request).await;
    assert_eq!(again.subject(), session.subject());
}

/// An address of the document, by https.
fn assert_address(stage: &Stage, member: &str) {
    let address = stage.party.published(member);
    assert!(address.starts_with("https://"), "{member}: {address}");
}
