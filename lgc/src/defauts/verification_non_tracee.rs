//! Defect `verification_non_tracee`. Source: `INS/va1.06`, `INS/va1.63`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "verification_non_tracee",
    sentence: "les appels de vérification ne sont pas tracés",
    breaks: &["INS/va1.06", "INS/va1.63"],
};
