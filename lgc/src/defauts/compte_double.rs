//! Defect `compte_double`. Source: SC.PSC.02.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "compte_double",
    sentence: "la connexion avec Pro Santé Connect ouvre un second compte au lieu de celui qui porte le même RPPS",
    breaks: &["PSC/va1.01", "SC.PSC.02"],
};
