//! Heavy equipment.

use jiff::Timestamp;

/// A heavy equipment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equipment {
    /// Technical identifier.
    pub id: String,
    /// ARHGOS authorisation number.
    pub arhgos: String,
    /// Kind, TRE_R272.
    pub kind: String,
    /// Maker.
    pub marque: String,
    /// Model and number.
    pub modele: String,
    /// Day of the authorisation, `AAAA-MM-JJ`.
    pub autorisation: String,
    /// Technical identifier of the structure.
    pub structure: String,
    /// False once out of use.
    pub active: bool,
    /// Last change.
    pub updated: Timestamp,
}
