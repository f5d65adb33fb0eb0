//! Defect `cle_matricule_ignoree`. Source: `INS/va1.41`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "cle_matricule_ignoree",
    sentence: "la recherche par matricule ne contrôle ni la longueur ni la clé",
    breaks: &["INS/va1.41"],
};
