//! Defect `renouvellement_sans_fin`. Source: SC.MSS/CONF.10.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "renouvellement_sans_fin",
    sentence: "un renouvellement de jeton refusé est redemandé sans fin",
    breaks: &[],
};
