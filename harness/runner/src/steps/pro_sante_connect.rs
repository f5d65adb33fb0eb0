//! `Étant donné`: what Pro Santé Connect and its users do, how long things live, what it answers.

use std::time::Duration;

use banc_psc::{Approval, Deviation};

use super::{Args, StepError, StepFuture, StepResult, StepSpec, given};
use crate::world::Scene;

pub(super) const STEPS: &[StepSpec] = &[
    given(
        r"le professionnel valide ses demandes après (\d+) interrogations?",
        after_polls,
    ),
    given(
        "le professionnel (valide|refuse|laisse sans réponse) ses demandes",
        approval,
    ),
    given(
        r"Pro Santé Connect demande d'attendre (\d+) secondes? entre deux interrogations",
        |scene, args| live(scene, args, |lives, time| lives.interval = time),
    ),
    given(
        r"Pro Santé Connect abandonne une demande restée (\d+) secondes sans réponse",
        |scene, args| live(scene, args, |lives, time| lives.auth_req = time),
    ),
    given(
        r"les jetons d'accès de Pro Santé Connect vivent (\d+) secondes",
        |scene, args| live(scene, args, |lives, time| lives.access = time),
    ),
    given(
        "Pro Santé Connect refuse de prolonger les sessions",
        refuse_refresh,
    ),
    given(
        "Pro Santé Connect rend (une? (?:état|nonce|jeton|réponse) .+|les données d'une autre personne)",
        deviate,
    ),
    given("Pro Santé Connect répond de nouveau normalement", restore),
];

/// The deviation behind the words of a scenario.
fn deviation(words: &str) -> Result<Deviation, StepError> {
    Ok(match words {
        "un état altéré" => Deviation::StateAltere,
        "une réponse sans état" => Deviation::StateAbsent,
        "un nonce altéré" => Deviation::NonceAltere,
        "un jeton sans nonce" => Deviation::NonceAbsent,
        "un jeton à la signature altérée" => Deviation::SignatureAlteree,
        "un jeton signé d'une clé inconnue" => Deviation::CleInconnue,
        "un jeton expiré" => Deviation::JetonExpire,
        "un jeton destiné à un autre logiciel" => Deviation::AudienceAlteree,
        "un jeton d'un autre émetteur" => Deviation::EmetteurAltere,
        "un jeton sans signature" => Deviation::AlgNone,
        "un jeton signé avec la clé publique" => Deviation::AlgConfus,
        "les données d'une autre personne" => Deviation::SubIncoherent,
        other => {
            return Err(StepError::new(format!(
                "Pro Santé Connect ne sait pas rendre « {other} »"
            )));
        }
    })
}

fn deviate<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let deviation = deviation(args.text(0))?;
        scene.lane.psc().deviate(Some(deviation));
        Ok(())
    })
}

fn restore<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        scene.lane.psc().deviate(None);
        Ok(())
    })
}

fn after_polls<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let polls = u32::try_from(args.number(0)?)
            .map_err(|_| StepError::new("ce nombre d'interrogations est trop grand"))?;
        scene
            .lane
            .psc()
            .set_approval(Approval::ApresInterrogations(polls));
        Ok(())
    })
}

fn approval<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        scene.lane.psc().set_approval(match args.text(0) {
            "refuse" => Approval::Refus,
            "laisse sans réponse" => Approval::Silence,
            _ => Approval::Automatique,
        });
        Ok(())
    })
}

fn refuse_refresh<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        scene.lane.psc().refuse_refresh(true);
        Ok(())
    })
}

/// Changes one lifetime, given in seconds.
fn live<'a>(
    scene: &'a mut Scene,
    args: &'a Args,
    change: fn(&mut banc_psc::Lifetimes, Duration),
) -> StepFuture<'a> {
    Box::pin(async move {
        let seconds = args.number(0)?;
        let time = Duration::from_secs(
            u64::try_from(seconds).map_err(|_| StepError::new("cette durée est trop grande"))?,
        );
        scene.lane.psc().set_lifetimes(|lives| change(lives, time));
        StepResult::Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deviation_of_the_features_is_known_and_no_other() {
        let set = crate::feature_set::FeatureSet::load(None).unwrap();
        let mut seen = 0;
        for (_, scenario) in set.scenarios() {
            for step in &scenario.steps {
                let words = step.value.strip_prefix("Pro Santé Connect rend ");
                if let Some(words) = words {
                    deviation(words).unwrap();
                    seen += 1;
                }
            }
        }
        assert!(seen >= 12, "only {seen} deviations are played");
        assert!(deviation("un café").is_err());
    }
}
