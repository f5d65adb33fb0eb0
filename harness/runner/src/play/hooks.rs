//! What happens around a scenario: its lane, its session, its record.

use std::rc::Rc;
use std::time::Duration;

use banc_engine::Verdict;
use banc_engine::driver::Caller;
use banc_engine::record::{ScenarioRecord, StepStatus};
use banc_engine::session::{Session, SessionParts};
use banc_engine::tally::scenario_verdict;
use banc_server::LaneOptions;
use cucumber::gherkin::{Feature, Scenario};
use cucumber::step::Context;
use futures_util::future::LocalBoxFuture;

use super::{Stage, Told, preparation};
use crate::feature_set::{identifier, number, tags};
use crate::world::{Planned, Scene, SceneParts, World};

/// Plays any step of any scenario.
pub(super) fn step(world: &mut World, context: Context) -> LocalBoxFuture<'_, ()> {
    Box::pin(async move {
        // Without a scene the `before` hook has failed and said so.
        if let Some(scene) = world.scene.as_mut() {
            scene.play(&context.step).await;
        }
    })
}

fn planned(feature: &Feature, scenario: &Scenario) -> Planned {
    Planned {
        id: identifier(scenario).to_owned(),
        number: number(scenario).to_owned(),
        name: scenario.name.clone(),
        feature: feature.name.clone(),
        tags: tags(feature, scenario).map(str::to_owned).collect(),
    }
}

/// Opens the lane and prepares the software.
pub(super) async fn before(
    stage: Rc<Stage>,
    feature: &Feature,
    scenario: &Scenario,
    world: &mut World,
) {
    let planned = planned(feature, scenario);
    stage.tell(Told::Started(planned.id.clone(), planned.name.clone()));
    match set(&stage, &planned).await {
        Ok(scene) => world.scene = Some(scene),
        Err(reason) => world.lost = Some(reason),
    }
}

async fn set(stage: &Stage, planned: &Planned) -> Result<Scene, String> {
    let plan = stage.options.plan.clone().unwrap_or_default();
    let lane_options = LaneOptions {
        name: planned.id.clone(),
        ports: stage.ports,
        plan: Some(plan.clone()),
        ..LaneOptions::default()
    };
    let lane = stage
        .stack
        .open_lane(lane_options)
        .map_err(|error| error.to_string())?;
    let caller = Caller {
        execution: stage.execution.clone(),
        scenario: planned.id.clone(),
    };
    let mut preparation =
        preparation(&stage.stack, Some(&lane), &caller).map_err(|error| error.to_string())?;
    if ["PSC", "ANN"]
        .iter()
        .any(|tag| planned.tags.iter().any(|own| own == tag))
    {
        // With accounts, a practice begins signed out; without, its default user is signed in.
        preparation.comptes = crate::accounts::local();
    }
    let mut session = Session::new(SessionParts {
        lane: planned.id.clone(),
        caller,
        driver: std::sync::Arc::clone(&stage.driver),
        journal: stage.stack.journal().clone(),
        clock: stage.stack.clock().clone(),
        deadline: stage.options.action_deadline,
        quiet_window: stage.options.quiet_window,
    });
    if stage
        .catalogue
        .scenario(&planned.number)
        .is_some_and(|map| map.provisoire)
    {
        session.provisional();
    }
    match session.prepare(&preparation).await {
        Err(error) => session.block(&format!("l'adaptateur n'a pas pu être préparé : {error}")),
        Ok(answer) => {
            if let Err(reason) = crate::accounts::register(&lane, &answer) {
                session.block(&reason);
            }
        }
    }
    Ok(Scene::new(SceneParts {
        planned: planned.clone(),
        session,
        lane,
        catalogue: std::sync::Arc::clone(&stage.catalogue),
        capabilities: stage.capabilities.clone(),
        preparation,
        base_plan: plan,
    }))
}

/// Closes the lane and makes the record.
pub(super) async fn after(
    stage: Rc<Stage>,
    feature: &Feature,
    scenario: &Scenario,
    world: Option<&mut World>,
) {
    let (scene, lost) = world.map_or((None, None), |world| {
        (world.scene.take(), world.lost.take())
    });
    let Some(mut scene) = scene else {
        let reason = lost.unwrap_or_else(|| "the bench lost this scenario".to_owned());
        let planned = planned(feature, scenario);
        let record = unplayed(&stage, &planned, reason.clone());
        stage.tell(Told::Ended(Box::new(record), vec![reason]));
        return;
    };
    if let Err(error) = stage.stack.close_lane(&scene.planned.id).await {
        scene.troubles.push(error.to_string());
    }
    let bugs = scene.troubles.clone();
    stage.tell(Told::Ended(Box::new(record(&stage, scene)), bugs));
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn record(stage: &Stage, scene: Scene) -> ScenarioRecord {
    let ended = stage.stack.clock().mono();
    let exchanges = scene.session.exchanges();
    let mut troubles = scene.troubles;
    troubles.extend(scene.session.troubles().iter().cloned());
    troubles.extend(scene.session.late_call());
    troubles.extend(
        exchanges
            .iter()
            .filter_map(|exchange| exchange.trouble.clone()),
    );
    let mut record = ScenarioRecord {
        lane: scene.planned.id.clone(),
        id: scene.planned.id,
        number: scene.planned.number,
        name: scene.planned.name,
        feature: scene.planned.feature,
        tags: scene.planned.tags,
        started_ms: millis(scene.began.since(stage.began)),
        duration_ms: millis(ended.since(scene.began)),
        steps: scene.steps,
        verdict: Verdict::NonConcluant,
        exchanges: exchanges.iter().map(|exchange| exchange.number).collect(),
        troubles,
    };
    record.verdict = scenario_verdict(&record);
    record
}

/// The record of a scenario that could not begin.
fn unplayed(stage: &Stage, planned: &Planned, reason: String) -> ScenarioRecord {
    let now = stage.stack.clock().mono();
    ScenarioRecord {
        id: planned.id.clone(),
        number: planned.number.clone(),
        name: planned.name.clone(),
        feature: planned.feature.clone(),
        tags: planned.tags.clone(),
        lane: planned.id.clone(),
        started_ms: millis(now.since(stage.began)),
        duration_ms: 0,
        steps: vec![banc_engine::record::StepRecord {
            kind: banc_engine::record::StepKind::Given,
            text: "Préparation du banc et du logiciel".to_owned(),
            status: StepStatus::Failed {
                reason: reason.clone(),
            },
            at_ms: 0,
            duration_ms: 0,
            acts: Vec::new(),
            check: None,
        }],
        verdict: Verdict::NonConcluant,
        exchanges: Vec::new(),
        troubles: vec![reason],
    }
}

impl Stage {
    fn tell(&self, told: Told) {
        // Nobody listens any more only when the run folder failed, which is said elsewhere.
        let _ = self.told.send(told);
    }
}
