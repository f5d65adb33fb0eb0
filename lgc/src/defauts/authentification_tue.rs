//! Defect `authentification_tue`. Source: `INS/va1.14`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "authentification_tue",
    sentence: "la trace d'un appel ne dit pas le mode d'authentification",
    breaks: &["INS/va1.14", "SC.INS/PSC.01"],
};
