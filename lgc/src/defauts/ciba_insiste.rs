//! Defect `ciba_insiste`. Source: OpenID Connect CIBA 1.0 §11.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "ciba_insiste",
    sentence: "l'attente CIBA continue après un refus ou une expiration",
    breaks: &[],
};
