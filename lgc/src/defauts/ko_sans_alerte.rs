//! Defect `ko_sans_alerte`. Source: `INS/va1.12`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "ko_sans_alerte",
    sentence: "une identité reçue dont la vérification est KO n'alerte pas et n'entre pas en liste de travail",
    breaks: &["INS/va1.12"],
};
