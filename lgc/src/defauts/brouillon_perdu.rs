//! Defect `brouillon_perdu`. Source: SC.SSI/IE.39 (draft).

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "brouillon_perdu",
    sentence: "la fermeture de la session perd le message en cours d'écriture",
    breaks: &["SC.SSI/IE.39"],
};
