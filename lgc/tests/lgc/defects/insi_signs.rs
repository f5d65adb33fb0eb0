//! Signs of defects around INSi calls.

use banc_contract::answer::TracedCall;
use banc_contract::{Action, Attribute, Outcome, Status};
use wiremock::ResponseTemplate;

use crate::driver::{Bench, decide, justify, search};
use crate::gateway::{ECETINSI, Returned, code, fault, found, verified};
use crate::identities::{ecetinsi, qualifiee, recuperee, typed};

/// The trace of one search that finds an identity.
async fn traced(bench: &Bench) -> Option<TracedCall> {
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([found(&ECETINSI)]);
    bench.done(search(&usager)).await;
    bench.calls().await.pop()
}

pub(super) async fn search_is_untraced(bench: &Bench) -> bool {
    traced(bench).await.is_none()
}

pub(super) async fn call_has_no_date(bench: &Bench) -> bool {
    let call = traced(bench).await.unwrap();
    call.instant.is_empty() && call.utilisateur.is_empty()
}

pub(super) async fn mode_is_untold(bench: &Bench) -> bool {
    traced(bench).await.unwrap().mode.is_none()
}

pub(super) async fn authentication_is_untold(bench: &Bench) -> bool {
    traced(bench).await.unwrap().authentification.is_none()
}

pub(super) async fn data_are_untraced(bench: &Bench) -> bool {
    let call = traced(bench).await.unwrap();
    assert_eq!(call.code.as_deref(), Some("00"));
    call.matricule.is_none() && call.traits.is_none() && call.historique_ins.is_empty()
}

pub(super) async fn ins_comes_without_decision(bench: &Bench) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([found(&ECETINSI)]);
    bench.done(search(&usager)).await;
    bench.identity(&usager).await.matricule.is_some()
}

async fn is_offered(bench: &Bench, returned: &Returned<'_>) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([found(returned)]);
    matches!(bench.act(search(&usager)).await, Outcome::Fait(done) if done.comparaison.is_some())
}

pub(super) async fn bad_date_is_offered(bench: &Bench) -> bool {
    let returned = Returned {
        date: "1950-00-00",
        ..ECETINSI
    };
    is_offered(bench, &returned).await
}

pub(super) async fn empty_trait_is_offered(bench: &Bench) -> bool {
    let returned = Returned {
        name: "",
        ..ECETINSI
    };
    is_offered(bench, &returned).await
}

pub(super) async fn no_alert_on_first_name(bench: &Bench) -> bool {
    let usager = bench.create(typed("ECETINSI", "MURIEL", None)).await;
    bench.gateway.script([found(&ECETINSI)]);
    let done = bench.done(search(&usager)).await;
    done.comparaison.unwrap().alertes.is_empty()
}

pub(super) async fn several_changes_status(bench: &Bench) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([code("02")]);
    bench.done(search(&usager)).await;
    bench.identity(&usager).await.statut != Status::Provisoire
}

pub(super) async fn doubted_is_called(bench: &Bench) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench
        .done(Action::AttributePatient {
            usager: usager.clone(),
            attribut: Attribute::Douteux,
            present: true,
        })
        .await;
    bench.gateway.script([code("01")]);
    bench.act(search(&usager)).await;
    !bench.gateway.received().await.is_empty()
}

pub(super) async fn call_without_right(bench: &Bench) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench.become_user("secretaire", &[]).await;
    bench.gateway.script([code("01")]);
    bench.act(search(&usager)).await;
    !bench.gateway.received().await.is_empty()
}

pub(super) async fn validee_is_not_qualified(bench: &Bench) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench.done(justify(&usager, "passeport")).await;
    bench.gateway.script([found(&ECETINSI)]);
    bench.done(search(&usager)).await;
    bench.done(decide(&usager, true)).await;
    bench.identity(&usager).await.statut != Status::Qualifiee
}

pub(super) async fn provisoire_is_not_recuperee(bench: &Bench) -> bool {
    let usager = recuperee(bench).await;
    bench.identity(&usager).await.statut != Status::Recuperee
}

pub(super) async fn more_than_three_attempts(bench: &Bench) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([ResponseTemplate::new(503)]);
    bench.act_within(search(&usager), 500).await;
    bench.gateway.received().await.len() > 3
}

/// Verifies a qualified identity against this answer.
async fn verify(bench: &Bench, answer: ResponseTemplate) -> String {
    let usager = qualifiee(bench).await;
    bench.gateway.script([answer]);
    bench
        .act(Action::VerifyIns {
            usager: usager.clone(),
        })
        .await;
    usager
}

pub(super) async fn failure_removes_ins(bench: &Bench) -> bool {
    let usager = verify(bench, fault()).await;
    bench.identity(&usager).await.matricule.is_none()
}

pub(super) async fn ko_keeps_ins(bench: &Bench) -> bool {
    let usager = verify(bench, verified("01")).await;
    bench.identity(&usager).await.matricule.is_some()
}

pub(super) async fn verification_is_not_sent(bench: &Bench) -> bool {
    let usager = qualifiee(bench).await;
    let before = bench.gateway.received().await.len();
    bench.gateway.script([verified("00")]);
    bench.act(Action::VerifyIns { usager }).await;
    bench.gateway.received().await.len() == before
}

pub(super) async fn verification_is_untraced(bench: &Bench) -> bool {
    verify(bench, verified("00")).await;
    let calls = bench.calls().await;
    !calls.iter().any(|call| call.operation == "verification")
}
