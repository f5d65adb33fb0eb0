//! Defect `comparaison_sautee`. Source: `INS/va1.52`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "comparaison_sautee",
    sentence: "l'identité renvoyée par INSi remplace l'identité locale sans comparaison",
    breaks: &["INS/va1.52"],
};
