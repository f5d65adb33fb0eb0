//! Defect `annuaire_muet`. Source: inferred (`ANN-02`); no exigence states it.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "annuaire_muet",
    sentence: "une recherche de destinataire sans résultat ne dit rien à l'utilisateur",
    breaks: &[],
};
