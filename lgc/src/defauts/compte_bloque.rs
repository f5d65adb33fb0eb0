//! Defect `compte_bloque`. Source: `SC.SSI/IE.30`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "compte_bloque",
    sentence: "un compte ne peut pas être créé tant que l'annuaire ne répond pas",
    breaks: &["SC.SSI/IE.30"],
};
