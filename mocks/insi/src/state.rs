//! What scenarios change in one lane's INSi: its base and its scripted answers.
//!
//! Locks are held for a pointer copy or a queue step, never during an answer.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use banc_core::observed::insi::InsiOperation;
use banc_fixtures::Identity;

use crate::base::Base;
use crate::script::{Reply, ScriptedAnswer};

/// State of one lane.
#[derive(Debug)]
pub struct State {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    base: Arc<Base>,
    script: VecDeque<ScriptedAnswer>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            inner: Mutex::new(Inner {
                base: initial(),
                script: VecDeque::new(),
            }),
        }
    }
}

/// The embedded identities, indexed once for all lanes.
fn initial() -> Arc<Base> {
    static BASE: OnceLock<Arc<Base>> = OnceLock::new();
    let build = || {
        Arc::new(Base::new(
            banc_fixtures::identities()
                .all
                .iter()
                .cloned()
                .map(Arc::new),
        ))
    };
    Arc::clone(BASE.get_or_init(build))
}

impl State {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Every change is a single assignment: a panic elsewhere leaves nothing half done.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The base as it is now; later changes do not touch it.
    pub fn base(&self) -> Arc<Base> {
        Arc::clone(&self.lock().base)
    }

    /// Adds an identity, or replaces the one with the same `id`.
    pub fn add(&self, identity: Identity) {
        self.add_all([identity]);
    }

    /// Adds identities, each replacing the one with the same `id`.
    pub fn add_all(&self, identities: impl IntoIterator<Item = Identity>) {
        let mut inner = self.lock();
        let known = inner.base.identities().iter().cloned();
        inner.base = Arc::new(Base::new(known.chain(identities.into_iter().map(Arc::new))));
    }

    /// Removes an identity; false when it was not there.
    pub fn remove(&self, id: &str) -> bool {
        let mut inner = self.lock();
        let kept: Vec<_> = inner
            .base
            .identities()
            .iter()
            .filter(|i| i.id != id)
            .cloned()
            .collect();
        let removed = kept.len() < inner.base.identities().len();
        inner.base = Arc::new(Base::new(kept));
        removed
    }

    /// Replaces the whole base.
    pub fn replace(&self, identities: impl IntoIterator<Item = Identity>) {
        let base = Arc::new(Base::new(identities.into_iter().map(Arc::new)));
        self.lock().base = base;
    }

    /// Replaces the scripted answers.
    pub fn script(&self, answers: Vec<ScriptedAnswer>) {
        self.lock().script = answers.into();
    }

    /// Scripted answers that are still to be used.
    pub fn pending(&self) -> Vec<ScriptedAnswer> {
        self.lock().script.iter().cloned().collect()
    }

    /// Returns to the embedded identities, without script.
    pub fn reset(&self) {
        *self.lock() = Inner {
            base: initial(),
            script: VecDeque::new(),
        };
    }

    /// The scripted answer to this call, used up when it was the last time.
    pub(crate) fn next(&self, operation: InsiOperation) -> Option<Reply> {
        let mut inner = self.lock();
        let waits =
            |script: &ScriptedAnswer| script.operation.is_none_or(|wanted| wanted == operation);
        let at = inner.script.iter().position(waits)?;
        let script = &mut inner.script[at];
        if script.toujours {
            return Some(script.reponse.clone());
        }
        script.fois = script.fois.saturating_sub(1);
        if script.fois > 0 {
            return Some(script.reponse.clone());
        }
        inner.script.remove(at).map(|script| script.reponse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_of_this_lane_alone_and_can_be_undone() {
        let (one, other) = (State::default(), State::default());
        let before = one.base();
        assert!(one.remove("adrun-zoe"));
        assert!(!one.remove("adrun-zoe"));
        assert!(one.base().by_id("adrun-zoe").is_none());
        assert!(before.by_id("adrun-zoe").is_some() && other.base().by_id("adrun-zoe").is_some());
        one.reset();
        assert!(one.base().by_id("adrun-zoe").is_some());
        one.replace([]);
        assert!(one.base().identities().is_empty());
    }

    #[test]
    fn scripts_are_used_in_order_by_operation() {
        let state = State::default();
        let code = |code: &str| Reply::Code {
            code: code.into(),
            libelle: None,
        };
        state.script(vec![
            ScriptedAnswer {
                fois: 2,
                ..ScriptedAnswer::once(code("02"))
            },
            ScriptedAnswer {
                operation: Some(InsiOperation::Verification),
                ..ScriptedAnswer::always(code("KO"))
            },
        ]);
        for _ in 0..2 {
            assert_eq!(state.next(InsiOperation::RechercheTraits), Some(code("02")));
        }
        assert_eq!(state.next(InsiOperation::RechercheTraits), None);
        for _ in 0..3 {
            assert_eq!(state.next(InsiOperation::Verification), Some(code("KO")));
        }
    }
}
