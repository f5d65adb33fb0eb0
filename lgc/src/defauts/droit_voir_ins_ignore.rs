//! Defect `droit_voir_ins_ignore`. Source: `INS/va1.50`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "droit_voir_ins_ignore",
    sentence: "un utilisateur sans droit voit l'INS",
    breaks: &["INS/va1.50"],
};
