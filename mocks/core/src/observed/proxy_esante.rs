//! What the simulated Proxy e-Santé understood of a call.

use serde::{Deserialize, Serialize};

/// Version of [`ObservedProxyEsante`]; raise it with each change of meaning.
pub const VERSION: u32 = 1;

/// What the proxy understood of one call and what it answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObservedProxyEsante {
    /// [`VERSION`] at the time of writing.
    pub version: u32,
    /// Operation, when the path was known.
    pub operation: Option<ProxyOperation>,
    /// `/connect`: `nationalId` received.
    pub national_id: Option<String>,
    /// `/connect`: `bindingMessage` received.
    pub binding_message: Option<String>,
    /// `/connect`: `clientId` received.
    pub client_id: Option<String>,
    /// `/connect`: `channel` received.
    pub channel: Option<String>,
    /// `/send`: name of the API asked for.
    pub api: Option<String>,
    /// `/send`: path and query passed on.
    pub path: Option<String>,
    /// `/send`: status of the API's answer, when there was one.
    pub relayed_status: Option<u16>,
    /// National identifier of the professional of the session.
    pub subject: Option<String>,
    /// Proxy session concerned.
    pub session: Option<String>,
    /// What was answered.
    pub answer: ProxyAnswer,
    /// The precise reason of a refusal, for the investigator; the wire may say less.
    pub refusal_reason: Option<String>,
}

/// Operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProxyOperation {
    /// `POST /connect`.
    Connect,
    /// `DELETE /disconnect`.
    Disconnect,
    /// `/send/{api}/{path}`.
    Send,
    /// `GET /traces`.
    Traces,
}

/// What was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "nature", rename_all = "snake_case")]
pub enum ProxyAnswer {
    /// No answer was computed (an injected fault replaced it).
    #[default]
    Aucune,
    /// A session was opened.
    Session,
    /// A session was already open (304).
    DejaOuverte,
    /// What was asked.
    Reussite,
    /// The API's answer was passed on.
    Relais,
    /// A refusal.
    Erreur {
        /// HTTP status.
        status: u16,
        /// Words of the body.
        message: String,
    },
}
