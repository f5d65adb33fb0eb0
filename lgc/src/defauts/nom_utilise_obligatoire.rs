//! Defect `nom_utilise_obligatoire`. Source: `INS/va1.22`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "nom_utilise_obligatoire",
    sentence: "la création exige aussi le nom utilisé",
    breaks: &["INS/va1.22"],
};
