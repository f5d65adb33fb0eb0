//! INSi out of order, and back.

use super::{Args, StepError, StepFuture, StepResult, StepSpec, given};
use crate::world::Scene;

pub(super) const STEPS: &[StepSpec] = &[
    given(
        "INSi (est indisponible|coupe les connexions|ne rend qu'une partie de ses réponses|se dit momentanément inaccessible)",
        break_down,
    ),
    given("INSi est rétabli", restore),
];

/// The fault behind the words, as a fault plan writes it.
fn fault(words: &str) -> &'static str {
    match words {
        "coupe les connexions" => "{ nom = \"reinitialisation\" }",
        "ne rend qu'une partie de ses réponses" => "{ nom = \"corps_tronque\", octet = 200 }",
        // Source: seen in a client (live capture).
        "se dit momentanément inaccessible" => {
            "{ nom = \"refus_officiel\", code = \"desir_1020\" }"
        }
        _ => "{ nom = \"statut_http\", code = 503 }",
    }
}

fn break_down<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let rule = format!(
            "\n[[regle]]\nnom = \"scenario-panne\"\nservice = \"insi\"\nfaute = {}\n",
            fault(args.text(0))
        );
        set(scene, &format!("{}{rule}", scene.base_plan))
    })
}

fn restore<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move { set(scene, &scene.base_plan) })
}

fn set(scene: &Scene, plan: &str) -> StepResult {
    scene
        .lane
        .set_plan(plan)
        .map_err(|error| StepError::new(format!("plan de pannes : {error}")))
}
