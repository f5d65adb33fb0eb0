//! Defect `super_utilisateur_garde_ins`. Source: `INS/va1.60`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "super_utilisateur_garde_ins",
    sentence: "la modification d'un trait strict par un super-utilisateur garde l'INS et le statut",
    breaks: &["INS/va1.60"],
};
