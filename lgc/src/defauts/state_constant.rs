//! Defect `state_constant`. Source: RFC 6749 §10.12.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "state_constant",
    sentence: "le paramètre state est toujours le même",
    breaks: &["PSC/va1.01", "SC.PSC.01"],
};
