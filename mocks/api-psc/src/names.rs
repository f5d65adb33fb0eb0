//! Header names that come from relayed answers, kept for the life of the process.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Most names kept: an API that invents a new header at each answer must not fill the memory.
const MOST: usize = 512;

static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// The same text, kept once; none when too many different ones were already met.
pub(crate) fn intern(name: &str) -> Option<&'static str> {
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return Some(known);
    }
    if names.len() >= MOST {
        return None;
    }
    let kept: &'static str = String::from(name).leak();
    names.insert(kept);
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_once() {
        let once = intern("x-une-fois").unwrap();
        assert!(std::ptr::eq(once, intern("x-une-fois").unwrap()));
    }
}
