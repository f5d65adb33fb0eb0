//! Calls made in the name of the professional whom Pro Santé Connect identified.

use std::time::Duration;

use banc_contract::SignInMode;
use banc_contract::action::SearchMode;
use banc_core::observed::Observed;
use banc_core::observed::psc::{PscAnswer, PscOperation};
use banc_engine::Check;
use banc_engine::check::call_route::CallRoute;
use banc_engine::check::identity_propagated::IdentityPropagated;
use banc_engine::check::renewal_bounded::RenewalBounded;
use banc_engine::check::token_exchanged::TokenExchanged;

use super::compte::identifiant;
use super::connexion::asked;
use super::{Args, StepFuture, StepSpec, given, then, when};
use crate::world::Scene;

/// Time left, beyond the life of the access tokens, to a software that renews them by itself.
const MARGIN: Duration = Duration::from_secs(3);

pub(super) const STEPS: &[StepSpec] = &[
    given(
        "le cabinet joint INSi avec l'identité Pro Santé Connect",
        means,
    ),
    when(
        "le jeton d'accès arrive à échéance et le professionnel recherche l'INS de cet usager",
        expiry,
    ),
    then(
        "l'appel à INSi porte l'identité du professionnel",
        |scene, _| {
            Ok(Check::IdentityPropagated(IdentityPropagated {
                identifiant: identifiant(scene)?,
            }))
        },
    ),
    then(
        "l'appel à INSi (passe par le Proxy e-Santé|part du logiciel avec son certificat)",
        |_, args| {
            Ok(Check::CallRoute(CallRoute {
                proxy: args.text(0).starts_with("passe"),
            }))
        },
    ),
    then(
        "chaque jeton de Pro Santé Connect n'est échangé qu'une fois",
        |_, _| Ok(Check::TokenExchanged(TokenExchanged {})),
    ),
    then(
        "le logiciel ne redemande pas sans fin ce qui lui est refusé",
        |scene, _| {
            let proxy = asked(scene)?.0 == SignInMode::Proxy;
            Ok(Check::RenewalBounded(RenewalBounded { proxy }))
        },
    ),
];

/// Takes the card away. The software certificates stay: to fall back on them in spite of the session
/// of Pro Santé Connect is what the scenario looks for.
fn means<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let mut preparation = scene.preparation.clone();
        preparation
            .certificats
            .retain(|role, _| role != "cps_signature");
        preparation.services.retain(|name, _| name != "insi");
        scene.prepare_again(&preparation).await
    })
}

/// Waits until a renewal is refused, or until the tokens are over: a software renews in the
/// background or when it needs to, and the search that follows makes it need to.
fn expiry<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let life = scene.lane.psc().lifetimes().access;
        let refused = scene
            .session
            .wait_for(life + MARGIN, |exchange| match &exchange.observed {
                Some(Observed::Psc(seen)) => {
                    seen.operation == Some(PscOperation::JetonRenouvellement)
                        && matches!(seen.answer, PscAnswer::Erreur { .. })
                }
                _ => false,
            })
            .await;
        // Either way the tokens are over or refused: what follows is the software's.
        let _ = refused;
        let action = scene.search(SearchMode::Traits)?;
        scene.act(action, false).await.map(|_| ())
    })
}
