//! The workstation: left alone, closed by itself, and what stays on it.

use std::path::Path;

use banc_contract::{Action, Answer, Question};
use banc_engine::Check;
use banc_engine::check::draft_kept::DraftKept;
use banc_engine::check::tokens_not_kept::TokensNotKept;

use super::compte::recalled;
use super::{Args, StepError, StepFuture, StepSpec, given, then, when};
use crate::world::Scene;

/// Name under which the steps keep what was typed.
const BROUILLON: &str = "brouillon";

pub(super) const STEPS: &[StepSpec] = &[
    given(
        r"le logiciel ferme sa session après (\d+) minutes sans personne",
        idle_time,
    ),
    given(
        r#"le professionnel a commencé un message "([^"]+)""#,
        type_draft,
    ),
    given(
        "le logiciel dit où il garde ses données sur le poste",
        storage_named,
    ),
    when(
        r"le poste reste (?:(\d+) minutes )?(\d+)(?: secondes)?(?: de plus)? sans personne",
        leave,
    ),
    then("aucun jeton n'est gardé sur le poste", |_, _| {
        Ok(Check::TokensNotKept(TokensNotKept {}))
    }),
    then("le message commencé est intact", |scene, _| {
        Ok(Check::DraftKept(DraftKept {
            texte: recalled(scene, BROUILLON)?,
        }))
    }),
];

fn seconds(args: &Args, minutes: usize, seconds: Option<usize>) -> Result<u64, StepError> {
    let minutes = match args.get(minutes) {
        Some(_) => args.number(minutes)?,
        None => 0,
    };
    let rest = match seconds {
        Some(index) => args.number(index)?,
        None => 0,
    };
    u64::try_from(minutes * 60 + rest).map_err(|_| StepError::new("cette durée est trop grande"))
}

fn idle_time<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let mut preparation = scene.preparation.clone();
        preparation.inactivite_s = Some(seconds(args, 0, None)?);
        scene.prepare_again(&preparation).await
    })
}

fn type_draft<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let texte = args.text(0).to_owned();
        scene.session.remember(BROUILLON, texte.clone());
        scene.set_up(Action::TypeDraft { texte }).await.map(|_| ())
    })
}

/// The positive control of the search to come: there is something to search.
fn storage_named<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        match scene.session.observe(Question::Storage {}).await {
            Some(Answer::Stockage(paths)) if paths.iter().any(|path| Path::new(path).exists()) => {
                Ok(())
            }
            Some(Answer::Stockage(_)) => Err(StepError::new(
                "aucun des emplacements nommés par le logiciel n'existe sur ce poste",
            )),
            _ => Err(StepError::new(
                "le logiciel ne dit pas où il garde ses données",
            )),
        }
    })
}

fn leave<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let secondes = seconds(args, 0, Some(1))?;
        scene
            .act(Action::AdvanceClock { secondes }, false)
            .await
            .map(|_| ())
    })
}
