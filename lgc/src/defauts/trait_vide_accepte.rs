//! Defect `trait_vide_accepte`. Source: `INS/va1.31`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "trait_vide_accepte",
    sentence: "une identité dont le nom, les prénoms ou le sexe est vide est acceptée",
    breaks: &["INS/va1.31"],
};
