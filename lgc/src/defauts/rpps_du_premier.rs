//! Defect `rpps_du_premier`. Source: `SC.SSI/IE.30`.

use super::DefectCard;

/// What this defect is and what it must turn red.
pub(super) const CARD: DefectCard = DefectCard {
    name: "rpps_du_premier",
    sentence: "un nouveau compte reçoit le numéro RPPS du premier homonyme",
    breaks: &["SC.SSI/IE.30"],
};
