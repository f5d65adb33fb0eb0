//! An identity arrives from another identification domain.

use banc_contract::action::ReceivedIdentity;
use banc_contract::{Action, Outcome, Status};
use banc_engine::Check;
use banc_engine::check::matricule_held::MatriculeHeld;
use banc_fixtures::identity::{Identity, Matricule, Section};

use super::situation::{keep, reference, typed};
use super::traits::USAGER;
use super::verification::{business_answer, last_number};
use super::{Args, StepError, StepFuture, StepSpec, then, when};
use crate::world::{Person, Scene};

pub(super) const STEPS: &[StepSpec] = &[
    when(
        r#"le logiciel reçoit l'identité qualifiée de "([^"]+)" du domaine "([^"]+)"(, sous contrat de confiance)?"#,
        receive,
    ),
    then(
        "le matricule et l'OID de cet usager sont ceux qui ont été reçus",
        |scene, _| {
            let person = scene.person()?;
            let numero = person
                .reference
                .matricule
                .as_ref()
                .map(Matricule::complet)
                .ok_or_else(|| StepError::new("cette identité de test n'a pas de matricule"))?;
            let oid = oid(scene, &person.reference);
            Ok(Check::MatriculeHeld(MatriculeHeld {
                usager: USAGER.to_owned(),
                numero,
                oid,
            }))
        },
    ),
];

/// OID of the INS-NIR that INSi returns for a test identity.
fn oid(scene: &Scene, reference: &Identity) -> String {
    let oids = &scene.lane.insi().config().oid;
    match reference.section {
        Section::Attestee => oids.nir.clone(),
        Section::Banc => oids.banc_nir.clone(),
    }
}

fn receive<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let reference = reference(args.text(0))?;
        let matricule = reference
            .matricule
            .as_ref()
            .map(Matricule::complet)
            .ok_or_else(|| StepError::new("cette identité de test n'a pas de matricule"))?;
        let known = scene.session.recall(USAGER).is_some()
            && scene
                .person
                .as_ref()
                .is_some_and(|person| person.reference.id == reference.id);
        let identite = ReceivedIdentity {
            domaine: args.text(1).to_owned(),
            statut: Status::Qualifiee,
            traits: typed(&reference),
            matricule,
            oid: oid(scene, &reference),
            contrat_de_confiance: args.get(2).is_some(),
        };
        if !known {
            // Before the action: what follows a failed one is still about this person.
            let typed = typed(&reference);
            scene.person = Some(Person { reference, typed });
            scene.session.forget(USAGER);
        }
        let from = last_number(scene);
        scene.session.expect_call();
        let outcome = scene
            .act(Action::ReceiveIdentity { identite }, false)
            .await?;
        if !known {
            keep(scene, USAGER, &outcome);
        }
        if let Outcome::Refuse { message, .. } = &outcome {
            return Err(StepError::new(format!(
                "le logiciel refuse l'identité reçue : {message}"
            )));
        }
        business_answer(scene, from)
    })
}
