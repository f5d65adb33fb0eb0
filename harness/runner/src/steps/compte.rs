//! Local accounts, and how a professional is known by them.

use banc_contract::Action;
use banc_engine::Check;
use banc_engine::check::account_linked::AccountLinked;
use banc_engine::check::accounts_unlinked::AccountsUnlinked;
use banc_psc::Professional;

use super::{Args, StepError, StepFuture, StepResult, StepSpec, given, then, when};
use crate::accounts;
use crate::world::Scene;

/// Name under which the steps keep the national identifier of the professional.
const IDENTIFIANT: &str = "identifiant";
/// Name under which they keep the login of the account that is theirs.
const COMPTE: &str = "compte";

pub(super) const STEPS: &[StepSpec] = &[
    given(
        "un professionnel dont un compte local connaît le RPPS",
        known,
    ),
    given(
        "un professionnel dont aucun compte local ne connaît le RPPS",
        unknown,
    ),
    given(
        "le professionnel a ouvert une session avec son compte local",
        opened,
    ),
    when(
        "le professionnel ouvre une session avec son compte local",
        open,
    ),
    then(
        "le compte du professionnel garde l'identifiant donné par Pro Santé Connect",
        |scene, _| {
            Ok(Check::AccountLinked(AccountLinked {
                compte: recalled(scene, COMPTE)?,
            }))
        },
    ),
    then(
        "aucun compte local n'est rapproché en silence",
        |scene, _| {
            let identifiant = identifiant(scene)?;
            let rpps = identifiant.strip_prefix('8').unwrap_or(&identifiant);
            let comptes = [accounts::KNOWN, accounts::WITHOUT_RPPS, accounts::SECRETARY];
            Ok(Check::AccountsUnlinked(AccountsUnlinked {
                comptes: comptes.map(str::to_owned).to_vec(),
                rpps: rpps.to_owned(),
            }))
        },
    ),
];

/// A value kept by an earlier step.
pub(super) fn recalled(scene: &Scene, name: &str) -> Result<String, StepError> {
    scene
        .session
        .recall(name)
        .map(str::to_owned)
        .ok_or_else(|| StepError::new("le scénario ne parle d'aucun professionnel"))
}

/// National identifier of the professional whom the scenario is about.
pub(super) fn identifiant(scene: &Scene) -> Result<String, StepError> {
    recalled(scene, IDENTIFIANT)
}

fn known<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        reference(scene)?;
        scene
            .lane
            .psc()
            .set_default_professional(accounts::KNOWN_ID);
        scene.session.remember(IDENTIFIANT, accounts::KNOWN_ID);
        scene.session.remember(COMPTE, accounts::KNOWN);
        Ok(())
    })
}

/// A namesake of two local accounts: a software that links by name would link the wrong one.
fn unknown<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let namesake = Professional {
            national_id: accounts::NAMESAKE_ID.to_owned(),
            rpps: accounts::NAMESAKE_ID.strip_prefix('8').map(str::to_owned),
            given_name: "DOMINIQUE".to_owned(),
            ..reference(scene)?
        };
        scene.lane.psc().add_professional(namesake);
        scene
            .lane
            .psc()
            .set_default_professional(accounts::NAMESAKE_ID);
        scene.session.remember(IDENTIFIANT, accounts::NAMESAKE_ID);
        scene.session.remember(COMPTE, accounts::WITHOUT_RPPS);
        Ok(())
    })
}

/// The professional of the account that knows its RPPS number, as Pro Santé Connect knows them.
fn reference(scene: &Scene) -> Result<Professional, StepError> {
    scene
        .lane
        .psc()
        .professionals()
        .iter()
        .find(|each| each.national_id == accounts::KNOWN_ID)
        .map(|each| Professional::clone(each))
        .ok_or_else(|| {
            StepError::new(format!(
                "Pro Santé Connect simulé ne connaît pas le professionnel {}",
                accounts::KNOWN_ID
            ))
        })
}

fn session(scene: &Scene) -> Result<Action, StepError> {
    Ok(Action::OpenSession {
        compte: recalled(scene, COMPTE)?,
        mot_de_passe: accounts::PASSWORD.to_owned(),
    })
}

fn opened<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let action = session(scene)?;
        scene.set_up(action).await.map(|_| ())
    })
}

fn open<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let action = session(scene)?;
        scene.act(action, false).await?;
        StepResult::Ok(())
    })
}
