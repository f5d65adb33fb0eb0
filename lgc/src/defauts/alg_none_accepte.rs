//! Defect `alg_none_accepte`. Source: RFC 8725 §2.1.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "alg_none_accepte",
    sentence: "un id_token sans signature (alg none) est accepté",
    breaks: &[],
};
