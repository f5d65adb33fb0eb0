//! Defect `prenom_incoherent_tu`. Source: `INS/va1.51`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "prenom_incoherent_tu",
    sentence: "aucune alerte quand le premier prénom diffère du début des prénoms renvoyés",
    breaks: &["INS/va1.51"],
};
