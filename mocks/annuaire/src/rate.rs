//! The limit of calls by key, on monotonic time: so many in any window of that length.
//!
//! Source: 17 calls per second and per application (documentation); that the window slides is
//! inferred.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use banc_core::clock::Mono;

use crate::config::Rate;

/// Calls of the last window, by key.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    calls: Mutex<BTreeMap<String, VecDeque<Mono>>>,
}

impl Meter {
    /// Counts a call, unless the limit is reached: one that is refused does not count.
    pub(crate) fn admit(&self, key: &str, now: Mono, limit: &Rate) -> bool {
        if !limit.actif {
            return true;
        }
        // The map is whole between two statements: a panic elsewhere leaves nothing half done.
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        let window = calls.entry(key.to_owned()).or_default();
        while window
            .front()
            .is_some_and(|first| now.since(*first) >= limit.periode)
        {
            window.pop_front();
        }
        if window.len() >= limit.requetes {
            return false;
        }
        window.push_back(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::AnnuaireConfig;

    const MS: u64 = 1_000_000;

    #[test]
    fn seventeen_calls_pass_in_any_second_and_keys_are_apart() {
        let limit = AnnuaireConfig::default().debit;
        let meter = Meter::default();
        for call in 0..17 {
            assert!(meter.admit("une", Mono(call * MS), &limit), "{call}");
        }
        assert!(!meter.admit("une", Mono(999 * MS), &limit));
        assert!(meter.admit("autre", Mono(999 * MS), &limit));
        assert!(meter.admit("une", Mono(1000 * MS), &limit));
        assert!(!meter.admit("une", Mono(1000 * MS), &limit));
        assert!(meter.admit("une", Mono(1001 * MS), &limit));
    }

    #[test]
    fn a_limit_that_is_off_lets_everything_pass() {
        let limit = AnnuaireConfig::from_toml("[debit]\nactif = false")
            .unwrap()
            .debit;
        let meter = Meter::default();
        assert!((0..100).all(|_| meter.admit("une", Mono(0), &limit)));
    }
}
