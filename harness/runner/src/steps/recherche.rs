//! Searching the INS: what the user does, what INSi receives, what is proposed and taken in.

use banc_contract::action::SearchMode;
use banc_contract::{Action, Outcome};
use banc_core::observed::insi::InsiAuthentication;
use banc_engine::Check;
use banc_engine::check::alert_shown::AlertShown;
use banc_engine::check::authenticated::Authenticated;
use banc_engine::check::call_count::CallCount;
use banc_engine::check::comparison_shown::ComparisonShown;
use banc_engine::check::first_names_asked::FirstNamesAsked;
use banc_engine::check::matricule_of_insi::MatriculeOfInsi;
use banc_engine::check::no_call::NoCall;
use banc_engine::check::no_proposal::NoProposal;
use banc_engine::check::traits_of_insi::TraitsOfInsi;
use banc_engine::check::traits_sent::TraitsSent;

use super::traits::USAGER;
use super::{Args, StepError, StepFuture, StepResult, StepSpec, then, when, words};
use crate::world::Scene;

pub(super) const STEPS: &[StepSpec] = &[
    when(
        "le professionnel recherche l'INS de cet usager( par sa carte Vitale| avec tous ses prénoms| avec tous ses prénoms et son lieu de naissance)?",
        search,
    ),
    when("le professionnel accepte l'identité proposée", accept),
    when(
        "le professionnel recherche l'INS de cet usager et accepte l'identité proposée",
        search_and_accept,
    ),
    then(
        r#"INSi a reçu (\d+) appels? à l'opération "([^"]+)""#,
        |_, args| {
            let exact = args.number(0)?;
            count(args.text(1), exact, exact)
        },
    ),
    then(
        r#"INSi a reçu de (\d+) à (\d+) appels à l'opération "([^"]+)""#,
        |_, args| count(args.text(2), args.number(0)?, args.number(1)?),
    ),
    then("INSi n'a reçu aucun appel", |_, _| {
        Ok(Check::NoCall(NoCall::to("insi")))
    }),
    then(
        r#"INSi a été interrogé avec ("[^"]+"(?:, puis "[^"]+")*)"#,
        |_, args| {
            Ok(Check::FirstNamesAsked(FirstNamesAsked {
                attendus: words::quoted(args.text(0)),
            }))
        },
    ),
    then(
        "les traits envoyés à INSi sont ceux de cet usager",
        |_, _| {
            Ok(Check::TraitsSent(TraitsSent {
                usager: USAGER.to_owned(),
            }))
        },
    ),
    then(
        "la comparaison entre l'identité locale et celle d'INSi est montrée, avec ses seules différences",
        |_, _| {
            Ok(Check::ComparisonShown(ComparisonShown {
                usager: USAGER.to_owned(),
            }))
        },
    ),
    then("aucune identité n'est proposée", |_, _| {
        Ok(Check::NoProposal(NoProposal {}))
    }),
    then("une alerte est montrée sur l'identité rendue", |_, _| {
        Ok(Check::AlertShown(AlertShown {}))
    }),
    then(
        "le matricule et l'OID de cet usager sont ceux d'INSi",
        |_, _| {
            Ok(Check::MatriculeOfInsi(MatriculeOfInsi {
                usager: USAGER.to_owned(),
            }))
        },
    ),
    then("les traits de cet usager sont ceux d'INSi", |_, _| {
        Ok(Check::TraitsOfInsi(TraitsOfInsi {
            usager: USAGER.to_owned(),
        }))
    }),
    then(
        "l'appel est authentifié par (carte CPx|certificat logiciel)",
        |_, args| {
            let mode = if args.text(0) == "carte CPx" {
                InsiAuthentication::Cpx
            } else {
                InsiAuthentication::CertificatLogiciel
            };
            Ok(Check::Authenticated(Authenticated { mode }))
        },
    ),
];

fn count(operation: &str, min: usize, max: usize) -> Result<Check, StepError> {
    let operation = words::operation(operation)?;
    Ok(Check::CallCount(CallCount {
        operation,
        min,
        max,
    }))
}

fn search<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let mut action = scene.search(SearchMode::Traits)?;
        if let Action::SearchIns {
            mode,
            tous_prenoms,
            avec_lieu,
            ..
        } = &mut action
        {
            match args.text(0) {
                " par sa carte Vitale" => *mode = SearchMode::CarteVitale,
                " avec tous ses prénoms" => *tous_prenoms = true,
                " avec tous ses prénoms et son lieu de naissance" => {
                    *tous_prenoms = true;
                    *avec_lieu = true;
                }
                _ => {}
            }
        }
        scene.session.expect_call();
        scene.act(action, false).await.map(|_| ())
    })
}

fn accept<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(decide(scene))
}

fn search_and_accept<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let action = scene.search(SearchMode::Traits)?;
        scene.session.expect_call();
        scene.act(action, false).await?;
        decide(scene).await
    })
}

/// Accepts what the last search proposed. When INSi gave no identity, what follows cannot be
/// judged; when it gave one and the software proposed nothing, there is nothing to accept.
async fn decide(scene: &mut Scene) -> StepResult {
    let searches = scene.session.record().acts.iter().rev();
    let last = searches
        .filter(|act| matches!(act.action, Action::SearchIns { .. }))
        .map(|act| (act.from, act.outcome.clone()))
        .next();
    let Some((from, outcome)) = last else {
        return Err(StepError::new("aucune recherche d'INS n'a été faite"));
    };
    let (codes, _) = scene.codes_since(from);
    if !codes.iter().any(|code| code == "00") {
        return Err(StepError::new(
            "INSi n'a rendu aucune identité, il n'y a rien à accepter",
        ));
    }
    let proposed = matches!(&outcome, Some(Outcome::Fait(done)) if done.comparaison.is_some());
    if !proposed {
        return Ok(());
    }
    let usager = scene.usager()?;
    scene
        .act(
            Action::DecideIns {
                usager,
                accepter: true,
            },
            false,
        )
        .await
        .map(|_| ())
}
