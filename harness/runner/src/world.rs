//! What a scenario carries from step to step, and how each step is played and recorded.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use banc_contract::action::SearchMode;
use banc_contract::{Action, Done, Outcome, Preparation, Question, Traits};
use banc_core::clock::Mono;
use banc_core::observed::Observed;
use banc_core::observed::insi::InsiAnswer;
use banc_engine::Catalogue;
use banc_engine::catalogue::Proof;
use banc_engine::record::{CheckRecord, StepKind, StepRecord, StepStatus};
use banc_engine::session::Session;
use banc_engine::tally::effective;
use banc_fixtures::Identity;
use banc_server::LaneHandle;
use cucumber::gherkin;
use futures_util::FutureExt as _;

use crate::steps::{self, Run, StepError, StepResult};

/// The cucumber world: empty until the `before` hook sets the scene.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) scene: Option<Scene>,
    /// Why there is no scene.
    pub(crate) lost: Option<String>,
}

impl std::fmt::Debug for World {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let id = self.scene.as_ref().map(|scene| scene.planned.id.as_str());
        formatter
            .debug_struct("World")
            .field("scenario", &id)
            .finish_non_exhaustive()
    }
}

impl cucumber::World for World {
    type Error = std::convert::Infallible;

    async fn new() -> Result<Self, Self::Error> {
        Ok(Self::default())
    }
}

/// A scenario as selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Planned {
    /// Catalogue number, with `#n` for the n-th example of an outline.
    pub(crate) id: String,
    /// Catalogue number.
    pub(crate) number: String,
    /// Name.
    pub(crate) name: String,
    /// Feature's name.
    pub(crate) feature: String,
    /// Tags of the feature and of the scenario, without `@`.
    pub(crate) tags: Vec<String>,
}

/// The person a scenario is about.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// As the reference base knows them.
    pub(crate) reference: Identity,
    /// As typed by the practice.
    pub(crate) typed: Traits,
}

/// One scenario being played.
pub(crate) struct Scene {
    pub(crate) planned: Planned,
    pub(crate) session: Session,
    pub(crate) lane: LaneHandle,
    pub(crate) catalogue: Arc<Catalogue>,
    /// Capabilities declared by the adapter.
    pub(crate) capabilities: Vec<String>,
    /// As sent to the adapter, so that a step may send it again with a change.
    pub(crate) preparation: Preparation,
    /// Fault plan of the run, TOML, to which a step may add.
    pub(crate) base_plan: String,
    pub(crate) person: Option<Person>,
    /// True when the step before was a `Quand`.
    in_window: bool,
    /// Rank of the last `Alors`.
    rank: usize,
    pub(crate) began: Mono,
    pub(crate) steps: Vec<StepRecord>,
    /// Troubles of the bench.
    pub(crate) troubles: Vec<String>,
}

/// What a scene is made of.
pub(crate) struct SceneParts {
    pub(crate) planned: Planned,
    pub(crate) session: Session,
    pub(crate) lane: LaneHandle,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) capabilities: Vec<String>,
    pub(crate) preparation: Preparation,
    pub(crate) base_plan: String,
}

/// Kind of a step: `Et` and `Mais` already have the kind of what precedes.
pub(crate) fn kind_of(step: &gherkin::Step) -> StepKind {
    match step.ty {
        gherkin::StepType::Given => StepKind::Given,
        gherkin::StepType::When => StepKind::When,
        gherkin::StepType::Then => StepKind::Then,
    }
}

impl Scene {
    pub(crate) fn new(parts: SceneParts) -> Self {
        let began = parts.session.clock().mono();
        Self {
            planned: parts.planned,
            session: parts.session,
            lane: parts.lane,
            catalogue: parts.catalogue,
            capabilities: parts.capabilities,
            preparation: parts.preparation,
            base_plan: parts.base_plan,
            person: None,
            in_window: false,
            rank: 0,
            began,
            steps: Vec::new(),
            troubles: Vec::new(),
        }
    }

