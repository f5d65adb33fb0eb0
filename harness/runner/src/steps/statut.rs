//! The status of an identity: proofs of identity, attributes, what remains of the INS.

use banc_contract::Action;
use banc_engine::Check;
use banc_engine::check::in_worklist::InWorklist;
use banc_engine::check::matricule_absent::MatriculeAbsent;
use banc_engine::check::proof_kept::ProofKept;
use banc_engine::check::status_is::StatusIs;

use super::traits::USAGER;
use super::{Args, StepFuture, StepSpec, then, when, words};
use crate::world::Scene;

pub(super) const STEPS: &[StepSpec] = &[
    when(
        r#"le professionnel enregistre le justificatif "([^"]+)""#,
        justify,
    ),
    when(r#"le professionnel pose l'attribut "([^"]+)""#, attribute),
    then(
        r#"l'identité de cet usager est au statut "([^"]+)""#,
        |_, args| {
            let statut = words::status(args.text(0))?;
            Ok(Check::StatusIs(StatusIs {
                usager: USAGER.to_owned(),
                statut,
            }))
        },
    ),
    then(
        "l'identité de cet usager ne porte ni matricule ni OID",
        |_, _| {
            Ok(Check::MatriculeAbsent(MatriculeAbsent {
                usager: USAGER.to_owned(),
            }))
        },
    ),
    then(r#"le justificatif gardé est "([^"]+)""#, |_, args| {
        let justificatif = args.text(0).to_owned();
        Ok(Check::ProofKept(ProofKept {
            usager: USAGER.to_owned(),
            justificatif,
        }))
    }),
    then("cet usager est dans la liste de travail", |_, _| {
        Ok(Check::InWorklist(InWorklist {
            usager: USAGER.to_owned(),
            present: true,
        }))
    }),
];

fn justify<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let usager = scene.usager()?;
        let justificatif = args.text(0).to_owned();
        scene
            .act(
                Action::JustifyPatient {
                    usager,
                    justificatif,
                },
                false,
            )
            .await
            .map(|_| ())
    })
}

fn attribute<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let usager = scene.usager()?;
        let attribut = words::attribute(args.text(0))?;
        let action = Action::AttributePatient {
            usager,
            attribut,
            present: true,
        };
        scene.act(action, false).await.map(|_| ())
    })
}
