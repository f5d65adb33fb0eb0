//! The practices at hand: a fresh one per preparation, found again by the headers of each call.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::practice::Practice;

/// Practices kept; the oldest goes when one more is prepared.
const MOST: usize = 1000;

/// Which practice a call is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PracticeKey {
    /// Execution, when the caller names it.
    pub execution: Option<String>,
    /// Scenario, when the caller names it.
    pub scenario: Option<String>,
}

impl PracticeKey {
    /// True when what is asked for is what stands here; what the caller does not name is free.
    fn accepts(&self, asked: &Self) -> bool {
        let agrees = |asked: &Option<String>, own: &Option<String>| asked.is_none() || asked == own;
        agrees(&asked.execution, &self.execution) && agrees(&asked.scenario, &self.scenario)
    }
}

/// Every practice prepared, newest first.
#[derive(Default)]
pub struct Practices {
    kept: Mutex<VecDeque<(PracticeKey, Arc<Practice>)>>,
}

impl Practices {
    /// Keeps a fresh practice, in place of the one of the same key.
    pub fn prepare(&self, key: PracticeKey, practice: Practice) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(other, _)| *other != key);
        kept.push_front((key, Arc::new(practice)));
        kept.truncate(MOST);
    }

    /// The newest practice that the caller may mean.
    pub fn find(&self, asked: &PracticeKey) -> Option<Arc<Practice>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter()
            .find(|(key, _)| key.accepts(asked))
            .map(|(_, practice)| Arc::clone(practice))
    }

    /// The same, with its key.
    pub fn find_with_key(&self, asked: &PracticeKey) -> Option<(PracticeKey, Arc<Practice>)> {
        self.all().into_iter().find(|(key, _)| key.accepts(asked))
    }

    /// Keys and practices, newest first.
    pub fn all(&self) -> Vec<(PracticeKey, Arc<Practice>)> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().cloned().collect()
    }
}
