//! The life of a session: renewal, refusal, sign-out, idle time, what stays on disk.

use std::time::Duration;

use banc_contract::{Action, Answer, Outcome, Question, SignInMode};
use serde_json::json;

use super::cabinet::Cabinet;
use super::tokens;

const BROWSER: SignInMode = SignInMode::Navigateur;

/// Waits until something is so, at most five seconds.
async fn until(what: &str, mut so: impl AsyncFnMut() -> bool) {
    for _ in 0..100 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what} did not come");
}

#[tokio::test]
async fn tokens_are_renewed_before_their_end_with_the_newest_refresh_token() {
    let cabinet = Cabinet::sound().await;
    cabinet.fake.plan(|plan| plan.access_s = 1);
    cabinet.signed_in(BROWSER).await;
    until("a second renewal", async || {
        // Tokens are renewed for a user who works.
        let texte = "a".to_owned();
        cabinet.bench.done(Action::TypeDraft { texte }).await;
        cabinet.fake.grants("refresh_token").len() >= 2
    })
    .await;
    let renewals = cabinet.fake.grants("refresh_token");
    assert_eq!(
        renewals[0].fields["refresh_token"],
        "jeton-de-renouvellement-1"
    );
    assert_eq!(
        renewals[1].fields["refresh_token"],
        "jeton-de-renouvellement-2"
    );
    assert!(cabinet.session().await.psc.is_some());
}

#[tokio::test]
async fn a_refused_renewal_closes_what_depends_on_it_and_is_not_asked_again() {
    let cabinet = Cabinet::sound().await;
    cabinet.fake.plan(|plan| {
        plan.access_s = 1;
        plan.refuses_refresh = true;
    });
    cabinet.signed_in(BROWSER).await;
    until("the end", async || cabinet.session().await.psc.is_none()).await;
    assert!(!cabinet.session().await.ouverte);
    assert!(cabinet.screen().await.contains("Identifiez-vous à nouveau"));
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(cabinet.fake.grants("refresh_token").len(), 1);
    let events = cabinet.journal().await;
    assert!(
        events
            .iter()
            .any(|event| event.nature == "renouvellement" && !event.reussite)
    );
    assert!(events.iter().any(|event| event.nature == "fermeture"));
}

#[tokio::test]
async fn a_local_session_goes_on_without_pro_sante_connect() {
    let cabinet = Cabinet::sound().await;
    cabinet.fake.plan(|plan| {
        plan.access_s = 1;
        plan.refuses_refresh = true;
        plan.national_id = "899900007776";
    });
    cabinet.not_signed_in(BROWSER).await;
    cabinet.local("dr.sans.rpps").await;
    until("the end", async || cabinet.session().await.psc.is_none()).await;
    assert!(cabinet.session().await.ouverte);
}

#[tokio::test]
async fn signing_out_ends_the_session_of_the_browser_too() {
    for loses_state in [false, true] {
        let cabinet = Cabinet::sound().await;
        cabinet.fake.plan(|plan| plan.loses_state = loses_state);
        cabinet.signed_in(BROWSER).await;
        cabinet.bench.done(Action::SignOut {}).await;
        let end = &cabinet.fake.seen("/realm/logout")[0];
        assert!(end.fields["id_token_hint"].starts_with("eyJ"));
        assert!(end.header("user-agent").starts_with("Mozilla/5.0"));
        assert_eq!(
            cabinet.fake.seen("/realm/revoke")[0].fields["token"],
            "jeton-de-renouvellement-1"
        );
        assert!(!cabinet.session().await.ouverte);
        let filled = cabinet.fake.seen("/wallet/entrer").len();
        cabinet.signed_in(BROWSER).await;
        assert_eq!(cabinet.fake.seen("/wallet/entrer").len(), filled + 1);
    }
}

#[tokio::test]
async fn without_browser_the_session_ends_by_the_back_channel() {
    let cabinet = Cabinet::sound().await;
    cabinet.signed_in(SignInMode::Ciba).await;
    cabinet.bench.done(Action::SignOut {}).await;
    let end = &cabinet.fake.seen("/realm/logout")[0];
    assert_eq!(end.method, "POST");
    assert!(end.fields["id_token_hint"].starts_with("eyJ"));
    assert!(end.header("authorization").starts_with("Basic "));
}

#[tokio::test]
async fn a_session_ended_elsewhere_is_closed_here() {
    let cabinet = Cabinet::sound().await;
    cabinet.signed_in(BROWSER).await;
    let now = jsonwebtoken::get_current_timestamp();
    let claims = json!({"iss": cabinet.fake.issuer(), "aud": "banc-lgc", "iat": now, "exp": now + 60,
        "jti": "1", "sid": "sid-1",
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}}});
    let tell = async |token: String| {
        let body = format!("logout_token={token}");
        cabinet.bench.post_form("/psc/fin-de-session", &body).await
    };
    assert_eq!(
        tell(tokens::signed(&claims, "signature_alteree")).await,
        400
    );
    assert_eq!(tell(tokens::signed(&claims, "alg_none")).await, 400);
    assert!(cabinet.session().await.ouverte);
    assert_eq!(tell(tokens::signed(&claims, "")).await, 200);
    assert!(!cabinet.session().await.ouverte);
}

#[tokio::test]
async fn an_idle_session_closes_and_its_draft_stays() {
    let cabinet = Cabinet::prepared(&[], |preparation| preparation.inactivite_s = Some(300)).await;
    cabinet.signed_in(BROWSER).await;
    let texte = "Cher confrère".to_owned();
    cabinet.bench.done(Action::TypeDraft { texte }).await;
    cabinet
        .bench
        .done(Action::AdvanceClock { secondes: 299 })
        .await;
    assert!(cabinet.session().await.ouverte);
    cabinet
        .bench
        .done(Action::AdvanceClock { secondes: 1 })
        .await;
    let session = cabinet.session().await;
    assert!(!session.ouverte && session.psc.is_none());
    assert!(cabinet.screen().await.contains("inactivité"));
    let Answer::Brouillon(draft) = cabinet.bench.ask(Question::Draft {}).await else {
        panic!("no draft");
    };
    assert_eq!(draft.texte, "Cher confrère");
    // The session left in the browser does not answer for him.
    let filled = cabinet.fake.seen("/wallet/entrer").len();
    cabinet.signed_in(BROWSER).await;
    assert_eq!(cabinet.fake.seen("/wallet/entrer").len(), filled + 1);
}

#[tokio::test]
async fn no_token_is_ever_on_disk() {
    let cabinet = Cabinet::sound().await;
    cabinet.signed_in(BROWSER).await;
    let during = cabinet.disk().await;
    assert!(during.contains("dr.kit") && during.contains("connexion"));
    cabinet.bench.done(Action::SignOut {}).await;
    for text in [during, cabinet.disk().await] {
        for secret in [
            "jeton-d-acces",
            "jeton-de-renouvellement",
            "eyJ",
            "mot-de-passe-de-test",
        ] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
}

#[tokio::test]
async fn a_wrong_password_opens_nothing_and_is_traced() {
    let cabinet = Cabinet::sound().await;
    let outcome = cabinet
        .bench
        .act(super::cabinet::open("dr.kit", "faux"))
        .await;
    assert!(matches!(outcome, Outcome::Refuse { .. }));
    assert!(!cabinet.session().await.ouverte);
    let events = cabinet.journal().await;
    assert!(!events[0].reussite && events[0].methode == "locale");
}
