//! Defect `acr_values_absent`. Source: SC.PSC.08.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "acr_values_absent",
    sentence: "la demande d'authentification ne porte pas acr_values",
    breaks: &["PSC/va1.01", "SC.PSC.08"],
};
