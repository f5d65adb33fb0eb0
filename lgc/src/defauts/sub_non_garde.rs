//! Defect `sub_non_garde`. Source: PSC/va1.01.03.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "sub_non_garde",
    sentence: "le sub de Pro Santé Connect n'est pas gardé dans le compte rattaché",
    breaks: &["PSC/va1.01", "SC.PSC.02"],
};
