//! Defect `liaison_silencieuse`. Source: PSC/va1.01.03, SC.PSC.02.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "liaison_silencieuse",
    sentence: "un professionnel sans RPPS connu est rattaché au compte du même nom sans connexion locale",
    breaks: &["PSC/va1.01", "SC.PSC.02"],
};
