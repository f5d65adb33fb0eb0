//! Defect `annuaire_en_cache`. Source: `SC.MSS/CONF.20`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "annuaire_en_cache",
    sentence: "la recherche d'un destinataire lit le carnet du logiciel sans interroger l'annuaire",
    breaks: &["ANN/va1.05", "SC.MSS/CONF.20", "SC.MSS/UX.41"],
};
