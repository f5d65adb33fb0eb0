//! The modules of the OpenID Foundation's CIBA plan (FAPI-CIBA, poll mode) that fit PSC, each as a
//! test of its name; `docs/openid.md` says which apply and why.
//!
//! PSC is no FAPI provider: requests are plain forms, clients have a secret or a certificate, and
//! the level of the signature algorithms is not FAPI's. What the modules say of CIBA itself stays.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "openid_ciba/clients.rs"]
mod clients;
#[path = "support/openid.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "each test target uses a part of the support"
)]
mod openid;
#[path = "openid_ciba/polling.rs"]
mod polling;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;
#[path = "openid_ciba/requests.rs"]
mod requests;

use openid::{Answer, Bench, RelyingParty, Session};
use serde_json::json;

/// A lane where polls may be one second apart, and the relying party.
async fn opened() -> (Bench, RelyingParty) {
    let bench = Bench::open().await;
    bench.lifetimes(json!({ "intervalle_s": 1 })).await;
    let party = RelyingParty::new(&bench).await;
    (bench, party)
}

/// The professional approves the request that waits; the tokens are obtained and work.
async fn approved(bench: &Bench, party: &RelyingParty, identifier: &str) -> Session {
    bench.decide(true).await;
    let tokens = party.poll_later(bench, identifier).await;
    party.obtained(bench, tokens).await
}

/// The answer to a poll while nobody has answered.
fn assert_pending(answer: Answer) {
    answer.expect_error(400, &["authorization_pending"]);
}
