//! Defect `contrat_ignore`. Source: `INS/va1.04`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "contrat_ignore",
    sentence: "l'identité reçue d'un partenaire sous contrat de confiance n'est pas gardée qualifiée",
    breaks: &["INS/va1.04"],
};
