//! Defect `signature_ignoree`. Source: OpenID Connect Core 1.0 §3.1.3.7.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "signature_ignoree",
    sentence: "la signature de l'id_token n'est pas vérifiée",
    breaks: &[],
};
