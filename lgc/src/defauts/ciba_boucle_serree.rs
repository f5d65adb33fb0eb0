//! Defect `ciba_boucle_serree`. Source: OpenID Connect CIBA 1.0 §11.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "ciba_boucle_serree",
    sentence: "l'attente CIBA interroge sans respecter l'intervalle ni slow_down",
    breaks: &["PSC/va1.01", "SC.PSC.01"],
};
