//! The plan in force, which may be replaced while calls are served.

use std::sync::{Arc, PoisonError, RwLock};

use super::FaultPlan;
use crate::journal::{Journal, NoteKind};

/// The plan in force on a lane; clones share it.
#[derive(Clone, Debug, Default)]
pub struct PlanSwitch {
    plan: Arc<RwLock<Arc<FaultPlan>>>,
}

impl PlanSwitch {
    /// A switch that begins with a plan.
    pub fn new(plan: FaultPlan) -> Self {
        Self {
            plan: Arc::new(RwLock::new(Arc::new(plan))),
        }
    }

    /// The plan in force.
    pub fn current(&self) -> Arc<FaultPlan> {
        let plan = self.plan.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&plan)
    }

    /// Puts another plan in force, for the calls whose head comes after, and notes it.
    pub fn replace(&self, plan: FaultPlan, journal: &Journal, lane: Option<&str>) {
        let rules = plan.names().map(str::to_owned).collect();
        *self.plan.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(plan);
        journal.note(lane, NoteKind::FaultPlanChanged { rules });
    }
}
