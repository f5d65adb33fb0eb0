//! The Annuaire Santé: a recipient searched while a message is written, the import of the extraction,
//! an account whose number is looked up.

mod choice;

use banc_contract::{Action, Correspondent, DirectoryCriteria, LocalAccount, Outcome};
use banc_engine::Check;
use banc_engine::check::account_number::AccountNumber;
use banc_engine::check::correspondents_held::CorrespondentsHeld;
use banc_engine::check::correspondents_proposed::{CorrespondentsProposed, Expected};
use banc_engine::check::directory_asked::DirectoryAsked;
use banc_engine::check::directory_calls_bounded::DirectoryCallsBounded;
use banc_engine::check::draft_unchanged::DraftUnchanged;
use banc_engine::check::extraction_fetched::ExtractionFetched;
use banc_engine::check::failure_told_apart::FailureToldApart;
use banc_engine::check::recipient_inserted::RecipientInserted;
use banc_engine::check::result_told::ResultTold;

use self::choice::{Person, criteria, matching};
use super::compte::recalled;
use super::{Args, StepError, StepFuture, StepResult, StepSpec, given, then, when};
use crate::accounts;
use crate::world::Scene;

/// RPPS numbers of the professionals whom the scenario is about, separated by commas; empty when the
/// directory knows nobody by the name kept beside.
const RPPS: &str = "annuaire.rpps";
const NOM: &str = "annuaire.nom";
const PRENOM: &str = "annuaire.prenom";
/// Address that the user picked last.
const ADRESSE: &str = "annuaire.adresse";
/// Login and number of the account whose number is missing.
const INCOMPLET: &str = "annuaire.incomplet";
const INCOMPLET_RPPS: &str = "annuaire.incomplet.rpps";
/// Login of the account that is created; the steps of sign-in read it.
const COMPTE: &str = "compte";

