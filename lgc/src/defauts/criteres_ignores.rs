//! Defect `criteres_ignores`. Source: `SC.MSS/UX.41`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "criteres_ignores",
    sentence: "la voie, le code postal et la ville ne sont pas demandés à l'annuaire",
    breaks: &["SC.MSS/UX.41"],
};
