//! Defect `justificatif_oublie`. Source: `INS/va1.23`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "justificatif_oublie",
    sentence: "la nature du justificatif présenté n'est pas enregistrée",
    breaks: &["INS/va1.23"],
};