pub(super) const STEPS: &[StepSpec] = &[
    given(
        "un utilisateur du cabinet a ouvert une session locale",
        signed_in,
    ),
    given(
        "un compte du cabinet auquel manque le numéro RPPS de son titulaire",
        incomplete_account,
    ),
    given(
        "un professionnel de l'annuaire avec (une seule|plusieurs) adresses? MSSanté, à chercher par (.+)",
        with_mailbox,
    ),
    given(
        "un professionnel de l'annuaire sans adresse MSSanté",
        without_mailbox,
    ),
    given(
        "plusieurs professionnels du même nom dans l'annuaire",
        homonyms,
    ),
    given("un professionnel que l'annuaire ne connaît pas", unknown),
    given(
        "un professionnel de l'annuaire dont personne d'autre ne porte le nom",
        alone,
    ),
    given(
        "un autre professionnel de l'annuaire dont personne d'autre ne porte le nom",
        another_alone,
    ),
    given(
        "le professionnel a déjà cherché ce destinataire par (.+)",
        searched,
    ),
    given("l'annuaire est indisponible", break_down),
    given("l'annuaire est rétabli", restore),
    when("le professionnel cherche ce destinataire par (.+)", search),
    when(
        "le professionnel choisit ce destinataire(, sans dire l'adresse puis en choisissant la dernière)?",
        pick,
    ),
    when("le cabinet importe l'extraction de l'annuaire", import),
    when(
        "le cabinet crée un compte pour ce professionnel, sans son numéro RPPS",
        create_account,
    ),
    then(
        "l'annuaire a été interrogé avec ce qui a été saisi",
        |scene, _| {
            Ok(Check::DirectoryAsked(DirectoryAsked {
                criteres: last_criteria(scene)?,
            }))
        },
    ),
    then(
        "l'annuaire a été interrogé sur le nom de ce professionnel",
        |scene, _| {
            Ok(Check::DirectoryAsked(DirectoryAsked {
                criteres: DirectoryCriteria {
                    nom: Some(recalled(scene, NOM)?),
                    ..DirectoryCriteria::default()
                },
            }))
        },
    ),
    then(r"l'annuaire a reçu au plus (\d+) appels", |_, args| {
        let max = args.number(0)?;
        Ok(Check::DirectoryCallsBounded(DirectoryCallsBounded { max }))
    }),
    then(
        "ce destinataire est proposé avec les adresses de l'annuaire",
        |scene, _| proposed(scene, false),
    ),
    then(
        "tous ces professionnels sont proposés, chacun avec ses adresses",
        |scene, _| proposed(scene, false),
    ),
    then("aucune adresse n'est proposée pour lui", |scene, _| {
        proposed(scene, true)
    }),
    then("aucun correspondant n'est proposé", |_, _| {
        Ok(Check::CorrespondentsProposed(
            CorrespondentsProposed::default(),
        ))
    }),
    then(
        "le message en cours n'a reçu aucun destinataire",
        |_, _| Ok(Check::DraftUnchanged(DraftUnchanged {})),
    ),
    then(
        "l'adresse choisie, et elle seule, est dans le message en cours",
        |scene, _| {
            Ok(Check::RecipientInserted(RecipientInserted {
                adresse: recalled(scene, ADRESSE)?,
            }))
        },
    ),
    then(
        "l'utilisateur sait ce que (?:la recherche|l'import|la création) a donné",
        |_, _| Ok(Check::ResultTold(ResultTold {})),
    ),
    then(
        "la panne est dite, et n'est pas montrée comme une recherche sans résultat",
        |_, _| Ok(Check::FailureToldApart(FailureToldApart {})),
    ),
    then("l'annuaire a servi son extraction au logiciel", |_, _| {
        Ok(Check::ExtractionFetched(ExtractionFetched {}))
    }),
    then(
        "les correspondants du logiciel portent leur numéro RPPS de l'annuaire",
        held,
    ),
    then(
        "le compte de ce professionnel porte son numéro RPPS de l'annuaire",
        |scene, _| account(scene, Some(recalled(scene, RPPS)?)),
    ),
    then(
        "le compte de ce professionnel existe sans numéro RPPS, à compléter",
        |scene, _| account(scene, None),
    ),
    then(
        "le compte auquel manquait son numéro RPPS porte celui de l'annuaire",
        |scene, _| {
            Ok(Check::AccountNumber(AccountNumber {
                compte: recalled(scene, INCOMPLET)?,
                rpps: Some(recalled(scene, INCOMPLET_RPPS)?),
            }))
        },
    ),
];

fn account(scene: &Scene, rpps: Option<String>) -> Result<Check, StepError> {
    Ok(Check::AccountNumber(AccountNumber {
        compte: recalled(scene, COMPTE)?,
        rpps,
    }))
}

/// The professionals whom the scenario is about.
fn people(scene: &Scene) -> Result<Vec<Person>, StepError> {
    let dataset = scene.lane.annuaire().dataset();
    recalled(scene, RPPS)?
        .split(',')
        .filter(|rpps| !rpps.is_empty())
        .map(|rpps| {
            Person::of(dataset, rpps).ok_or_else(|| {
                StepError::new(format!(
                    "l'annuaire simulé ne connaît pas le professionnel {rpps}"
                ))
            })
        })
        .collect()
}

/// Keeps the professionals whom the scenario is about.
fn remember(scene: &mut Scene, people: &[Person]) -> StepResult {
    let first = people
        .first()
        .ok_or_else(|| StepError::new("aucun professionnel de l'annuaire simulé ne convient"))?;
    let numbers: Vec<&str> = people.iter().map(|each| each.rpps.as_str()).collect();
    scene.session.remember(RPPS, numbers.join(","));
    scene.session.remember(NOM, first.nom.clone());
    scene.session.remember(PRENOM, first.prenom.clone());
    Ok(())
}

fn signed_in<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let action = Action::OpenSession {
            compte: accounts::SECRETARY.to_owned(),
            mot_de_passe: accounts::PASSWORD.to_owned(),
        };
        scene.set_up(action).await.map(|_| ())
    })
}

