//! Defect `transitivite`. Source: `INS/va1.13`, `INS/va1.57`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "transitivite",
    sentence: "une identité reçue qualifiée est créée qualifiée sans contrat de confiance",
    breaks: &["INS/va1.13", "INS/va1.57"],
};
