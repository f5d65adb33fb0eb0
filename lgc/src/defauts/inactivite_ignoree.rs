//! Defect `inactivite_ignoree`. Source: SC.SSI/IE.39 (draft).

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "inactivite_ignoree",
    sentence: "la session reste ouverte quel que soit le temps d'inactivité",
    breaks: &["SC.SSI/IE.39"],
};
