//! Defect `modification_non_tracee`. Source: `INS/va1.27`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "modification_non_tracee",
    sentence: "les modifications de traits ne sont pas tracées",
    breaks: &["INS/va1.27"],
};
