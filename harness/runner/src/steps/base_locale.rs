//! The local base: searches, and the records it gains.

use banc_contract::action::SearchCriteria;
use banc_contract::{Action, Answer, Question};
use banc_engine::Check;
use banc_engine::check::found_locally::FoundLocally;
use banc_engine::check::records_added::RecordsAdded;

use super::traits::USAGER;
use super::{Args, StepError, StepFuture, StepSpec, then, when};
use crate::world::Scene;

pub(super) const STEPS: &[StepSpec] = &[
    when(
        "le professionnel cherche dans sa base par la date de naissance seule",
        by_date,
    ),
    when(
        r#"le professionnel cherche dans sa base par la date de naissance et le début de (nom|prénom) "([^"]*)""#,
        by_date_and_name,
    ),
    when(
        "le professionnel cherche dans sa base par le matricule de cet usager(, avec une clé fausse|, sans sa clé)?",
        by_matricule,
    ),
    then("cet usager est trouvé", |_, _| Ok(found(USAGER, true))),
    then("l'autre usager n'est pas trouvé", |_, _| {
        Ok(found("autre", false))
    }),
    then("aucun usager n'est ajouté à la base", |_, _| {
        Ok(Check::RecordsAdded(RecordsAdded { nombre: 0 }))
    }),
    then("un usager est ajouté à la base", |_, _| {
        Ok(Check::RecordsAdded(RecordsAdded { nombre: 1 }))
    }),
];

fn found(usager: &str, trouve: bool) -> Check {
    Check::FoundLocally(FoundLocally {
        usager: usager.to_owned(),
        trouve,
    })
}

async fn find(scene: &mut Scene, criteres: SearchCriteria) -> Result<(), StepError> {
    scene
        .act(Action::FindPatients { criteres }, false)
        .await
        .map(|_| ())
}

fn by_date<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let date_naissance = scene.person()?.typed.date_naissance.clone();
        find(
            scene,
            SearchCriteria {
                date_naissance,
                ..SearchCriteria::default()
            },
        )
        .await
    })
}

fn by_date_and_name<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let date_naissance = scene.person()?.typed.date_naissance.clone();
        let mut criteres = SearchCriteria {
            date_naissance,
            ..SearchCriteria::default()
        };
        let start = Some(args.text(1).to_owned());
        if args.text(0) == "nom" {
            criteres.debut_nom = start;
        } else {
            criteres.debut_prenom = start;
        }
        find(scene, criteres).await
    })
}

fn by_matricule<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let usager = scene.usager()?;
        let held = match scene.session.observe(Question::Identity { usager }).await {
            Some(Answer::Identite(identity)) => identity.matricule.map(|held| held.numero),
            _ => None,
        };
        let held = held
            .filter(|numero| numero.len() == 15 && numero.is_ascii())
            .ok_or_else(|| {
                StepError::new("cet usager n'a pas de matricule de quinze caractères")
            })?;
        let (number, key) = held.split_at(13);
        let matricule = match args.text(0) {
            ", avec une clé fausse" => {
                format!("{number}{}", if key == "01" { "02" } else { "01" })
            }
            ", sans sa clé" => number.to_owned(),
            _ => held,
        };
        find(
            scene,
            SearchCriteria {
                matricule: Some(matricule),
                ..SearchCriteria::default()
            },
        )
        .await
    })
}
