//! Defect `donnees_insi_non_tracees`. Source: `INS/va1.35`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "donnees_insi_non_tracees",
    sentence: "la trace d'un appel ne garde ni les traits, ni le matricule, ni l'historique renvoyés",
    breaks: &["INS/va1.35"],
};
