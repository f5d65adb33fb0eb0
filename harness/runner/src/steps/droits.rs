//! Users and their rights.

use banc_contract::Action;
use banc_contract::action::Right;
use banc_engine::Check;
use banc_engine::check::ins_hidden::InsHidden;

use super::traits::USAGER;
use super::{Args, StepFuture, StepSpec, given, then, when};
use crate::world::Scene;

pub(super) const STEPS: &[StepSpec] = &[
    given(
        r#"l'utilisateur "([^"]+)" a tous les droits"#,
        |scene, args| log_in(scene, args, &[Right::AppelerInsi, Right::VoirIns]),
    ),
    given(
        r#"l'utilisateur "([^"]+)" n'a pas le droit d'appeler INSi"#,
        |scene, args| log_in(scene, args, &[Right::VoirIns]),
    ),
    given(
        r#"le super-utilisateur "([^"]+)" est connecté"#,
        |scene, args| {
            log_in(
                scene,
                args,
                &[Right::AppelerInsi, Right::VoirIns, Right::SuperUtilisateur],
            )
        },
    ),
    when("le professionnel ouvre le dossier de cet usager", open),
    when(
        r#"l'utilisateur "([^"]+)", qui n'a pas le droit de voir l'INS, se connecte et ouvre le dossier de cet usager"#,
        without_sight,
    ),
    then("l'INS de cet usager n'est pas montré", |_, _| {
        Ok(Check::InsHidden(InsHidden {
            usager: USAGER.to_owned(),
        }))
    }),
];

fn log_in<'a>(scene: &'a mut Scene, args: &'a Args, droits: &'static [Right]) -> StepFuture<'a> {
    Box::pin(async move {
        let utilisateur = args.text(0).to_owned();
        let droits = droits.to_vec();
        scene
            .set_up(Action::ChangeUser {
                utilisateur,
                droits,
            })
            .await
            .map(|_| ())
    })
}

fn open<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let usager = scene.usager()?;
        scene
            .act(Action::OpenPatient { usager }, false)
            .await
            .map(|_| ())
    })
}

fn without_sight<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let utilisateur = args.text(0).to_owned();
        let droits = vec![Right::AppelerInsi];
        // A user who cannot be changed says nothing of what the other one would see.
        scene
            .set_up(Action::ChangeUser {
                utilisateur,
                droits,
            })
            .await?;
        let usager = scene.usager()?;
        scene
            .act(Action::OpenPatient { usager }, false)
            .await
            .map(|_| ())
    })
}
