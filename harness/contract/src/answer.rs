//! Typed answers to questions.

use serde::{Deserialize, Serialize};

use crate::action::Right;
use crate::directory::Correspondent;
use crate::identity::{Identity, Matricule, Status, Traits};
use crate::sign_in::{Account, Draft, SessionState, SignInEvent};

/// Answer to `POST /observer`: `{"reponse":"identite","contenu":{…}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reponse", content = "contenu", rename_all = "snake_case")]
pub enum Answer {
    /// To `patient.identite`.
    Identite(Box<Identity>),
    /// To `patient.liste`: every record.
    Patients(Vec<Identity>),
    /// To `journal.appels`.
    Appels(Vec<TracedCall>),
    /// To `journal.identite`.
    Evenements(Vec<IdentityEvent>),
    /// To `liste.travail`.
    Travail(Vec<WorkItem>),
    /// To `ecran.message`; absent when nothing was shown.
    Message(Option<String>),
    /// To `droits`.
    Droits(UserRights),
    /// To `session`.
    Session(SessionState),
    /// To `compte`; absent when there is no such account.
    Compte(Option<Account>),
    /// To `journal.connexions`.
    Connexions(Vec<SignInEvent>),
    /// To `stockage`: absolute paths.
    Stockage(Vec<String>),
    /// To `brouillon`.
    Brouillon(Draft),
    /// To `correspondants`.
    Correspondants(Vec<Correspondent>),
    /// The adapter or the software cannot tell.
    NonSupporte,
}

/// One traced call to a teleservice (`INS/va1.38`, `.35`, `.49`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TracedCall {
    /// Instant, RFC 3339.
    pub instant: String,
    /// User.
    pub utilisateur: String,
    /// `recherche` or `verification`.
    pub operation: String,
    /// `traits`, `carte_vitale` or absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Authentication mode: `certificat_logiciel`, `cpx`, `psc`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authentification: Option<String>,
    /// Business code: `00`, `01`, `02`, `OK`, `KO`; absent on a technical failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Technical failure in the software's words; absent on a business answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub echec: Option<String>,
    /// Traits returned with `00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traits: Option<Traits>,
    /// Matricule returned with `00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matricule: Option<Matricule>,
    /// INS history returned with `00`.
    #[serde(default)]
    pub historique_ins: Vec<Matricule>,
}

/// One traced event on an identity (`INS/va1.27`, `.39`, `.54`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityEvent {
    /// Instant, RFC 3339.
    pub instant: String,
    /// User.
    pub utilisateur: String,
    /// `creation`, `modification`, `validation`, `attribut`, `ins`, `verification`, `reception`, `consultation`.
    pub nature: String,
    /// Status before, when it changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statut_avant: Option<Status>,
    /// Status after, when it changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statut_apres: Option<Status>,
    /// Names of the fields that changed.
    #[serde(default)]
    pub champs: Vec<String>,
}

/// One line of the worklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkItem {
    /// Record, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usager: Option<String>,
    /// Why it is there, in the software's words.
    pub motif: String,
}

/// The current user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRights {
    /// Name.
    pub utilisateur: String,
    /// Rights.
    pub droits: Vec<Right>,
}
