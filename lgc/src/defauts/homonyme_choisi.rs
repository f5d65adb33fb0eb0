//! Defect `homonyme_choisi`. Source: `INS/va1.35`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "homonyme_choisi",
    sentence: "sur un code 02, le logiciel tient l'identité pour récupérée sans choix de l'utilisateur",
    breaks: &["INS/va1.35"],
};
