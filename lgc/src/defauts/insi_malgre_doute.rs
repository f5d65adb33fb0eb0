//! Defect `insi_malgre_doute`. Source: `INS/va1.20`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "insi_malgre_doute",
    sentence: "INSi est appelé pour une identité douteuse ou fictive",
    breaks: &["INS/va1.20"],
};
