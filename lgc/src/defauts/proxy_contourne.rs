//! Defect `proxy_contourne`. Source: SC.PSC.10.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "proxy_contourne",
    sentence: "les appels INSi ne passent pas par le Proxy e-Santé de la session",
    breaks: &["SC.INS/PSC.01", "SC.PSC.10"],
};
