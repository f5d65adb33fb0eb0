//! `Étant donné`: who the patient is, what state the practice and INSi are in.

use banc_contract::action::{SearchMode, VitaleCard};
use banc_contract::{Action, Answer, Outcome, Question, Status, Traits};
use banc_core::observed::insi::InsiOperation;
use banc_fixtures::Identity;
use banc_insi::{Alteration, Reply, ScriptedAnswer};

use super::{Args, StepError, StepFuture, StepResult, StepSpec, given, words};
use crate::world::{Person, Scene};

pub(super) const STEPS: &[StepSpec] = &[
    given(
        r#"un usager "([^"]+)"((?:, dont [^"]+ (?:est|sont) "[^"]*")*)(?:, au statut "([^"]+)")?"#,
        patient,
    ),
    given(r#"un autre usager "([^"]+)""#, other_patient),
    given(
        "le logiciel a déjà joint INSi pour un autre usager",
        control_call,
    ),
    given(
        r#"l'identité de cet usager est bien au statut "([^"]+)""#,
        precondition,
    ),
    given("INSi ne connaît pas cet usager", unknown_to_insi),
    given(
        r#"INSi rend une identité dont (?:le |la |les )([^"]+) (?:est|sont) "([^"]*)""#,
        altered_answer,
    ),
    given("la carte Vitale de cet usager est dans le lecteur", card),
    given(
        "le cabinet s'authentifie par (carte CPx|certificat logiciel)",
        authentication,
    ),
    given(
        r#"le professionnel a corrigé (?:le |la |les )([^"]+) en "([^"]*)""#,
        corrected,
    ),
];

/// The identity of the reference base that bears this first name and birth name.
pub(super) fn reference(name: &str) -> Result<Identity, StepError> {
    banc_fixtures::identities()
        .all
        .iter()
        .find(|identity| {
            let first = identity.prenoms.split(' ').next().unwrap_or_default();
            format!("{first} {}", identity.nom_naissance) == name
        })
        .cloned()
        .ok_or_else(|| StepError::new(format!("aucune identité de test ne s'appelle « {name} »")))
}

/// What the practice types for a person of the reference base.
pub(super) fn typed(identity: &Identity) -> Traits {
    Traits {
        nom_naissance: Some(identity.nom_naissance.clone()),
        premier_prenom: identity.prenoms.split(' ').next().map(str::to_owned),
        prenoms_naissance: Some(identity.prenoms.clone()),
        date_naissance: Some(identity.date_naissance.clone()),
        sexe: Some(identity.sexe.clone()),
        lieu_naissance: identity.lieu_naissance.clone(),
        nom_utilise: None,
        prenom_utilise: None,
    }
}

fn patient<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let reference = reference(args.text(0))?;
        let mut traits = typed(&reference);
        for clause in args
            .text(1)
            .split(", dont ")
            .filter(|clause| !clause.is_empty())
        {
            let (label, value) = clause
                .split_once(" est \"")
                .or_else(|| clause.split_once(" sont \""))
                .ok_or_else(|| StepError::new(format!("« {clause} » ne se lit pas")))?;
            let label = label
                .trim_start_matches("les ")
                .trim_start_matches("le ")
                .trim_start_matches("la ");
            words::set(&mut traits, label, value.trim_end_matches('"'))?;
        }
        scene.person = Some(Person {
            reference,
            typed: traits,
        });
        match args.get(2) {
            Some(label) => reach(scene, words::status(label)?).await,
            None => Ok(()),
        }
    })
}

/// Creates the patient and brings their identity to a status, then sees that it is so.
async fn reach(scene: &mut Scene, status: Status) -> StepResult {
    let traits = scene.person()?.typed.clone();
    let done = scene.set_up(Action::CreatePatient { traits }).await?;
    let usager = done
        .usager
        .ok_or_else(|| StepError::new("le logiciel crée un usager sans dire lequel"))?;
    scene.session.remember("usager", usager.clone());
    if matches!(status, Status::Recuperee | Status::Qualifiee) {
        let search = scene.search(SearchMode::Traits)?;
        let done = scene.set_up(search).await?;
        found_on_the_wire(scene)?;
        if done.comparaison.is_some() {
            scene
                .set_up(Action::DecideIns {
                    usager: usager.clone(),
                    accepter: true,
                })
                .await?;
        }
    }
    if matches!(status, Status::Validee | Status::Qualifiee) {
        let justificatif = "passeport".to_owned();
        scene
            .set_up(Action::JustifyPatient {
                usager,
                justificatif,
            })
            .await?;
    }
    expect_status(scene, status).await
}

/// A status that needs INSi is reached only when INSi was seen to return an identity: what the
/// adapter alone declares would carry the whole scenario.
fn found_on_the_wire(scene: &Scene) -> StepResult {
    let (codes, _) = scene.codes_since(0);
    if codes.iter().any(|code| code == "00") {
        return Ok(());
    }
    Err(StepError::new(
        "INSi n'a rendu aucune identité pendant la mise en place : l'INS de cet usager ne peut pas en venir",
    ))
}

