//! What the simulated Pro Santé Connect understood of a call: browser side, back channel, CIBA.
//!
//! Never a secret: codes, tokens and client secrets are in the raw bytes alone.

use serde::{Deserialize, Serialize};

/// Version of [`ObservedPsc`]; raise it with each change of meaning.
pub const VERSION: u32 = 1;

/// What PSC understood of one call and what it answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObservedPsc {
    /// [`VERSION`] at the time of writing.
    pub version: u32,
    /// Operation, when the path was known.
    pub operation: Option<PscOperation>,
    /// Client named by the call, known or not.
    pub client_id: Option<String>,
    /// How the client authenticated, when it did.
    pub client_authentication: Option<PscClientAuthentication>,
    /// Subject of the client certificate presented, RFC 4514, whether or not it was used.
    pub certificate: Option<String>,
    /// `User-Agent` of the call.
    pub user_agent: Option<String>,
    /// An authorization request.
    pub authorization: Option<AskedAuthorization>,
    /// A call to the token endpoint.
    pub grant: Option<AskedGrant>,
    /// A CIBA request.
    pub ciba: Option<AskedCiba>,
    /// A logout.
    pub logout: Option<AskedLogout>,
    /// SSO session concerned.
    pub session: Option<String>,
    /// `SubjectNameID` of the professional concerned.
    pub subject: Option<String>,
    /// On an authorization: true when a person was asked, false when the session answered silently.
    pub interactive: Option<bool>,
    /// Deviation applied to the answer, by name.
    pub deviation: Option<String>,
    /// What was answered.
    pub answer: PscAnswer,
    /// Tolerances used, by name.
    pub quirks: Vec<String>,
    /// True when the answer rests on an inferred rule.
    pub inferred: bool,
    /// The precise reason of a refusal, for the investigator; the wire may say less.
    pub refusal_reason: Option<String>,
}

/// Operations of Pro Santé Connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PscOperation {
    /// Discovery document, either path.
    Decouverte,
    /// Public keys.
    Jwks,
    /// Authorization request, by GET or POST.
    Autorisation,
    /// A person answers on the login page.
    Connexion,
    /// Token endpoint, authorization code.
    JetonCode,
    /// Token endpoint, refresh.
    JetonRenouvellement,
    /// Token endpoint, CIBA poll.
    JetonCiba,
    /// Token endpoint, anything else.
    JetonAutre,
    /// UserInfo.
    Userinfo,
    /// Introspection.
    Introspection,
    /// Revocation.
    Revocation,
    /// End of session, front or back channel.
    Deconnexion,
    /// CIBA request.
    Ciba,
    /// The simulated e-CPS phone.
    Ecps,
}

/// How a client authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PscClientAuthentication {
    /// `client_secret_basic`.
    ClientSecretBasic,
    /// `client_secret_post`.
    ClientSecretPost,
    /// `tls_client_auth`.
    TlsClientAuth,
}

/// An authorization request, as received.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AskedAuthorization {
    /// `response_type`.
    pub response_type: Option<String>,
    /// `scope`.
    pub scope: Option<String>,
    /// `acr_values`.
    pub acr_values: Option<String>,
    /// `state`.
    pub state: Option<String>,
    /// `nonce`.
    pub nonce: Option<String>,
    /// `redirect_uri`.
    pub redirect_uri: Option<String>,
    /// `code_challenge`.
    pub code_challenge: Option<String>,
    /// `code_challenge_method`.
    pub code_challenge_method: Option<String>,
    /// `prompt`.
    pub prompt: Option<String>,
    /// `max_age`.
    pub max_age: Option<String>,
    /// Names of the parameters given more than once.
    pub repeated: Vec<String>,
    /// Names of the other parameters.
    pub others: Vec<String>,
}

/// A call to the token endpoint, as received; presence only for what is secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AskedGrant {
    /// `grant_type`.
    pub grant_type: Option<String>,
    /// `redirect_uri`.
    pub redirect_uri: Option<String>,
    /// A `code_verifier` was given.
    pub code_verifier: bool,
    /// Identifier of the CIBA request polled, as numbered by the mock, when it was known.
    pub ciba_request: Option<u64>,
    /// CIBA: `interval` in force for that request, seconds.
    pub ciba_interval_s: Option<u64>,
}

/// A CIBA request, as received.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AskedCiba {
    /// `scope`.
    pub scope: Option<String>,
    /// `acr_values`.
    pub acr_values: Option<String>,
    /// `login_hint`.
    pub login_hint: Option<String>,
    /// `binding_message`.
    pub binding_message: Option<String>,
    /// `channel`: `CARD` or `MOBILE`.
    pub channel: Option<String>,
    /// Number given to the request, from 1 in its lane, when it was accepted.
    pub request: Option<u64>,
    /// `interval` answered, seconds.
    pub interval_s: Option<u64>,
}

/// A logout, as received.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AskedLogout {
    /// An `id_token_hint` was given and names a session of this provider.
    pub id_token_hint: bool,
    /// `post_logout_redirect_uri`.
    pub post_logout_redirect_uri: Option<String>,
    /// `state`.
    pub state: Option<String>,
    /// A `refresh_token` was given (legacy form).
    pub refresh_token: bool,
    /// True when a session was ended.
    pub ended: bool,
}

/// What was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "nature", rename_all = "snake_case")]
pub enum PscAnswer {
    /// No answer was computed (an injected fault replaced it).
    #[default]
    Aucune,
    /// What was asked: a document, keys, claims, an end of session.
    Reussite,
    /// A page for a person; `login`, `ecps`, `fin_de_session`, `erreur`.
    Page {
        /// Which one.
        page: String,
    },
    /// A redirection that carries a code.
    Code,
    /// Tokens.
    Jetons {
        /// Lifetime of the access token, seconds.
        expires_in_s: u64,
    },
    /// CIBA request accepted.
    DemandeCiba,
    /// CIBA: the person has not answered yet.
    Attente,
    /// An OAuth error, in JSON or in the redirection.
    Erreur {
        /// `error`.
        error: String,
        /// `error_description`.
        description: Option<String>,
    },
}
