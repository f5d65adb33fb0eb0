//! Defect `champs_non_verrouilles`. Source: `INS/va1.18`, `INS/va1.47`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "champs_non_verrouilles",
    sentence: "les traits stricts restent modifiables aux statuts récupérée et qualifiée",
    breaks: &["INS/va1.18", "INS/va1.47"],
};
