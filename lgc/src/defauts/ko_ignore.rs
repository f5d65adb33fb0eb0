//! Defect `ko_ignore`. Source: `INS/va1.08`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "ko_ignore",
    sentence: "une vérification KO laisse le matricule et le statut en place",
    breaks: &["INS/va1.08"],
};