    fn elapsed_ms(&self) -> u64 {
        let elapsed = self.session.clock().mono().since(self.began);
        u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
    }

    /// Plays a step and records it. What goes wrong is kept here; cucumber sees every step pass.
    pub(crate) async fn play(&mut self, step: &gherkin::Step) {
        let kind = kind_of(step);
        let at_ms = self.elapsed_ms();
        let acts = self.session.record().acts.len();
        let blocked = self.session.record().blocked.is_some();
        let mut check = None;
        let status = match steps::find(kind, &step.value) {
            Err(error) => self.broken(&error.to_string()),
            Ok((Run::Check(build), args)) => {
                self.rank += 1;
                match build(self, &args) {
                    Ok(named) => {
                        check = Some(self.judge(named).await);
                        if blocked {
                            StepStatus::Skipped
                        } else {
                            StepStatus::Done
                        }
                    }
                    // What an earlier step did not do may be missing: that is not the bench's fault.
                    Err(_) if blocked => StepStatus::Skipped,
                    Err(error) => self.broken(&error.to_string()),
                }
            }
            Ok(_) if blocked => StepStatus::Skipped,
            Ok((Run::Do(run), args)) => {
                if kind == StepKind::When && !self.in_window {
                    let questions = self.baseline();
                    self.session.begin_window(questions).await;
                }
                match AssertUnwindSafe(run(self, &args)).catch_unwind().await {
                    Ok(Ok(())) => StepStatus::Done,
                    Ok(Err(StepError(reason))) => {
                        self.session.block(&reason);
                        StepStatus::Failed { reason }
                    }
                    Err(_panic) => self.broken("une étape du banc a paniqué"),
                }
            }
        };
        self.in_window = kind == StepKind::When;
        let duration_ms = self.elapsed_ms().saturating_sub(at_ms);
        let done = self.session.record().acts.len();
        self.steps.push(StepRecord {
            kind,
            text: format!("{}{}", step.keyword, step.value),
            status,
            at_ms,
            duration_ms,
            acts: (acts..done).collect(),
            check,
        });
    }

    /// A failure of the bench itself.
    fn broken(&mut self, reason: &str) -> StepStatus {
        self.session.block(reason);
        self.troubles.push(reason.to_owned());
        StepStatus::Failed {
            reason: reason.to_owned(),
        }
    }

    async fn judge(&mut self, check: banc_engine::Check) -> CheckRecord {
        let judged = AssertUnwindSafe(self.session.verify(&check))
            .catch_unwind()
            .await;
        let (finding, facts) = judged.unwrap_or_else(|_panic| {
            let reason = "un contrôle du banc a paniqué";
            self.troubles.push(reason.to_owned());
            let facts = self.session.record().clone();
            (banc_engine::Finding::non_concluant(reason), facts)
        });
        let preuves = match self.catalogue.preuves(&self.planned.number, self.rank) {
            Some(Proof::Preuves(ids)) => ids.to_vec(),
            Some(Proof::Controle) | None => Vec::new(),
        };
        let map = self.catalogue.scenario(&self.planned.number);
        let preuves: Vec<_> = preuves
            .into_iter()
            .filter(|preuve| map.is_none_or(|map| map.proves(&self.planned.id, preuve)))
            .collect();
        let least_provenance = self.catalogue.least_provenance(&preuves);
        let cap = self.catalogue.cap(&self.planned.number, &preuves);
        let verdict = effective(&finding, least_provenance, cap);
        CheckRecord {
            rank: self.rank,
            preuves,
            check,
            facts,
            finding,
            least_provenance,
            verdict,
        }
    }

