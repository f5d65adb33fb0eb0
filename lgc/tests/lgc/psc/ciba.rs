//! Sign-in without a browser, by CIBA and through a proxy.

use banc_contract::{Action, Outcome, SignInMode};

use super::cabinet::{Cabinet, KIT, sign_in};

#[tokio::test]
async fn ciba_shows_the_code_it_sends_and_waits_at_the_given_pace() {
    let cabinet = Cabinet::sound().await;
    cabinet
        .fake
        .plan(|plan| plan.polls = ["authorization_pending", "authorization_pending"].into());
    let done = cabinet.signed_in(SignInMode::Ciba).await;
    let asked = &cabinet.fake.seen("/realm/ciba")[0];
    assert_eq!(
        asked.fields.get("binding_message"),
        done.code_affiche.as_ref()
    );
    assert_eq!(asked.fields["login_hint"], KIT);
    assert_eq!(asked.fields["channel"], "MOBILE");
    assert_eq!(asked.fields["acr_values"], "eidas1");
    assert_eq!(
        cabinet
            .fake
            .grants("urn:openid:params:grant-type:ciba")
            .len(),
        3
    );
    assert!(done.durees.duree_percue_ms.unwrap() >= 3000);
    assert_eq!(cabinet.session().await.compte.as_deref(), Some("dr.kit"));
}

#[tokio::test]
async fn slow_down_is_obeyed() {
    let cabinet = Cabinet::sound().await;
    cabinet.fake.plan(|plan| plan.polls = ["slow_down"].into());
    let done = cabinet.signed_in(SignInMode::Ciba).await;
    assert!(done.durees.duree_percue_ms.unwrap() >= 7000);
}

#[tokio::test]
async fn a_final_answer_ends_the_wait_and_can_be_followed_by_another_try() {
    for (answer, words) in [
        ("access_denied", "a été refusée"),
        ("expired_token", "à temps"),
    ] {
        let cabinet = Cabinet::sound().await;
        cabinet.fake.plan(|plan| plan.polls = [answer].into());
        let message = cabinet.not_signed_in(SignInMode::Ciba).await;
        assert!(message.contains(words), "{message}");
        assert_eq!(
            cabinet
                .fake
                .grants("urn:openid:params:grant-type:ciba")
                .len(),
            1
        );
        cabinet.signed_in(SignInMode::Ciba).await;
    }
}

#[tokio::test]
async fn nobody_is_waited_for_past_the_deadline() {
    let cabinet = Cabinet::sound().await;
    cabinet
        .fake
        .plan(|plan| plan.polls = ["authorization_pending"; 20].into());
    let outcome = cabinet
        .bench
        .act_within(sign_in(SignInMode::Ciba), 2_500)
        .await;
    let Outcome::Refuse { message, durees } = outcome else {
        panic!("{outcome:?}");
    };
    assert!(message.contains("à temps"), "{message}");
    assert!(durees.duree_percue_ms.unwrap() < 2_500);
}

#[tokio::test]
async fn the_proxy_keeps_the_tokens_and_makes_the_end() {
    let cabinet = Cabinet::sound().await;
    let done = cabinet.signed_in(SignInMode::Proxy).await;
    let asked = &cabinet.fake.seen("/connect")[0];
    let body: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(body["nationalId"], KIT);
    assert_eq!(body["clientId"], "banc-lgc-proxy");
    assert_eq!(body["channel"], "MOBILE");
    assert_eq!(
        body["bindingMessage"].as_str(),
        done.code_affiche.as_deref()
    );
    assert_eq!(cabinet.session().await.compte.as_deref(), Some("dr.kit"));
    cabinet.bench.done(Action::SignOut {}).await;
    let end = &cabinet.fake.seen("/disconnect")[0];
    assert_eq!(end.method, "DELETE");
    assert!(
        end.header("cookie")
            .contains("proxy_session_id=session-du-proxy")
    );
    assert!(cabinet.fake.seen("/realm/token").is_empty());
}

#[tokio::test]
async fn a_proxy_that_refuses_is_told() {
    let cabinet = Cabinet::sound().await;
    for (status, words) in [(404, "refuse"), (503, "indisponible")] {
        cabinet.fake.plan(|plan| plan.proxy = status);
        let message = cabinet.not_signed_in(SignInMode::Proxy).await;
        assert!(message.contains(words), "{status}: {message}");
    }
}
