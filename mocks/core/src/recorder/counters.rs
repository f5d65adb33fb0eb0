//! The ordinals of the calls of a lane: the n-th call of an operation of a service.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Counters; clones share them.
#[derive(Clone, Debug, Default)]
pub struct CallCounters {
    counts: Arc<Mutex<HashMap<Arc<str>, OfService>>>,
}

/// Operation to its shared name and its count.
type OfService = HashMap<&'static str, (Arc<str>, u64)>;

impl CallCounters {
    /// Ordinal of one more call, from 1, with the operation's name to share.
    pub fn next(&self, service: &Arc<str>, operation: &'static str) -> (Arc<str>, u64) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if !counts.contains_key(service) {
            counts.insert(Arc::clone(service), OfService::new());
        }
        let of_service = counts.entry(Arc::clone(service)).or_default();
        let (name, count) = of_service
            .entry(operation)
            .or_insert_with(|| (operation.into(), 0));
        *count += 1;
        (Arc::clone(name), *count)
    }

    /// Starts again from 1.
    pub fn reset(&self) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.clear();
    }
}
