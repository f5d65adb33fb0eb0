//! Defect `verification_systematique_absente`. Source: `INS/va1.05`, `INS/va1.11`, `INS/va1.12`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "verification_systematique_absente",
    sentence: "l'INS d'une identité reçue n'est pas vérifié",
    breaks: &["INS/va1.05", "INS/va1.11", "INS/va1.12"],
};
