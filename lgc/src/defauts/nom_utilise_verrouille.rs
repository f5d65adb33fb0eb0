//! Defect `nom_utilise_verrouille`. Source: `INS/va1.48`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "nom_utilise_verrouille",
    sentence: "le nom et le prénom utilisés sont verrouillés aux statuts récupérée et qualifiée",
    breaks: &["INS/va1.48"],
};
