//! Signing in and out: what the professional does, what Pro Santé Connect receives, what session is
//! open.

use banc_contract::{Action, Channel, SignInMode};
use banc_engine::Check;
use banc_engine::check::acr_requested::AcrRequested;
use banc_engine::check::asked_again::AskedAgain;
use banc_engine::check::authorization_asked::AuthorizationAsked;
use banc_engine::check::ciba_asked::CibaAsked;
use banc_engine::check::code_exchanged::CodeExchanged;
use banc_engine::check::code_shown::CodeShown;
use banc_engine::check::deviation_stopped::DeviationStopped;
use banc_engine::check::external_browser::ExternalBrowser;
use banc_engine::check::polling_ended::PollingEnded;
use banc_engine::check::polling_paced::PollingPaced;
use banc_engine::check::session_closed::SessionClosed;
use banc_engine::check::session_ended::SessionEnded;
use banc_engine::check::session_open::SessionOpen;
use banc_engine::check::sign_in_traced::SignInTraced;
use banc_engine::check::state_and_nonce::StateAndNonce;
use banc_engine::check::tokens_dropped::TokensDropped;

use super::compte::{identifiant, recalled};
use super::{Args, StepError, StepFuture, StepSpec, given, then, when};
use crate::world::Scene;

/// Polls that must be seen for a pace to be known.
const POLLS: usize = 3;

pub(super) const STEPS: &[StepSpec] = &[
    given(
        "le professionnel s'est identifié avec Pro Santé Connect (dans le navigateur|par CIBA|à travers le Proxy e-Santé)",
        signed_in,
    ),
    given("le professionnel s'est déconnecté", signed_out),
    when(
        "le professionnel s'identifie avec Pro Santé Connect (dans le navigateur|par CIBA|à travers le Proxy e-Santé)(?:, avec sa (e-CPS|carte CPS))?",
        sign_in,
    ),
    when("le professionnel se déconnecte", sign_out),
    then(
        "Pro Santé Connect a reçu du navigateur une demande d'identification complète",
        |_, _| Ok(Check::AuthorizationAsked(AuthorizationAsked {})),
    ),
    then(
        r#"chaque demande d'identification porte le niveau "([^"]+)", et lui seul"#,
        |_, args| {
            Ok(Check::AcrRequested(AcrRequested {
                acr: args.text(0).to_owned(),
            }))
        },
    ),
    then(
        "chaque demande d'identification porte un état et un nonce imprévisibles, qui n'ont jamais servi",
        |_, _| Ok(Check::StateAndNonce(StateAndNonce { demandes: 2 })),
    ),
    then(
        "le logiciel authentifié échange le code contre des jetons",
        |_, _| Ok(Check::CodeExchanged(CodeExchanged {})),
    ),
    then(
        "l'identification est passée par le navigateur du système",
        |_, _| Ok(Check::ExternalBrowser(ExternalBrowser {})),
    ),
    then(
        "la demande envoyée porte l'identifiant du professionnel, le moyen choisi et un code à montrer",
        ciba_asked,
    ),
    then(
        "le code montré au professionnel est celui de la demande",
        |_, _| Ok(Check::CodeShown(CodeShown {})),
    ),
    then(
        "le logiciel laisse passer l'intervalle demandé entre deux interrogations",
        |_, _| {
            Ok(Check::PollingPaced(PollingPaced {
                interrogations: POLLS,
            }))
        },
    ),
    then(
        "le logiciel cesse d'interroger Pro Santé Connect",
        |_, _| Ok(Check::PollingEnded(PollingEnded {})),
    ),
    then("rien de la réponse altérée n'est employé", |_, _| {
        Ok(Check::DeviationStopped(DeviationStopped {}))
    }),
    then(
        "le journal des connexions garde l'échec et son motif, sans aucun jeton",
        |_, _| {
            Ok(Check::SignInTraced(SignInTraced {
                nature: "connexion".to_owned(),
                reussite: false,
            }))
        },
    ),
    then(
        "la session du logiciel est ouverte au nom du professionnel",
        |scene, _| {
            Ok(Check::SessionOpen(SessionOpen {
                identifiant: Some(identifiant(scene)?),
                mode: Some(asked(scene)?.0),
                ..SessionOpen::default()
            }))
        },
    ),
    then(
        "la session du logiciel est ouverte sur le compte du professionnel",
        |scene, _| {
            Ok(Check::SessionOpen(SessionOpen {
                compte: Some(recalled(scene, "compte")?),
                identifiant: Some(identifiant(scene)?),
                ..SessionOpen::default()
            }))
        },
    ),
    then(
        "la session locale est ouverte sur le compte du professionnel",
        |scene, _| {
            Ok(Check::SessionOpen(SessionOpen {
                compte: Some(recalled(scene, "compte")?),
                methode: Some("locale".to_owned()),
                ..SessionOpen::default()
            }))
        },
    ),
    then("la session du logiciel est toujours ouverte", |_, _| {
        Ok(Check::SessionOpen(SessionOpen::default()))
    }),
    then("la session du logiciel est fermée", |_, _| {
        Ok(Check::SessionClosed(SessionClosed { psc_seul: false }))
    }),
    then(
        "la session Pro Santé Connect du logiciel est fermée",
        |_, _| Ok(Check::SessionClosed(SessionClosed { psc_seul: true })),
    ),
    then(
        "la session est close chez Pro Santé Connect",
        |scene, _| {
            let mode = asked(scene)?.0;
            Ok(Check::SessionEnded(SessionEnded { mode }))
        },
    ),
    then("aucun jeton de cette session ne sert plus", |_, _| {
        Ok(Check::TokensDropped(TokensDropped {}))
    }),
    then(
        "le professionnel doit de nouveau s'authentifier",
        |scene, _| {
            let mode = asked(scene)?.0;
            Ok(Check::AskedAgain(AskedAgain { mode }))
        },
    ),
];

