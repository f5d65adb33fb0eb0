//! Defect `creation_sans_trait`. Source: `INS/va1.21`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "creation_sans_trait",
    sentence: "un dossier est créé même quand un trait strict manque",
    breaks: &["INS/va1.21"],
};
