//! Defect `deconnexion_locale`. Source: SC.PSC.01.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "deconnexion_locale",
    sentence: "la déconnexion ferme la session du logiciel sans celle de Pro Santé Connect",
    breaks: &["PSC/va1.01", "SC.PSC.01"],
};
