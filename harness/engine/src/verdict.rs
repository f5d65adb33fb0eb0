//! The five verdicts, how they merge, and the provenance of evidence.

use serde::{Deserialize, Serialize};

/// A verdict, worst first: the order is the merge order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The software did not do what the exigence asks.
    NonConforme,
    /// Nothing can be said: the bench, the adapter or the network failed.
    NonConcluant,
    /// A human must look: weak provenance, provisional contract or inferred fact.
    ARevoir,
    /// Witnessed as asked.
    Conforme,
    /// The software does not declare the capability.
    NonApplicable,
}

impl Verdict {
    /// The worse of two.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        self.min(other)
    }

    /// The worst of many; `None` when there is none.
    pub fn worst(verdicts: impl IntoIterator<Item = Self>) -> Option<Self> {
        verdicts.into_iter().min()
    }

    /// At most À revoir: Conforme becomes À revoir, the rest is unchanged.
    #[must_use]
    pub fn capped(self) -> Self {
        if self == Self::Conforme {
            Self::ARevoir
        } else {
            self
        }
    }

    /// Label shown in reports.
    pub fn label(self) -> &'static str {
        match self {
            Self::NonConforme => "Non conforme",
            Self::NonConcluant => "Non concluant",
            Self::ARevoir => "À revoir",
            Self::Conforme => "Conforme",
            Self::NonApplicable => "Non applicable",
        }
    }
}

/// Where a piece of evidence comes from, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// A human said so.
    Attestee,
    /// The adapter said so.
    Declaree,
    /// A mock saw it on the wire.
    Constatee,
}

impl Provenance {
    /// Label shown in reports.
    pub fn label(self) -> &'static str {
        match self {
            Self::Attestee => "attestée",
            Self::Declaree => "déclarée",
            Self::Constatee => "constatée",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_verdict_wins_and_not_applicable_never_hides_one() {
        use Verdict::{ARevoir, Conforme, NonApplicable, NonConcluant, NonConforme};
        assert_eq!(Conforme.merge(NonApplicable), Conforme);
        assert_eq!(ARevoir.merge(Conforme), ARevoir);
        assert_eq!(NonConcluant.merge(ARevoir), NonConcluant);
        assert_eq!(NonConcluant.merge(NonConforme), NonConforme);
        assert_eq!(Verdict::worst([]), None);
        assert_eq!(NonConforme.capped(), NonConforme);
        assert_eq!(Conforme.capped(), ARevoir);
    }
}
