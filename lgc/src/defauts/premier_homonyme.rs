//! Defect `premier_homonyme`. Source: `SC.MSS/UX.41`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "premier_homonyme",
    sentence: "entre plusieurs réponses de l'annuaire, le logiciel prend la première sans demander",
    breaks: &["SC.MSS/UX.41"],
};
