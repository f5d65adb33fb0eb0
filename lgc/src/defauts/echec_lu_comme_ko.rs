//! Defect `echec_lu_comme_ko`. Source: `INS/va1.08`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "echec_lu_comme_ko",
    sentence: "un échec technique de la vérification est lu comme un KO",
    breaks: &["INS/va1.08"],
};
