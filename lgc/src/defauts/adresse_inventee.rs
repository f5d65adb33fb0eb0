//! Defect `adresse_inventee`. Source: `SC.MSS/UX.41`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "adresse_inventee",
    sentence: "un professionnel sans adresse MSSanté reçoit une adresse composée de son nom",
    breaks: &["SC.MSS/UX.41"],
};
