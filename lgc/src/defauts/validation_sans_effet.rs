//! Defect `validation_sans_effet`. Source: `INS/va1.43`, `INS/va1.54`, `INS/va1.55`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "validation_sans_effet",
    sentence: "un justificatif à haut niveau de confiance ne valide pas l'identité",
    breaks: &["INS/va1.43", "INS/va1.54", "INS/va1.55"],
};
