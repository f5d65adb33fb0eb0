//! Defect `qualification_manquee`. Source: `INS/va1.54`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "qualification_manquee",
    sentence: "une identité validée dont l'INS est récupéré ne devient pas qualifiée",
    breaks: &["INS/va1.54"],
};
