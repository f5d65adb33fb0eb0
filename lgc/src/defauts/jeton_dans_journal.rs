//! Defect `jeton_dans_journal`. Source: inferred from SC.PSC.01; good practice of the ANSSI.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "jeton_dans_journal",
    sentence: "la trace d'une connexion refusée contient l'id_token",
    breaks: &[],
};
