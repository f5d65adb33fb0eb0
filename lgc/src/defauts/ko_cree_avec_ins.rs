//! Defect `ko_cree_avec_ins`. Source: `INS/va1.05`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "ko_cree_avec_ins",
    sentence: "une identité reçue dont la vérification est KO est créée avec son INS",
    breaks: &["INS/va1.05"],
};
