//! Defect `date_incomplete_acceptee`. Source: `INS/va1.28`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "date_incomplete_acceptee",
    sentence: "une identité dont le jour ou le mois de naissance est 00 est acceptée",
    breaks: &["INS/va1.28"],
};
