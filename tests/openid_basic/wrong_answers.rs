//! The checks of the relying party can fail: each wrong answer of the provider is noticed.

use serde_json::json;

use crate::openid::{RelyingParty, Stage};

/// Every wrong answer that the simulated provider can give about a sign-in.
const WRONG: [&str; 14] = [
    "state_altere",
    "state_absent",
    "nonce_altere",
    "nonce_absent",
    "iss_altere",
    "signature_alteree",
    "cle_inconnue",
    "jeton_expire",
    "audience_alteree",
    "emetteur_altere",
    "alg_none",
    "alg_confus",
    "sub_incoherent",
    "at_hash_altere",
];

async fn signs_in(wrong: Option<&'static str>) -> Result<(), tokio::task::JoinError> {
    let mut stage = Stage::open().await;
    stage.bench.approval(json!({ "mode": "automatique" })).await;
    stage.bench.answer_wrongly(wrong).await;
    tokio::spawn(async move {
        let request = stage.request();
        let session = stage.sign_in(&request).await;
        let party: &RelyingParty = &stage.party;
        let info = party.userinfo(session.access_token()).await.expect(200);
        assert_eq!(info.text_member("sub"), session.subject());
    })
    .await
}

#[tokio::test]
async fn each_wrong_answer_is_noticed_and_a_right_one_is_not() {
    // Keeps the shared process for the whole test.
    let _kept = Stage::open().await;
    signs_in(None).await.unwrap();
    for wrong in WRONG {
        let noticed = signs_in(Some(wrong)).await.is_err_and(|e| e.is_panic());
        assert!(noticed, "{wrong} was not noticed");
    }
}
