//! Defect `import_sans_effet`. Source: `ANN/va1.01`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "import_sans_effet",
    sentence: "l'extraction de l'annuaire est lue sans compléter ni correspondants ni comptes",
    breaks: &["ANN/va1.01", "ANN/va1.02", "ANN/va1.03"],
};
