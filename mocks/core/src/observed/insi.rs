//! What the simulated INSi understood of a call.

use serde::{Deserialize, Serialize};

/// Version of [`ObservedInsi`]; raise it with each change of meaning.
pub const VERSION: u32 = 1;

/// What INSi understood of one call and what it answered, in business terms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObservedInsi {
    /// [`VERSION`] at the time of writing.
    pub version: u32,
    /// Operation, when the action was known.
    pub operation: Option<InsiOperation>,
    /// The action string received.
    pub action: Option<String>,
    /// Where the action was read: `content-type` or `wsa:Action`.
    pub action_source: Option<String>,
    /// `wsa:MessageID` received.
    pub message_id: Option<String>,
    /// Authentication mode seen.
    pub authentication: Option<InsiAuthentication>,
    /// Who signed or authenticated: CN of the software certificate or `NameID` of the assertion.
    pub signer: Option<String>,
    /// API token that came with a Pro Santé Connect assertion, when it lives.
    pub api_token: Option<SeenApiToken>,
    /// IDAM received.
    pub idam: Option<String>,
    /// `LPS/Instance` received.
    pub instance: Option<String>,
    /// `Emetteur` of `ContexteLPS`.
    pub emetteur: Option<String>,
    /// Search by traits: what was asked.
    pub traits: Option<SearchedTraits>,
    /// Search by card: what was asked.
    pub card: Option<SearchedCard>,
    /// Unit verification (provisional contract): what was asked.
    pub verified: Option<VerifiedIns>,
    /// What was answered.
    pub answer: InsiAnswer,
    /// Tolerances used by the decoder, by name.
    pub quirks: Vec<String>,
    /// True when the call rests on the provisional verification contract or on an inferred rule.
    pub provisional: bool,
    /// The precise reason of a refusal, for the investigator; the wire may say less.
    pub refusal_reason: Option<String>,
}

/// Operations of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InsiOperation {
    /// `rechercherInsAvecTraitsIdentite`.
    RechercheTraits,
    /// `rechercherInsAvecCarteVitale`.
    RechercheCarteVitale,
    /// Unit verification, provisional contract.
    Verification,
}

/// How the caller authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InsiAuthentication {
    /// Software certificate (mutual TLS).
    CertificatLogiciel,
    /// Signed assertion of a CPx card.
    Cpx,
    /// Unsigned assertion of Pro Santé Connect, with its API token.
    Psc,
}

/// An API token of Pro Santé Connect, as the authorization server knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeenApiToken {
    /// National identifier of the professional.
    pub subject: String,
    /// Client that obtained it.
    pub client_id: String,
    /// Subject of the client certificate that brought it, RFC 4514.
    pub certificate: Option<String>,
}

/// Traits of a search, as received.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchedTraits {
    /// `NomNaissance`.
    pub nom_naissance: Option<String>,
    /// Each `Prenom` element received.
    pub prenoms: Vec<String>,
    /// `Sexe`.
    pub sexe: Option<String>,
    /// `DateNaissance`.
    pub date_naissance: Option<String>,
    /// `LieuNaissance`.
    pub lieu_naissance: Option<String>,
}

/// Data of a card search, as received.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchedCard {
    /// `MatriculeIndividu/NumIdentifiant`.
    pub matricule_individu: Option<String>,
    /// `MatriculeOD/NumIdentifiant`.
    pub matricule_ouvrant_droit: Option<String>,
    /// `NomNaissance`.
    pub nom_naissance: Option<String>,
    /// `DateNaissance`.
    pub date_naissance: Option<String>,
    /// `RangNaissance`.
    pub rang_naissance: Option<String>,
}

/// What a unit verification asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VerifiedIns {
    /// Matricule with its key when given.
    pub matricule: Option<String>,
    /// OID.
    pub oid: Option<String>,
    /// Traits.
    pub traits: SearchedTraits,
}

/// What was answered, in business terms. Technical faults are kept apart from business answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "nature", rename_all = "snake_case")]
pub enum InsiAnswer {
    /// No answer was computed (an injected fault replaced it).
    #[default]
    Aucune,
    /// A business answer.
    Metier {
        /// `00`, `01`, `02`; `OK` or `KO` for a verification.
        code: String,
        /// Matricule with key, for `00`.
        matricule: Option<String>,
        /// OID, for `00`.
        oid: Option<String>,
        /// Test identity that matched, for `00`.
        identity: Option<String>,
    },
    /// A SOAP fault.
    Refus {
        /// `Erreur/@code` or the WS-Security subcode.
        code: String,
    },
}
