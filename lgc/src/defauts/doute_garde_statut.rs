//! Defect `doute_garde_statut`. Source: `INS/va1.44`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "doute_garde_statut",
    sentence: "poser l'attribut douteux ou fictif garde le statut et l'INS",
    breaks: &["INS/va1.44"],
};
