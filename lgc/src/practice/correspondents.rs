//! What the practice holds of the directory: the last search proposed, the address book, the look-ups
//! that were postponed.

use std::collections::BTreeSet;

use banc_contract::Answer;

use super::PracticeState;
use crate::annuaire::Entry;
use crate::annuaire::book::Book;

/// See the module.
#[derive(Debug, Default)]
pub struct Correspondents {
    /// Proposed by the last search.
    pub(super) proposed: Vec<Entry>,
    /// Held.
    pub(super) book: Book,
    /// Logins of the accounts whose look-up failed: looked up again once the directory answers.
    pub(super) postponed: BTreeSet<String>,
}

impl Correspondents {
    /// The correspondent that the user names: proposed by the last search, else held.
    pub(super) fn find(&self, id: &str) -> Option<Entry> {
        self.proposed
            .iter()
            .find(|entry| entry.id == id)
            .cloned()
            .or_else(|| self.book.find(id))
    }
}

impl PracticeState {
    /// `correspondants`: the address book.
    pub(super) fn shown_correspondents(&self) -> Answer {
        Answer::Correspondants(self.correspondents.book.shown())
    }
}
