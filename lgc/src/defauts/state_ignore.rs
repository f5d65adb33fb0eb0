//! Defect `state_ignore`. Source: RFC 6749 §10.12.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "state_ignore",
    sentence: "le paramètre state de la réponse n'est pas comparé à celui envoyé",
    breaks: &[],
};
