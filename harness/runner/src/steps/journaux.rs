//! What the software's journals keep of calls, accesses and changes.

use banc_engine::Check;
use banc_engine::check::authentication_traced::AuthenticationTraced;
use banc_engine::check::call_author::CallAuthor;
use banc_engine::check::call_traced::CallTraced;
use banc_engine::check::data_traced::DataTraced;
use banc_engine::check::event_traced::EventTraced;
use banc_engine::check::statuses_crossed::StatusesCrossed;

use super::traits::USAGER;
use super::{Args, StepError, StepSpec, then, words};
use crate::world::Scene;

pub(super) const STEPS: &[StepSpec] = &[
    then(
        r#"le journal du logiciel garde la réponse "(\d\d)"(?: et le mode "([^"]+)")?"#,
        search_traced,
    ),
    then(
        r#"le journal du logiciel garde le résultat "(OK|KO)" de la vérification"#,
        |_, args| Ok(traced("verification", None, Some(args.text(0)))),
    ),
    then(
        "le journal du logiciel garde un échec technique de la (recherche|vérification), sans réponse",
        |_, args| {
            let search = args.text(0) == "recherche";
            Ok(traced(
                if search { "recherche" } else { "verification" },
                None,
                None,
            ))
        },
    ),
    then(
        "le journal du logiciel garde toutes les données rendues par INSi",
        |_, _| Ok(Check::DataTraced(DataTraced {})),
    ),
    then(
        "le journal du logiciel garde l'utilisateur, la date et l'heure de chaque appel",
        |_, _| Ok(Check::CallAuthor(CallAuthor { utilisateur: None })),
    ),
    then(
        r#"le journal du logiciel garde "([^"]+)", la date et l'heure de chaque appel"#,
        |_, args| {
            Ok(Check::CallAuthor(CallAuthor {
                utilisateur: Some(args.text(0).to_owned()),
            }))
        },
    ),
    then(
        "le journal du logiciel garde le mode d'authentification de l'appel",
        |_, _| Ok(Check::AuthenticationTraced(AuthenticationTraced {})),
    ),
    then(
        "l'historique de l'identité garde la modification, avec son auteur et sa date",
        |_, _| Ok(event("modification", None)),
    ),
    then(
        r#"l'historique de l'identité garde l'accès de "([^"]+)", avec sa date"#,
        |_, args| Ok(event("consultation", Some(args.text(0)))),
    ),
    then(
        r#"l'historique de l'identité garde les statuts ("[^"]+"(?:, "[^"]+")+)"#,
        crossed,
    ),
];

fn traced(operation: &str, mode: Option<&str>, code: Option<&str>) -> Check {
    Check::CallTraced(CallTraced {
        operation: operation.to_owned(),
        mode: mode.map(str::to_owned),
        code: code.map(str::to_owned),
    })
}

fn search_traced(_scene: &Scene, args: &Args) -> Result<Check, StepError> {
    let mode = match args.get(1) {
        None => None,
        Some("traits") => Some("traits"),
        Some("carte Vitale") => Some("carte_vitale"),
        Some(other) => {
            return Err(StepError::new(format!(
                "« {other} » n'est pas un mode de recherche"
            )));
        }
    };
    Ok(traced("recherche", mode, Some(args.text(0))))
}

fn event(nature: &str, auteur: Option<&str>) -> Check {
    Check::EventTraced(EventTraced {
        usager: USAGER.to_owned(),
        natures: vec![nature.to_owned()],
        champ: None,
        auteur: auteur.map(str::to_owned),
    })
}

fn crossed(_scene: &Scene, args: &Args) -> Result<Check, StepError> {
    let labels = words::quoted(args.text(0));
    let suite = labels
        .iter()
        .map(|label| words::status(label))
        .collect::<Result<_, _>>()?;
    Ok(Check::StatusesCrossed(StatusesCrossed {
        usager: USAGER.to_owned(),
        suite,
    }))
}
