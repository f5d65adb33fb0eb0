//! Defect `acces_ins_non_trace`. Source: `INS/va1.39`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "acces_ins_non_trace",
    sentence: "les accès à l'INS d'un usager ne sont pas tracés",
    breaks: &["INS/va1.39"],
};
