//! Defect `verification_repetee`. Source: `INS/va1.11`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "verification_repetee",
    sentence: "l'INS reçu est vérifié même quand l'identité est déjà récupérée ou qualifiée ici",
    breaks: &["INS/va1.11"],
};
