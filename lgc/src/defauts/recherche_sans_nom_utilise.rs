//! Defect `recherche_sans_nom_utilise`. Source: `INS/va1.02`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "recherche_sans_nom_utilise",
    sentence: "la recherche locale ignore le nom utilisé et le prénom utilisé",
    breaks: &["INS/va1.02"],
};