fn with_mailbox<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let several = args.text(0) == "plusieurs";
        let person =
            choice::most_selective(scene.lane.annuaire().dataset(), several, args.text(1))?;
        remember(scene, &[person])
    })
}

fn without_mailbox<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let dataset = scene.lane.annuaire().dataset();
        let person = dataset
            .without_mailbox()
            .first()
            .map(|one| Person::new(dataset, one));
        remember(scene, &person.into_iter().collect::<Vec<_>>())
    })
}

fn homonyms<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let dataset = scene.lane.annuaire().dataset();
        let groups = dataset.homonyms();
        let group = groups.first().into_iter().flatten();
        let people: Vec<Person> = group.map(|one| Person::new(dataset, one)).collect();
        remember(scene, &people)
    })
}

fn unknown<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let (nom, prenom) = ("INTROUVABLE", "ABSENTE");
        let criteres = DirectoryCriteria {
            nom: Some(nom.to_owned()),
            ..DirectoryCriteria::default()
        };
        if !matching(scene.lane.annuaire().dataset(), &criteres).is_empty() {
            return Err(StepError::new(format!(
                "l'annuaire simulé connaît « {nom} »"
            )));
        }
        scene.session.remember(RPPS, "");
        scene.session.remember(NOM, nom);
        scene.session.remember(PRENOM, prenom);
        Ok(())
    })
}

fn alone<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move { remember_alone(scene, 0) })
}

fn another_alone<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move { remember_alone(scene, 1) })
}

fn remember_alone(scene: &mut Scene, rank: usize) -> StepResult {
    let person = choice::alone(scene.lane.annuaire().dataset(), rank);
    remember(scene, &person.into_iter().collect::<Vec<_>>())
}

/// The practice is prepared again with one account more: what was done before is forgotten.
fn incomplete_account<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let person = choice::alone(scene.lane.annuaire().dataset(), 2).ok_or_else(|| {
            StepError::new("aucun professionnel de l'annuaire simulé ne convient")
        })?;
        let login = "dr.incomplet".to_owned();
        scene.session.remember(INCOMPLET, login.clone());
        scene.session.remember(INCOMPLET_RPPS, person.rpps.clone());
        let mut preparation = scene.preparation.clone();
        preparation.comptes.push(LocalAccount {
            compte: login,
            mot_de_passe: accounts::PASSWORD.to_owned(),
            nom: person.nom,
            prenom: person.prenom,
            rpps: None,
        });
        scene.prepare_again(&preparation).await
    })
}

fn search_action(scene: &Scene, words: &str) -> Result<Action, StepError> {
    let criteres = match people(scene)?.first() {
        Some(person) => criteria(person, words)?,
        None => DirectoryCriteria {
            nom: Some(recalled(scene, NOM)?),
            prenom: Some(recalled(scene, PRENOM)?),
            ..DirectoryCriteria::default()
        },
    };
    Ok(Action::SearchDirectory { criteres })
}

fn searched<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let action = search_action(scene, args.text(0))?;
        scene.act(action, true).await.map(|_| ())
    })
}

fn search<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let action = search_action(scene, args.text(0))?;
        scene.act(action, false).await.map(|_| ())
    })
}

/// The criteria of the last search and what it proposed.
fn last_search(scene: &Scene) -> Result<(&DirectoryCriteria, &[Correspondent]), StepError> {
    let acts = scene.session.record().acts.iter().rev();
    acts.into_iter()
        .find_map(|act| {
            let Action::SearchDirectory { criteres } = &act.action else {
                return None;
            };
            let found = match &act.outcome {
                Some(Outcome::Fait(done)) => done.correspondants.as_deref().unwrap_or_default(),
                _ => &[],
            };
            Some((criteres, found))
        })
        .ok_or_else(|| StepError::new("aucune recherche n'a été faite dans l'annuaire"))
}

