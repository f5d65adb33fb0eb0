//! Defect `premiere_adresse`. Source: `SC.MSS/UX.41`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "premiere_adresse",
    sentence: "entre plusieurs adresses d'un correspondant, le logiciel prend la première sans demander",
    breaks: &["SC.MSS/UX.41"],
};
