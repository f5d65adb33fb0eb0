//! Creating and changing a patient's traits, and what is kept of them.

use banc_contract::{Action, Traits};
use banc_engine::Check;
use banc_engine::check::action_done::ActionDone;
use banc_engine::check::action_refused::ActionRefused;
use banc_engine::check::field_is::FieldIs;
use banc_engine::check::fields_locked::FieldsLocked;
use banc_engine::check::identity_unchanged::IdentityUnchanged;
use banc_engine::check::normalised_or_refused::NormalisedOrRefused;
use banc_engine::check::user_informed::UserInformed;

use super::situation::{keep, reference, typed};
use super::{Args, StepError, StepFuture, StepSpec, then, when, words};
use crate::world::Scene;

/// Name under which the steps keep the record that a scenario is about.
pub(super) const USAGER: &str = "usager";
/// Name under which they keep a record created to try a value.
const ESSAI: &str = "essai";

/// Contract names of what is locked once an INS is held. Source: `INS/va1.18`, `.47`.
const LOCKED: [&str; 8] = [
    "nom_naissance",
    "premier_prenom",
    "prenoms_naissance",
    "date_naissance",
    "sexe",
    "lieu_naissance",
    "matricule",
    "oid",
];

pub(super) const STEPS: &[StepSpec] = &[
    when("le professionnel crée cet usager", create),
    when(
        "le professionnel crée cet usager avec les cinq traits obligatoires seuls",
        create_with_five,
    ),
    when(
        r#"le professionnel crée un usager dont (?:le |la |les )([^"]+) (?:est|sont) "([^"]*)""#,
        create_with,
    ),
    when(
        r#"le professionnel corrige (?:le |la |les )([^"]+) en "([^"]*)""#,
        correct,
    ),
    then("l'action est acceptée", |_, _| {
        Ok(Check::ActionDone(ActionDone {}))
    }),
    then("l'action est refusée et le motif est donné", |_, _| {
        Ok(Check::ActionRefused(ActionRefused {}))
    }),
    then("le professionnel est informé(?: .+)?", |_, _| {
        Ok(Check::UserInformed(UserInformed {}))
    }),
    then(
        "l'identité de cet usager est inchangée(?:, .+)?",
        |_, _| {
            Ok(Check::IdentityUnchanged(IdentityUnchanged {
                usager: USAGER.to_owned(),
            }))
        },
    ),
    then(
        r#"(?:le |la |les )([^"]+) (?:est|sont) gardé en "([^"]*)", ou la saisie est refusée"#,
        normalised,
    ),
    then(
        r#"(?:le |la |les )([^"]+) de cet usager vaut "([^"]*)""#,
        |_, args| field_is(USAGER, args),
    ),
    then(
        r#"(?:le |la |les )([^"]+) de l'usager créé vaut "([^"]*)""#,
        |_, args| field_is(ESSAI, args),
    ),
    then(
        "les traits stricts, le matricule et l'OID de cet usager sont montrés verrouillés",
        |_, _| Ok(locked(&LOCKED, &[])),
    ),
    then(
        "le nom et le prénom utilisés de cet usager restent modifiables",
        |_, _| Ok(locked(&[], &["nom_utilise", "prenom_utilise"])),
    ),
];

fn locked(verrouilles: &[&str], libres: &[&str]) -> Check {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    Check::FieldsLocked(FieldsLocked {
        usager: USAGER.to_owned(),
        verrouilles: owned(verrouilles),
        libres: owned(libres),
    })
}

fn field_is(usager: &str, args: &Args) -> Result<Check, StepError> {
    Ok(Check::FieldIs(FieldIs {
        usager: usager.to_owned(),
        champ: words::field(args.text(0))?.to_owned(),
        valeur: args.text(1).to_owned(),
    }))
}

fn normalised(_scene: &Scene, args: &Args) -> Result<Check, StepError> {
    Ok(Check::NormalisedOrRefused(NormalisedOrRefused {
        usager: ESSAI.to_owned(),
        champ: words::field(args.text(0))?.to_owned(),
        attendu: args.text(1).to_owned(),
    }))
}

fn create<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let traits = scene.person()?.typed.clone();
        let outcome = scene.act(Action::CreatePatient { traits }, false).await?;
        keep(scene, USAGER, &outcome);
        Ok(())
    })
}

fn create_with_five<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        // INS/va1.21 names five: the list of first names is not one of them.
        let traits = Traits {
            prenoms_naissance: None,
            ..typed(&scene.person()?.reference)
        };
        let outcome = scene.act(Action::CreatePatient { traits }, false).await?;
        keep(scene, USAGER, &outcome);
        Ok(())
    })
}

fn create_with<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let mut traits = typed(&reference("SIMON BLANC")?);
        words::set(&mut traits, args.text(0), args.text(1))?;
        let outcome = scene.act(Action::CreatePatient { traits }, false).await?;
        keep(scene, ESSAI, &outcome);
        Ok(())
    })
}

fn correct<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let mut traits = Traits::default();
        words::set(&mut traits, args.text(0), args.text(1))?;
        let usager = scene.usager()?;
        scene
            .act(Action::ModifyPatient { usager, traits }, false)
            .await
            .map(|_| ())
    })
}
