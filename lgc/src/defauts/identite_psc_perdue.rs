//! Defect `identite_psc_perdue`. Source: SC.PSC.10.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "identite_psc_perdue",
    sentence: "INSi est appelé par le certificat logiciel malgré la session Pro Santé Connect",
    breaks: &["SC.INS/PSC.01", "SC.PSC.10"],
};
