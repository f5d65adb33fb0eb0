//! Defect `at_hash_ignore`. Source: OpenID Connect Core 1.0 §3.1.3.8.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "at_hash_ignore",
    sentence: "l'empreinte at_hash de l'id_token n'est pas comparée au jeton d'accès",
    breaks: &[],
};
