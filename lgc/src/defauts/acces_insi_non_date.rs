//! Defect `acces_insi_non_date`. Source: `INS/va1.49`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "acces_insi_non_date",
    sentence: "la trace d'un accès à INSi n'a ni date ni utilisateur",
    breaks: &["INS/va1.49", "SC.INS/PSC.01"],
};
