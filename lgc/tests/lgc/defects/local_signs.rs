//! Signs of defects of the local base.

use banc_contract::action::{Right, SearchCriteria};
use banc_contract::{Action, Attribute, Outcome, Status, Traits};

use crate::driver::{Bench, justify, modify};
use crate::identities::{ecetinsi, qualifiee, recuperee, typed};

fn is_done(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Fait(_))
}

async fn find(bench: &Bench, criteres: SearchCriteria) -> Outcome {
    bench.act(Action::FindPatients { criteres }).await
}

async fn is_found(bench: &Bench, debut_nom: &str) -> bool {
    let criteres = SearchCriteria {
        debut_nom: Some(debut_nom.to_owned()),
        ..SearchCriteria::default()
    };
    match find(bench, criteres).await {
        Outcome::Fait(done) => !done.usagers.unwrap().is_empty(),
        other => panic!("{other:?}"),
    }
}

pub(super) async fn accents_matter(bench: &Bench) -> bool {
    bench.create(typed("D'ARC-LEROY", "JEANNE", None)).await;
    !is_found(bench, "darc leroy").await
}

pub(super) async fn used_name_is_not_found(bench: &Bench) -> bool {
    let mut traits = ecetinsi();
    traits.nom_utilise = Some("AUTRE".to_owned());
    bench.create(traits).await;
    !is_found(bench, "aut").await
}

pub(super) async fn wrong_key_is_searched(bench: &Bench) -> bool {
    let criteres = SearchCriteria {
        matricule: Some("109076322083488".to_owned()),
        ..SearchCriteria::default()
    };
    is_done(&find(bench, criteres).await)
}

pub(super) async fn created_without_sex(bench: &Bench) -> bool {
    let mut traits = ecetinsi();
    traits.sexe = None;
    is_done(&bench.act(Action::CreatePatient { traits }).await)
}

pub(super) async fn used_name_is_required(bench: &Bench) -> bool {
    let traits = ecetinsi();
    !is_done(&bench.act(Action::CreatePatient { traits }).await)
}

pub(super) async fn lower_case_is_kept(bench: &Bench) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench
        .identity(&usager)
        .await
        .traits
        .nom_naissance
        .as_deref()
        == Some("ecetinsi")
}

pub(super) async fn born_validee(bench: &Bench) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench.identity(&usager).await.statut == Status::Validee
}

pub(super) async fn passport_does_not_validate(bench: &Bench) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench.done(justify(&usager, "passeport")).await;
    bench.identity(&usager).await.statut == Status::Provisoire
}

pub(super) async fn licence_validates(bench: &Bench) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench.done(justify(&usager, "permis_conduire")).await;
    bench.identity(&usager).await.statut == Status::Validee
}

pub(super) async fn proof_is_forgotten(bench: &Bench) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench.done(justify(&usager, "passeport")).await;
    bench.identity(&usager).await.justificatif.is_none()
}

pub(super) async fn doubt_keeps_status(bench: &Bench) -> bool {
    let usager = qualifiee(bench).await;
    bench
        .done(Action::AttributePatient {
            usager: usager.clone(),
            attribut: Attribute::Douteux,
            present: true,
        })
        .await;
    bench.identity(&usager).await.statut == Status::Qualifiee
}

fn other_name() -> Traits {
    Traits {
        nom_naissance: Some("AUTRE".to_owned()),
        ..Traits::default()
    }
}

fn other_used_name() -> Traits {
    Traits {
        nom_utilise: Some("AUTRE".to_owned()),
        ..Traits::default()
    }
}

pub(super) async fn locked_name_changes(bench: &Bench) -> bool {
    let usager = recuperee(bench).await;
    let changed = is_done(&bench.act(modify(&usager, other_name())).await);
    let shown = bench.identity(&usager).await.champs_verrouilles;
    assert_eq!(
        changed,
        shown.is_empty(),
        "what is shown as locked is locked"
    );
    changed
}

pub(super) async fn used_name_is_locked(bench: &Bench) -> bool {
    let usager = recuperee(bench).await;
    !is_done(&bench.act(modify(&usager, other_used_name())).await)
}

pub(super) async fn super_user_keeps_ins(bench: &Bench) -> bool {
    let usager = qualifiee(bench).await;
    bench
        .become_user("superviseur", &[Right::VoirIns, Right::SuperUtilisateur])
        .await;
    bench.done(modify(&usager, other_name())).await;
    bench.identity(&usager).await.matricule.is_some()
}

pub(super) async fn change_is_untraced(bench: &Bench) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench.done(modify(&usager, other_name())).await;
    let history = bench.history(&usager).await;
    !history.iter().any(|event| event.nature == "modification")
}

pub(super) async fn access_is_untraced(bench: &Bench) -> bool {
    let usager = recuperee(bench).await;
    bench
        .done(Action::OpenPatient {
            usager: usager.clone(),
        })
        .await;
    let history = bench.history(&usager).await;
    !history.iter().any(|event| event.nature == "consultation")
}

pub(super) async fn ins_seen_without_right(bench: &Bench) -> bool {
    let usager = recuperee(bench).await;
    bench.become_user("secretaire", &[]).await;
    bench.identity(&usager).await.matricule.is_some()
}
