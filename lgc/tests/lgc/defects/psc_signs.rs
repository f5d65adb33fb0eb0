//! Signs of defects around Pro Santé Connect; each prepares a practice of its own.

use std::time::Duration;

use banc_contract::{Action, Answer, Outcome, Question, SignInMode};

use crate::driver::search;
use crate::gateway::code;
use crate::identities::ecetinsi;
use crate::psc::cabinet::Cabinet;
use crate::psc::plan::Plan;

const BROWSER: SignInMode = SignInMode::Navigateur;
const POLL: &str = "urn:openid:params:grant-type:ciba";

async fn planned(names: &[&str], plan: impl FnOnce(&mut Plan)) -> Cabinet {
    let cabinet = Cabinet::with(names).await;
    cabinet.fake.plan(plan);
    cabinet
}

/// A wrong answer opens the session.
pub(super) async fn opens_on(wrong: &'static str, names: &[&str]) -> bool {
    let cabinet = planned(names, |plan| plan.wrong = wrong).await;
    matches!(cabinet.sign_in(BROWSER).await, Outcome::Fait(_))
}

pub(super) async fn acr_is(expected: Option<&str>, names: &[&str]) -> bool {
    let cabinet = Cabinet::with(names).await;
    cabinet.signed_in(BROWSER).await;
    let asked = &cabinet.fake.seen("/wallet/auth")[0];
    asked.fields.get("acr_values").map(String::as_str) == expected
}

pub(super) async fn state_is_always_the_same(names: &[&str]) -> bool {
    let cabinet = Cabinet::with(names).await;
    cabinet.signed_in(BROWSER).await;
    cabinet.signed_in(BROWSER).await;
    let asked = cabinet.fake.seen("/wallet/auth");
    asked[0].fields["state"] == asked[1].fields["state"]
}

pub(super) async fn browser_is_embedded(names: &[&str]) -> bool {
    let cabinet = Cabinet::with(names).await;
    cabinet.signed_in(BROWSER).await;
    let said = cabinet.session().await.psc.unwrap().navigateur.unwrap();
    let seen = cabinet.fake.seen("/wallet/auth")[0].header("user-agent");
    said == "integre" && seen.contains("QtWebEngine")
}

pub(super) async fn polls_are_hurried(names: &[&str]) -> bool {
    let cabinet = planned(names, |plan| {
        plan.polls = ["authorization_pending"; 5].into();
    })
    .await;
    let outcome = cabinet.bench.act_within(ciba(), 2_500).await;
    matches!(outcome, Outcome::Fait(_)) && cabinet.fake.grants(POLL).len() == 6
}

fn ciba() -> Action {
    crate::psc::cabinet::sign_in(SignInMode::Ciba)
}

pub(super) async fn polls_go_on_after_a_refusal(names: &[&str]) -> bool {
    let cabinet = planned(names, |plan| plan.polls = ["access_denied"; 9].into()).await;
    cabinet.bench.act_within(ciba(), 3_500).await;
    cabinet.fake.grants(POLL).len() > 1
}

pub(super) async fn refusal_is_mute(names: &[&str]) -> bool {
    let cabinet = planned(names, |plan| plan.polls = ["access_denied"].into()).await;
    let message = cabinet.not_signed_in(SignInMode::Ciba).await;
    message.is_empty() && cabinet.screen().await.is_empty()
}

pub(super) async fn code_is_hidden(names: &[&str]) -> bool {
    let cabinet = Cabinet::with(names).await;
    let done = cabinet.signed_in(SignInMode::Ciba).await;
    done.code_affiche.is_none()
}

pub(super) async fn session_goes_on_at_the_provider(names: &[&str]) -> bool {
    let cabinet = Cabinet::with(names).await;
    cabinet.signed_in(BROWSER).await;
    cabinet.bench.done(Action::SignOut {}).await;
    cabinet.fake.seen("/realm/logout").is_empty()
}

pub(super) async fn second_account_is_opened(names: &[&str]) -> bool {
    let cabinet = Cabinet::with(names).await;
    cabinet.signed_in(BROWSER).await;
    cabinet.session().await.compte.as_deref() != Some("dr.kit")
}

