//! Defect `navigateur_integre`. Source: SC.PSC.01.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "navigateur_integre",
    sentence: "la connexion se fait dans une vue web intégrée au logiciel",
    breaks: &["PSC/va1.01", "SC.PSC.01"],
};
