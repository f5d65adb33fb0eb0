//! Defect `panne_lue_comme_vide`. Source: inferred (`RES-14`); no exigence states it.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "panne_lue_comme_vide",
    sentence: "une panne de l'annuaire est montrée comme une recherche sans résultat",
    breaks: &[],
};
