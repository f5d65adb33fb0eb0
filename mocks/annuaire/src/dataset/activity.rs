//! Care activities and social equipment.

use jiff::Timestamp;

/// Which of the two profiles.
///
/// Source: guide of the FHIR API, resource HealthcareService.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CareProfile {
    /// *Activité de soins*.
    Soins,
    /// *Équipement social*.
    EquipementSocial,
}

/// A care activity or a social equipment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CareActivity {
    /// Technical identifier.
    pub id: String,
    /// ARHGOS authorisation number, for care activities.
    pub arhgos: Option<String>,
    /// Profile.
    pub profile: CareProfile,
    /// Technical identifier of the structure.
    pub structure: String,
    /// Regulated activity, or discipline of a social equipment.
    pub kind: String,
    /// Modality, for care activities.
    pub modalite: Option<String>,
    /// Form of the activity (TRE_R276), or kind of activity of a social equipment (TRE_R209).
    pub forme: String,
    /// Public received, for social equipment.
    pub clientele: Option<String>,
    /// Day of the authorisation, `AAAA-MM-JJ`.
    pub autorisation: String,
    /// False once ended.
    pub active: bool,
    /// Last change.
    pub updated: Timestamp,
}
