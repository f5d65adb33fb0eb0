//! Defect `iss_ignore`. Source: RFC 9207; OpenID Connect Core 1.0 §3.1.3.7.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "iss_ignore",
    sentence: "l'émetteur de la réponse et de l'id_token n'est pas contrôlé",
    breaks: &[],
};
