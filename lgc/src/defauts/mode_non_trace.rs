//! Defect `mode_non_trace`. Source: `INS/va1.38`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "mode_non_trace",
    sentence: "la trace d'un appel à INSi ne dit pas si la recherche était par carte ou par traits",
    breaks: &["INS/va1.38"],
};
