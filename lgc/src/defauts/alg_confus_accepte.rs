//! Defect `alg_confus_accepte`. Source: RFC 8725 §2.1.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "alg_confus_accepte",
    sentence: "un id_token signé par HS256 avec la clé publique est accepté",
    breaks: &[],
};
