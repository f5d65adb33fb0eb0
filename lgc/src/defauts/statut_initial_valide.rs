//! Defect `statut_initial_valide`. Source: `INS/va1.45`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "statut_initial_valide",
    sentence: "un nouveau dossier naît au statut validée",
    breaks: &["INS/va1.45"],
};
