//! Accounts and professionals: one person, one account; nothing linked in silence.

use banc_contract::{Action, Outcome, SignInMode};

use super::cabinet::{Cabinet, open};
use super::tokens::sub;

const BROWSER: SignInMode = SignInMode::Navigateur;
const UNKNOWN: &str = "899900007776";

#[tokio::test]
async fn an_unknown_number_asks_for_one_local_sign_in() {
    let cabinet = Cabinet::sound().await;
    cabinet.fake.plan(|plan| plan.national_id = UNKNOWN);
    let message = cabinet.not_signed_in(BROWSER).await;
    assert!(message.contains("compte local"), "{message}");
    assert!(!cabinet.session().await.ouverte);
    // Same surname, and yet nothing is linked.
    assert_eq!(cabinet.account("dr.sans.rpps").await.unwrap().sub_psc, None);
    let wrong = cabinet.bench.act(open("dr.sans.rpps", "faux")).await;
    assert!(matches!(wrong, Outcome::Refuse { .. }));
    assert_eq!(cabinet.account("dr.sans.rpps").await.unwrap().sub_psc, None);
    assert!(matches!(
        cabinet.local("dr.sans.rpps").await,
        Outcome::Fait(_)
    ));
    let account = cabinet.account("dr.sans.rpps").await.unwrap();
    assert_eq!(account.sub_psc, Some(sub(UNKNOWN)));
    assert_eq!(account.rpps.as_deref(), Some("99900007776"));
    let session = cabinet.session().await;
    assert_eq!(session.methode.as_deref(), Some("locale"));
    assert_eq!(session.psc.unwrap().identifiant, UNKNOWN);
    cabinet.bench.done(Action::SignOut {}).await;
    cabinet.signed_in(BROWSER).await;
    assert_eq!(
        cabinet.session().await.compte.as_deref(),
        Some("dr.sans.rpps")
    );
}

#[tokio::test]
async fn the_account_of_somebody_else_is_not_linked() {
    let cabinet = Cabinet::sound().await;
    cabinet.fake.plan(|plan| plan.national_id = UNKNOWN);
    cabinet.not_signed_in(BROWSER).await;
    assert!(matches!(cabinet.local("dr.kit").await, Outcome::Fait(_)));
    let account = cabinet.account("dr.kit").await.unwrap();
    assert_eq!(account.sub_psc, None);
    assert_eq!(account.rpps.as_deref(), Some("99700427885"));
    assert!(cabinet.session().await.psc.is_none());
}

#[tokio::test]
async fn both_ways_open_the_same_account() {
    let cabinet = Cabinet::sound().await;
    cabinet.signed_in(BROWSER).await;
    cabinet.bench.done(Action::CloseSession {}).await;
    assert!(!cabinet.session().await.ouverte);
    assert!(matches!(cabinet.local("dr.kit").await, Outcome::Fait(_)));
    assert_eq!(cabinet.session().await.compte.as_deref(), Some("dr.kit"));
    assert_eq!(
        cabinet.account("dr.kit").await.unwrap().sub_psc,
        Some(sub("899700427885"))
    );
    // The browser's session is still there: no page is filled the second time.
    let filled = cabinet.fake.seen("/wallet/entrer").len();
    cabinet.signed_in(BROWSER).await;
    assert_eq!(cabinet.fake.seen("/wallet/entrer").len(), filled);
}

#[tokio::test]
async fn an_identity_without_number_is_linked_by_its_name_at_the_provider_alone() {
    let cabinet = Cabinet::sound().await;
    cabinet
        .fake
        .plan(|plan| plan.national_id = "ANS20231122132732");
    cabinet.not_signed_in(BROWSER).await;
    assert!(matches!(
        cabinet.local("dr.sans.rpps").await,
        Outcome::Fait(_)
    ));
    let account = cabinet.account("dr.sans.rpps").await.unwrap();
    assert_eq!(account.rpps, None);
    cabinet.bench.done(Action::SignOut {}).await;
    cabinet.signed_in(BROWSER).await;
}

#[tokio::test]
async fn nothing_is_done_without_a_session() {
    let cabinet = Cabinet::sound().await;
    let message = cabinet
        .bench
        .refused(Action::TypeDraft {
            texte: "bonjour".into(),
        })
        .await;
    assert!(message.contains("identifiez-vous"), "{message}");
}
