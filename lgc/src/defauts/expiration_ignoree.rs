//! Defect `expiration_ignoree`. Source: OpenID Connect Core 1.0 §3.1.3.7.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "expiration_ignoree",
    sentence: "un id_token périmé est accepté",
    breaks: &[],
};