async fn expect_status(scene: &mut Scene, status: Status) -> StepResult {
    let usager = scene.usager()?;
    match scene.session.observe(Question::Identity { usager }).await {
        Some(Answer::Identite(identity)) if identity.statut == status => Ok(()),
        Some(Answer::Identite(identity)) => Err(StepError::new(format!(
            "l'identité devait être au statut « {} » pour continuer, elle est au statut « {} »",
            words::status_name(status),
            words::status_name(identity.statut)
        ))),
        _ => Err(StepError::new(
            "le logiciel ne montre pas l'identité de cet usager",
        )),
    }
}

fn precondition<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let status = words::status(args.text(0))?;
        expect_status(scene, status).await
    })
}

fn other_patient<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let usager = create_other(scene, args.text(0)).await?;
        scene.session.remember("autre", usager);
        Ok(())
    })
}

async fn create_other(scene: &mut Scene, name: &str) -> Result<String, StepError> {
    let traits = typed(&reference(name)?);
    let done = scene.set_up(Action::CreatePatient { traits }).await?;
    done.usager
        .ok_or_else(|| StepError::new("le logiciel crée un usager sans dire lequel"))
}

/// The positive control of an absence: the software calls INSi for somebody else, and the bench
/// sees it.
fn control_call<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let usager = create_other(scene, "ANTOINE CHEVALIER").await?;
        let (_, before) = scene.codes_since(0);
        let mode = SearchMode::Traits;
        scene
            .set_up(Action::SearchIns {
                usager,
                mode,
                tous_prenoms: false,
                avec_lieu: false,
            })
            .await?;
        let (_, after) = scene.codes_since(0);
        if after > before {
            return Ok(());
        }
        Err(StepError::new(
            "le banc n'a pas vu l'appel de contrôle du logiciel à INSi",
        ))
    })
}

fn unknown_to_insi<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let id = scene.person()?.reference.id.clone();
        if scene.lane.insi().state().remove(&id) {
            return Ok(());
        }
        Err(StepError::new(format!(
            "INSi ne connaissait déjà pas l'identité de test {id}"
        )))
    })
}

fn altered_answer<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let value = Some(args.text(1).to_owned());
        let mut alteration = Alteration::default();
        match words::field(args.text(0))? {
            "nom_naissance" => alteration.nom_naissance = value,
            "prenoms_naissance" | "premier_prenom" => alteration.prenoms = value,
            "sexe" => alteration.sexe = value,
            "date_naissance" => alteration.date_naissance = value,
            "lieu_naissance" => alteration.lieu_naissance = value,
            other => return Err(StepError::new(format!("INSi ne rend pas le champ {other}"))),
        }
        let answer = ScriptedAnswer {
            operation: Some(InsiOperation::RechercheTraits),
            ..ScriptedAnswer::always(Reply::Alteree(alteration))
        };
        script(scene, answer)
    })
}

/// Sets INSi's next answers.
pub(super) fn script(scene: &Scene, answer: ScriptedAnswer) -> StepResult {
    scene
        .lane
        .insi()
        .script(vec![answer])
        .map_err(|error| StepError::new(format!("INSi simulé : {error}")))
}

fn card<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let identity = scene.person()?.reference.clone();
        let held = identity
            .carte
            .ok_or_else(|| StepError::new("cette identité de test n'a pas de carte Vitale"))?;
        let carte = VitaleCard {
            serie: "0000000001".to_owned(),
            nir_ouvrant_droit: held.ouvrant_droit,
            nir_beneficiaire: identity.matricule.map(|matricule| matricule.numero),
            nom_naissance: identity.nom_naissance,
            date_naissance: identity.date_naissance,
            rang: held.rang,
        };
        scene
            .set_up(Action::PresentCard { carte })
            .await
            .map(|_| ())
    })
}

/// Prepares the software again with the means of one authentication mode only.
fn authentication<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let by_card = args.text(0) == "carte CPx";
        let mut preparation = scene.preparation.clone();
        preparation
            .certificats
            .retain(|role, _| (role == "cps_signature") == by_card);
        preparation
            .services
            .retain(|name, _| (name == "insi") == by_card);
        scene.prepare_again(&preparation).await
    })
}

fn corrected<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let mut traits = Traits::default();
        words::set(&mut traits, args.text(0), args.text(1))?;
        let usager = scene.usager()?;
        scene
            .set_up(Action::ModifyPatient { usager, traits })
            .await
            .map(|_| ())
    })
}

/// Keeps the record that an action names; without one the name is nobody's, not the previous
/// record's.
pub(super) fn keep(scene: &mut Scene, name: &str, outcome: &Outcome) {
    scene.session.forget(name);
    if let Outcome::Fait(done) = outcome
        && let Some(usager) = &done.usager
    {
        scene.session.remember(name, usager.clone());
    }
}
