//! Defect `relance_sans_fin`. No INS requirement bounds retries: this one is ours (inferred).

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "relance_sans_fin",
    sentence: "un appel en échec est relancé sans autre borne que l'échéance de l'action",
    breaks: &[],
};
