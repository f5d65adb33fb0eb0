//! Defect `sub_incoherent_accepte`. Source: OpenID Connect Core 1.0 §5.3.2.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "sub_incoherent_accepte",
    sentence: "UserInfo d'une autre personne que celle de l'id_token est accepté",
    breaks: &[],
};
