//! Defect `ciba_sans_code`. Source: ANS, CIBA documentation (binding_message).

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "ciba_sans_code",
    sentence: "le code à deux chiffres de la connexion CIBA n'est pas montré",
    breaks: &["PSC/va1.01", "SC.PSC.01"],
};
