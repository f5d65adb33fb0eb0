//! How a person answers the requests of the simulated provider.

use serde::{Deserialize, Serialize};

/// Who answers, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// Approves at once, without a page.
    #[default]
    Automatique,
    /// CIBA: approves after that many polls answered pending. On the login page: as `Automatique`.
    ApresInterrogations(u32),
    /// A person answers on the login page and on the simulated e-CPS.
    Personne,
    /// Refuses at once.
    Refus,
    /// Nobody answers: the request expires.
    Silence,
}

impl Approval {
    /// True when the login page is shown and waits for someone.
    pub(crate) fn shows_a_page(self) -> bool {
        matches!(self, Self::Personne | Self::Silence)
    }

    /// The answer to a request that was found pending `polls` times, when there is one already.
    pub(crate) fn answer(self, polls: u32) -> Option<bool> {
        match self {
            Self::Automatique => Some(true),
            Self::ApresInterrogations(wanted) => (polls >= wanted).then_some(true),
            Self::Refus => Some(false),
            Self::Personne | Self::Silence => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_when_it_should() {
        assert_eq!(Approval::Automatique.answer(0), Some(true));
        assert_eq!(Approval::Refus.answer(9), Some(false));
        assert_eq!(Approval::Silence.answer(9), None);
        let third = Approval::ApresInterrogations(2);
        assert_eq!(
            [0, 1, 2].map(|polls| third.answer(polls)),
            [None, None, Some(true)]
        );
    }
}
