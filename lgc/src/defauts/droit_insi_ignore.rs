//! Defect `droit_insi_ignore`. Source: `INS/va1.32`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "droit_insi_ignore",
    sentence: "un utilisateur sans droit peut appeler INSi",
    breaks: &["INS/va1.32"],
};
