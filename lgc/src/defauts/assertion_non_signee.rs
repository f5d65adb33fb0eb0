//! Defect `assertion_non_signee`. Source: `INS/va1.37`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "assertion_non_signee",
    sentence: "l'assertion de la carte CPx part sans signature",
    breaks: &["INS/va1.37"],
};
