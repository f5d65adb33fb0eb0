//! Defect `minuscules_conservees`. Source: `INS/va1.56`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "minuscules_conservees",
    sentence: "les noms sont gardés tels que saisis, minuscules et accents compris",
    breaks: &["INS/va1.56"],
};
