//! Defect `permis_vaut_preuve`. Source: `INS/va1.26`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "permis_vaut_preuve",
    sentence: "le permis de conduire et la carte Vitale valident l'identité",
    breaks: &["INS/va1.26"],
};
