//! Defect `jeton_sur_disque`. Source: SC.MSS/CONF.28.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "jeton_sur_disque",
    sentence: "les jetons de Pro Santé Connect sont écrits sur le disque et y restent",
    breaks: &["SC.MSS/CONF.28"],
};
