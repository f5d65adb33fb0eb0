//! Sign-in, accounts and sessions of the software: Pro Santé Connect in its three modes, local
//! accounts, what the software says of its session.

use serde::{Deserialize, Serialize};

/// How the software signs in with Pro Santé Connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInMode {
    /// Authorization code, in the browser of the system.
    Navigateur,
    /// CIBA, called by the software's own server part.
    Ciba,
    /// CIBA through a Proxy e-Santé.
    Proxy,
}

/// Means of authentication for CIBA: the e-CPS phone or the card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Channel {
    /// e-CPS.
    #[default]
    Mobile,
    /// CPS.
    Card,
}

/// A local account that the software holds at the start of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalAccount {
    /// Login.
    pub compte: String,
    /// Password of test.
    pub mot_de_passe: String,
    /// Surname.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// RPPS number, eleven digits, when the account knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rpps: Option<String>,
}

/// What the software needs to be a client of the simulated Pro Santé Connect.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PscClient {
    /// `client_id` of the client that authenticates by its secret.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// `client_id` of the client that authenticates by the certificate `psc_client` (`tls_client_auth`).
    pub client_id_mtls: String,
    /// `client_id` at the authorization server of the API Pro Santé Connectées; same certificate.
    pub client_id_api: String,
    /// Software identifier that the Proxy e-Santé expects in `clientId`.
    pub client_id_proxy: String,
}

impl std::fmt::Debug for PscClient {
    /// Hides the secret.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("PscClient")
            .field("client_id", &self.client_id)
            .field("client_id_mtls", &self.client_id_mtls)
            .finish_non_exhaustive()
    }
}

/// What the software declares at the simulated Pro Santé Connect; compared exactly, as there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PscRegistration {
    /// Where the browser comes back with a code.
    pub redirect_uris: Vec<String>,
    /// Where the browser comes back after a logout.
    pub post_logout_redirect_uris: Vec<String>,
    /// Where PSC tells the end of a session, when the software listens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<String>,
}

/// A local account, as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Login.
    pub compte: String,
    /// Surname.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// RPPS number, eleven digits, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rpps: Option<String>,
    /// `sub` of Pro Santé Connect once linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_psc: Option<String>,
    /// True when something remains to be completed (a search of the directory that failed, say).
    #[serde(default)]
    pub a_completer: bool,
}

/// The session of the software, as shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionState {
    /// True when a user is signed in to the software.
    pub ouverte: bool,
    /// Login of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compte: Option<String>,
    /// `locale` or `psc`: how this session was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub methode: Option<String>,
    /// The Pro Santé Connect part, while it lives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub psc: Option<PscSession>,
}

/// The Pro Santé Connect part of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PscSession {
    /// `SubjectNameID`.
    pub identifiant: String,
    /// How it was opened.
    pub mode: SignInMode,
    /// Browser used in mode `navigateur`: `systeme` or `integre`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub navigateur: Option<String>,
}

/// One traced sign-in or sign-out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInEvent {
    /// Instant, RFC 3339.
    pub instant: String,
    /// `connexion`, `renouvellement`, `deconnexion`, `fermeture`.
    pub nature: String,
    /// `locale`, `psc`.
    pub methode: String,
    /// True when it succeeded.
    pub reussite: bool,
    /// Why it failed or why the session was closed, in the software's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motif: Option<String>,
}

/// Work in progress of the user: a message being written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Text.
    pub texte: String,
    /// MSSanté addresses of the recipients.
    pub destinataires: Vec<String>,
}
