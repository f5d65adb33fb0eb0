//! Defect `carte_par_traits`. Source: `INS/va1.34`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "carte_par_traits",
    sentence: "la recherche par carte Vitale appelle l'opération de recherche par traits",
    breaks: &["INS/va1.34"],
};
