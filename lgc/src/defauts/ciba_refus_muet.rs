//! Defect `ciba_refus_muet`. Source: deduced from SC.PSC.01.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "ciba_refus_muet",
    sentence: "le refus d'une connexion CIBA n'est pas expliqué à l'utilisateur",
    breaks: &[],
};
