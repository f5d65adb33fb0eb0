//! Defect `session_survit_au_refus`. Source: SC.MSS/CONF.10.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "session_survit_au_refus",
    sentence: "la session Pro Santé Connect reste montrée ouverte après le refus du renouvellement",
    breaks: &[],
};
