//! Defect `ko_met_a_jour`. Source: `INS/va1.07`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "ko_met_a_jour",
    sentence: "une identité reçue dont la vérification est KO remplace les traits du dossier existant",
    breaks: &["INS/va1.07"],
};
