//! What the simulated authorization server and protected API (API Pro Santé Connectée) understood
//! of a call.

use serde::{Deserialize, Serialize};

/// Version of [`ObservedApiPsc`]; raise it with each change of meaning.
pub const VERSION: u32 = 1;

/// What was understood of one call and what was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObservedApiPsc {
    /// [`VERSION`] at the time of writing.
    pub version: u32,
    /// Operation, when the path was known.
    pub operation: Option<ApiPscOperation>,
    /// `client_id` received.
    pub client_id: Option<String>,
    /// Subject of the client certificate presented, RFC 4514.
    pub certificate: Option<String>,
    /// Token exchange: `scope` received.
    pub scope: Option<String>,
    /// Token exchange: `subject_token_type` received.
    pub subject_token_type: Option<String>,
    /// Token exchange: what the `actor_token` says of the software; nothing of it is verified.
    pub actor: Option<ObservedActor>,
    /// National identifier of the professional concerned.
    pub subject: Option<String>,
    /// True when the certificate presented is the one to which the token is bound.
    pub bound: Option<bool>,
    /// What was answered.
    pub answer: ApiPscAnswer,
    /// Tolerances used, by name.
    pub quirks: Vec<String>,
    /// True when the answer rests on an inferred rule.
    pub inferred: bool,
    /// The precise reason of a refusal, for the investigator; the wire may say less.
    pub refusal_reason: Option<String>,
}

/// Claims of an `actor_token`, as received. Source: draft of the IG securisation-transport.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObservedActor {
    /// `lps_nom`.
    pub lps_nom: Option<String>,
    /// `lps_id`.
    pub lps_id: Option<String>,
    /// `lps_version`.
    pub lps_version: Option<String>,
    /// `situation_exercice`.
    pub situation_exercice: Option<String>,
}

/// Operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiPscOperation {
    /// Token exchange (RFC 8693).
    Echange,
    /// Introspection of an API token.
    Introspection,
    /// Public keys of the authorization server.
    Jwks,
    /// A call of the protected API.
    Ressource,
}

/// What was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "nature", rename_all = "snake_case")]
pub enum ApiPscAnswer {
    /// No answer was computed (an injected fault replaced it).
    #[default]
    Aucune,
    /// What was asked.
    Reussite,
    /// An API token.
    Jeton {
        /// Its lifetime, seconds.
        expires_in_s: u64,
    },
    /// A refusal.
    Erreur {
        /// Code, as on the wire.
        error: String,
        /// Description, as on the wire.
        description: Option<String>,
    },
}
