//! Defect `premiere_adresse`. Source: inferred (`ANN-01`); no exigence states it.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "premiere_adresse",
    sentence: "entre plusieurs adresses d'un correspondant, le logiciel prend la première sans demander",
    breaks: &[],
};
