//! Identities as this software keeps them: names, traits, matricule, statuses, records. Pure rules,
//! no network and no lock.

pub mod comparison;
pub mod matricule;
pub mod name;
pub mod proof;
pub mod record;
pub mod status;
pub mod traits;

pub use record::Record;

/// A refusal in the words shown to the user, in French.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

impl Refusal {
    /// A refusal with these words.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}
