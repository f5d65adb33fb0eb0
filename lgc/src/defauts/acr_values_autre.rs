//! Defect `acr_values_autre`. Source: SC.PSC.08.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "acr_values_autre",
    sentence: "la demande d'authentification porte acr_values=eidas2",
    breaks: &["PSC/va1.01", "SC.PSC.08"],
};
