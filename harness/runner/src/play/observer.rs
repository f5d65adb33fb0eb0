//! Cucumber's writer: it writes nothing, and notes what cucumber itself says went wrong, which our
//! steps never should.

use cucumber::event::{Cucumber, Feature, Hook, Rule, Scenario, Step};
use cucumber::{Event, Writer, cli, parser};

use crate::world::World;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Observer {
    pub(super) troubles: Vec<String>,
}

impl Writer<World> for Observer {
    type Cli = cli::Empty;

    async fn handle_event(
        &mut self,
        event: parser::Result<Event<Cucumber<World>>>,
        _cli: &Self::Cli,
    ) {
        match event {
            Err(error) => self.troubles.push(format!("feature: {error}")),
            Ok(event) => self.look(&event.value),
        }
    }
}

impl Observer {
    fn look(&mut self, event: &Cucumber<World>) {
        let Cucumber::Feature(_, event) = event else {
            return;
        };
        let (name, event) = match event {
            Feature::Scenario(scenario, retryable) => (&scenario.name, &retryable.event),
            Feature::Rule(_, Rule::Scenario(scenario, retryable)) => {
                (&scenario.name, &retryable.event)
            }
            _ => return,
        };
        let trouble = match event {
            Scenario::Hook(kind, Hook::Failed(..)) => Some(format!("{name}: {kind} hook failed")),
            Scenario::Step(step, Step::Skipped) | Scenario::Background(step, Step::Skipped) => {
                Some(format!("{name}: step \"{}\" was skipped", step.value))
            }
            Scenario::Step(step, Step::Failed(..))
            | Scenario::Background(step, Step::Failed(..)) => Some(format!(
                "{name}: step \"{}\" failed in the bench",
                step.value
            )),
            _ => None,
        };
        self.troubles.extend(trouble);
    }
}

impl cucumber::writer::NonTransforming for Observer {}
impl cucumber::writer::Normalized for Observer {}
