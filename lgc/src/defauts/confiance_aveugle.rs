//! Defect `confiance_aveugle`. Source: `INS/va1.11`; `INS/va1.04` says nothing of the
//! verification itself.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "confiance_aveugle",
    sentence: "sous contrat de confiance, l'identité reçue est qualifiée sans vérification",
    breaks: &["INS/va1.11"],
};
