//! Defect `statut_recupere_manquant`. Source: `INS/va1.40`, `INS/va1.54`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "statut_recupere_manquant",
    sentence: "une identité provisoire dont l'INS est récupéré reste provisoire",
    breaks: &["INS/va1.40", "INS/va1.54"],
};