    /// What is looked at before a `Quand`, so that an `Alors` can compare.
    fn baseline(&self) -> Vec<Question> {
        let mut questions = vec![Question::ScreenMessage {}];
        let needs = |prefix: &str| self.planned.tags.iter().any(|tag| tag.starts_with(prefix));
        if needs("capacite.patient.") || needs("capacite.identite.") {
            questions.push(Question::Patients {});
        }
        if needs("capacite.annuaire.rechercher") && needs("capacite.brouillon") {
            questions.push(Question::Draft {});
        }
        if needs("capacite.annuaire.importer") {
            questions.push(Question::Correspondents {});
        }
        if needs("capacite.journal.connexions") {
            questions.push(Question::SignInJournal {});
        }
        let declares = |name: &str| self.capabilities.iter().any(|each| each == name);
        if declares("journal.appels") {
            questions.push(Question::CallJournal {});
        }
        if let Some(usager) = self.session.recall("usager").map(str::to_owned) {
            if declares("journal.identite") {
                questions.push(Question::IdentityJournal {
                    usager: usager.clone(),
                });
            }
            questions.push(Question::Identity { usager });
        }
        questions
    }

    /// Plays an action. `Err` when the adapter does not say what came of it: nothing can be
    /// concluded then.
    pub(crate) async fn act(&mut self, action: Action, setup: bool) -> Result<Outcome, StepError> {
        let name = action.name();
        match self.session.act(action, setup).await {
            None => Err(StepError::new(format!(
                "l'adaptateur n'a pas mené à bien {name}"
            ))),
            Some(Outcome::NonSupporte) => Err(StepError::new(format!(
                "l'adaptateur répond « non supporté » à {name}"
            ))),
            Some(Outcome::Inconnu { cause }) => Err(StepError::new(format!(
                "l'adaptateur ne sait pas ce qu'il est advenu de {name} : {cause}"
            ))),
            Some(outcome) => Ok(outcome),
        }
    }

    /// Plays an action of an `Étant donné`, which must succeed.
    pub(crate) async fn set_up(&mut self, action: Action) -> Result<Done, StepError> {
        let name = action.name();
        match self.act(action, true).await? {
            Outcome::Fait(done) => Ok(*done),
            Outcome::Refuse { message, .. } => Err(StepError::new(format!(
                "le logiciel refuse {name} pendant la mise en place : {message}"
            ))),
            _ => Err(StepError::new(format!(
                "{name} n'a pas abouti pendant la mise en place"
            ))),
        }
    }

    /// Prepares the software again, with a change.
    pub(crate) async fn prepare_again(&mut self, preparation: &Preparation) -> StepResult {
        let prepared = self.session.prepare(preparation).await;
        let answer =
            prepared.map_err(|error| StepError::new(format!("mise en place : {error}")))?;
        crate::accounts::register(&self.lane, &answer).map_err(StepError::new)?;
        self.preparation = preparation.clone();
        Ok(())
    }

    /// The record the scenario is about.
    pub(crate) fn usager(&self) -> Result<String, StepError> {
        self.session
            .recall("usager")
            .map(str::to_owned)
            .ok_or_else(|| StepError::new("aucun usager n'a été créé dans ce scénario"))
    }

    /// The person the scenario is about.
    pub(crate) fn person(&self) -> Result<&Person, StepError> {
        self.person
            .as_ref()
            .ok_or_else(|| StepError::new("le scénario ne parle d'aucun usager"))
    }

    /// A search by traits of the record the scenario is about.
    pub(crate) fn search(&self, mode: SearchMode) -> Result<Action, StepError> {
        Ok(Action::SearchIns {
            usager: self.usager()?,
            mode,
            tous_prenoms: false,
            avec_lieu: false,
        })
    }

    /// The business codes that INSi gave since a number of the journal, and the number of calls.
    pub(crate) fn codes_since(&self, from: u64) -> (Vec<String>, usize) {
        let exchanges = self.session.exchanges();
        let calls: Vec<_> = exchanges
            .iter()
            .filter(|each| each.number >= from && &*each.service == "insi")
            .collect();
        let codes = calls
            .iter()
            .filter_map(|exchange| match exchange.observed.as_ref()? {
                Observed::Insi(observed) => match &observed.answer {
                    InsiAnswer::Metier { code, .. } => Some(code.clone()),
                    _ => None,
                },
                _ => None,
            });
        (codes.collect(), calls.len())
    }
}
