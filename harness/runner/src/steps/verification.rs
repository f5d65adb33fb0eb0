//! Unit verification of an INS, over the provisional contract.

use banc_contract::Action;
use banc_core::observed::insi::InsiOperation;
use banc_insi::{Reply, ScriptedAnswer};

use super::situation::script;
use super::{Args, StepError, StepFuture, StepResult, StepSpec, given, when};
use crate::world::Scene;

pub(super) const STEPS: &[StepSpec] = &[
    given(
        "INSi ne reconnaît (?:plus l'INS de cet usager|pas l'INS reçu)",
        not_recognised,
    ),
    when("le professionnel vérifie l'INS de cet usager", verify),
    when(
        "le professionnel vérifie l'INS de cet usager malgré la panne",
        verify_in_spite,
    ),
];

fn not_recognised<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let answer = ScriptedAnswer {
            operation: Some(InsiOperation::Verification),
            ..ScriptedAnswer::always(Reply::Code {
                code: "KO".to_owned(),
                libelle: None,
            })
        };
        script(scene, answer)
    })
}

fn verify<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let from = last_number(scene);
        let usager = scene.usager()?;
        scene.session.expect_call();
        scene.act(Action::VerifyIns { usager }, false).await?;
        business_answer(scene, from)
    })
}

fn verify_in_spite<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let usager = scene.usager()?;
        scene.session.expect_call();
        scene
            .act(Action::VerifyIns { usager }, false)
            .await
            .map(|_| ())
    })
}

/// Number after the last exchange of the scenario.
pub(super) fn last_number(scene: &Scene) -> u64 {
    scene
        .session
        .exchanges()
        .last()
        .map_or(0, |exchange| exchange.number + 1)
}

/// Nothing can be judged when INSi was called and never answered OK or KO. A software that did not
/// call at all goes on: that is for the checks.
pub(super) fn business_answer(scene: &Scene, from: u64) -> StepResult {
    let (codes, calls) = scene.codes_since(from);
    if calls > 0 && codes.is_empty() {
        return Err(StepError::new(
            "INSi a été appelé, mais n'a pas pu répondre à la vérification",
        ));
    }
    Ok(())
}
