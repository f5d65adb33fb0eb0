//! Defect `verification_sans_appel`. Source: `INS/va1.09`, and what follows: no KO is ever seen
//! (`INS/va1.08`).

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "verification_sans_appel",
    sentence: "la vérification est dite OK sans appeler INSi",
    breaks: &["INS/va1.08", "INS/va1.09"],
};
