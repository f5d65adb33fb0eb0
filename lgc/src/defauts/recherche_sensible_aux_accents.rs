//! Defect `recherche_sensible_aux_accents`. Source: `INS/va1.25`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "recherche_sensible_aux_accents",
    sentence: "la recherche locale distingue les accents, les tirets et les apostrophes",
    breaks: &["INS/va1.25"],
};