fn last_criteria(scene: &Scene) -> Result<DirectoryCriteria, StepError> {
    last_search(scene).map(|(criteres, _)| criteres.clone())
}

fn proposed(scene: &Scene, facultatif: bool) -> Result<Check, StepError> {
    let criteres = last_criteria(scene)?;
    Ok(Check::CorrespondentsProposed(CorrespondentsProposed {
        attendus: people(scene)?
            .into_iter()
            .map(|person| Expected {
                rpps: person.rpps,
                adresses: person.adresses,
                facultatif,
            })
            .collect(),
        admis: matching(scene.lane.annuaire().dataset(), &criteres),
    }))
}

/// Picks the professional as the software proposed them. When it did not, there is nobody to pick, and
/// the checks say so.
fn pick<'a>(scene: &'a mut Scene, args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let person = people(scene)?
            .into_iter()
            .next()
            .ok_or_else(|| StepError::new("le scénario ne parle d'aucun professionnel"))?;
        let last = person
            .adresses
            .last()
            .cloned()
            .ok_or_else(|| StepError::new("ce professionnel n'a pas d'adresse MSSanté"))?;
        scene.session.remember(ADRESSE, last.clone());
        let (_, found) = last_search(scene)?;
        let Some(correspondant) = found
            .iter()
            .find(|each| each.rpps.as_deref() == Some(person.rpps.as_str()))
            .map(|each| each.id.clone())
        else {
            return Err(StepError::new(
                "le logiciel n'a pas proposé ce destinataire, il n'y a rien à choisir",
            ));
        };
        let with = |adresse| Action::PickCorrespondent {
            correspondant: correspondant.clone(),
            adresse,
        };
        scene.act(with(None), false).await?;
        if args.get(0).is_some() {
            scene.act(with(Some(last)), false).await?;
        }
        Ok(())
    })
}

fn import<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        scene
            .act(Action::ImportExtraction {}, false)
            .await
            .map(|_| ())
    })
}

/// Professionals of each case that have an activity in the extraction: one mailbox, several, none.
fn held(scene: &Scene, _args: &Args) -> Result<Check, StepError> {
    let dataset = scene.lane.annuaire().dataset();
    let cases = [
        dataset.unique_with_mailbox(),
        dataset.with_several_mailboxes(),
        dataset.without_mailbox(),
    ];
    let attendus: Vec<Expected> = cases
        .into_iter()
        .filter_map(|case| {
            let mut listed = case
                .into_iter()
                .filter(|one| one.active_situations().next().is_some());
            listed.next()
        })
        .map(|one| Expected {
            rpps: one.rpps.clone(),
            // The extraction of professionals bears no MSSanté address.
            adresses: Vec::new(),
            facultatif: false,
        })
        .collect();
    if attendus.is_empty() {
        return Err(StepError::new("l'extraction simulée ne contient personne"));
    }
    Ok(Check::CorrespondentsHeld(CorrespondentsHeld { attendus }))
}

fn create_account<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        let nom = recalled(scene, NOM)?;
        let login = format!("dr.{}", nom.to_lowercase().replace([' ', '\''], "."));
        scene.session.remember(COMPTE, login.clone());
        let compte = LocalAccount {
            compte: login,
            mot_de_passe: accounts::PASSWORD.to_owned(),
            nom,
            prenom: recalled(scene, PRENOM)?,
            rpps: None,
        };
        scene
            .act(Action::CreateAccount { compte }, false)
            .await
            .map(|_| ())
    })
}

fn break_down<'a>(scene: &'a mut Scene, _args: &'a Args) -> StepFuture<'a> {
    Box::pin(async move {
        // Source: real incidents of the directory, days of 502 and 504; 503 is the plainest of them.
        let rule = "\n[[regle]]\nnom = \"scenario-panne-annuaire\"\nservice = \"annuaire\"\nfaute = { nom = \"statut_http\", code = 503 }\n";
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