pub(super) async fn namesake_is_linked(names: &[&str]) -> bool {
    let cabinet = Cabinet::prepared(names, |preparation| {
        preparation.comptes.retain(|account| account.rpps.is_none());
    })
    .await;
    let outcome = cabinet.sign_in(BROWSER).await;
    let account = cabinet.account("dr.sans.rpps").await.unwrap();
    matches!(outcome, Outcome::Fait(_)) && account.sub_psc.is_some()
}

pub(super) async fn sub_is_forgotten(names: &[&str]) -> bool {
    let cabinet = Cabinet::with(names).await;
    cabinet.signed_in(BROWSER).await;
    cabinet.account("dr.kit").await.unwrap().sub_psc.is_none()
}

pub(super) async fn identity_is_lost(names: &[&str]) -> bool {
    let cabinet = Cabinet::with(names).await;
    cabinet.signed_in(BROWSER).await;
    let usager = cabinet.bench.create(ecetinsi()).await;
    cabinet.bench.gateway.script([code("01")]);
    cabinet.bench.done(search(&usager)).await;
    let sent = cabinet.bench.gateway.received().await;
    sent[0].headers.get("authorization").is_none()
}

pub(super) async fn proxy_is_bypassed(names: &[&str]) -> bool {
    let cabinet = Cabinet::with(names).await;
    cabinet.signed_in(SignInMode::Proxy).await;
    let usager = cabinet.bench.create(ecetinsi()).await;
    cabinet.bench.gateway.script([code("01")]);
    cabinet.bench.done(search(&usager)).await;
    let bypassed = !cabinet.bench.gateway.received().await.is_empty();
    bypassed && cabinet.fake.seen("/send/insi").is_empty()
}

/// A practice whose renewals are refused, some time after the first refusal.
async fn refused(names: &[&str]) -> Cabinet {
    let cabinet = planned(names, |plan| {
        plan.access_s = 1;
        plan.refuses_refresh = true;
    })
    .await;
    cabinet.signed_in(BROWSER).await;
    for _ in 0..100 {
        if !cabinet.fake.grants("refresh_token").is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(!cabinet.fake.grants("refresh_token").is_empty());
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    cabinet
}

pub(super) async fn renewal_is_asked_without_end(names: &[&str]) -> bool {
    refused(names).await.fake.grants("refresh_token").len() > 2
}

pub(super) async fn session_outlives_the_refusal(names: &[&str]) -> bool {
    let cabinet = refused(names).await;
    cabinet.fake.grants("refresh_token").len() == 1 && cabinet.session().await.psc.is_some()
}

pub(super) async fn token_is_on_disk(names: &[&str]) -> bool {
    let cabinet = Cabinet::with(names).await;
    cabinet.signed_in(BROWSER).await;
    cabinet.bench.done(Action::SignOut {}).await;
    cabinet.disk().await.contains("jeton-d-acces")
}

pub(super) async fn token_is_in_the_journal(names: &[&str]) -> bool {
    let cabinet = planned(names, |plan| plan.wrong = "jeton_expire").await;
    cabinet.not_signed_in(BROWSER).await;
    let events = cabinet.journal().await;
    events[0].motif.as_deref().unwrap().contains("eyJ")
}

/// A practice left alone past its idle time, a draft begun.
async fn left_alone(names: &[&str]) -> Cabinet {
    let cabinet = Cabinet::prepared(names, |preparation| preparation.inactivite_s = Some(60)).await;
    cabinet.local("dr.kit").await;
    let texte = "Cher confrère".to_owned();
    cabinet.bench.done(Action::TypeDraft { texte }).await;
    cabinet
        .bench
        .done(Action::AdvanceClock { secondes: 61 })
        .await;
    cabinet
}

pub(super) async fn idle_session_stays(names: &[&str]) -> bool {
    left_alone(names).await.session().await.ouverte
}

pub(super) async fn draft_is_lost(names: &[&str]) -> bool {
    let cabinet = left_alone(names).await;
    cabinet.local("dr.kit").await;
    match cabinet.bench.ask(Question::Draft {}).await {
        Answer::Brouillon(draft) => draft.texte.is_empty(),
        other => panic!("{other:?}"),
    }
}