/// Mode by its French name.
fn mode(words: &str) -> SignInMode {
    match words {
        "par CIBA" => SignInMode::Ciba,
        "à travers le Proxy e-Santé" => SignInMode::Proxy,
        _ => SignInMode::Navigateur,
    }
}

/// The last sign-in that the scenario asked for: its mode and its means.
pub(super) fn asked(scene: &Scene) -> Result<(SignInMode, Channel), StepError> {
    let mut acts = scene.session.record().acts.iter().rev();
    acts.find_map(|act| match &act.action {
        Action::SignIn { mode, moyen, .. } => Some((*mode, *moyen)),
        _ => None,
    })
    .ok_or_else(|| StepError::new("personne ne s'est identifié dans ce scénario"))
}

fn ciba_asked(scene: &Scene, _args: &Args) -> Result<Check, StepError> {
    let (mode, moyen) = asked(scene)?;
    Ok(Check::CibaAsked(CibaAsked {
        identifiant: identifiant(scene)?,
        moyen,
        proxy: mode == SignInMode::Proxy,
    }))
}

fn action(scene: &Scene, args: &Args) -> Result<Action, StepError> {
    Ok(Action::SignIn {
        mode: mode(args.text(0)),
        identifiant: identifiant(scene)?,
        moyen: match args.text(1) {
            "carte CPS" => Channel::Card,
            _ => Channel::Mobile,
        },
    })
}

fn signed_in<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let action = action(scene, args)?;
        scene.set_up(action).await.map(|_| ())
    })
}

fn sign_in<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let action = action(scene, args)?;
        scene.act(action, false).await.map(|_| ())
    })
}

fn signed_out<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move { scene.set_up(Action::SignOut {}).await.map(|_| ()) })
}

fn sign_out<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move { scene.act(Action::SignOut {}, false).await.map(|_| ()) })
}
