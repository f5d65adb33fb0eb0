//! Defect `appel_non_trace`. Source: `INS/va1.35`, `INS/va1.38`, `INS/va1.49`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "appel_non_trace",
    sentence: "les appels de recherche à INSi ne sont pas tracés",
    breaks: &["INS/va1.35", "INS/va1.38", "INS/va1.49", "SC.INS/PSC.01"],
};
