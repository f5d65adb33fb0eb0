//! `POST /observer`: what the bench asks the software to show.

use serde::{Deserialize, Serialize};

/// Body of `POST /observer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionRequest {
    /// Identifier of the message.
    pub id: String,
    /// The question and its parameters: `question` and `parametres`.
    #[serde(flatten)]
    pub question: Question,
}

/// A question about what the software shows. Unknown questions must be answered `non_supporte`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "question", content = "parametres")]
pub enum Question {
    /// The identity as shown.
    #[serde(rename = "patient.identite")]
    Identity {
        /// Record.
        usager: String,
    },
    /// Records held by the base, by name of the software.
    #[serde(rename = "patient.liste")]
    Patients {},
    /// The trace of teleservice calls, oldest first.
    #[serde(rename = "journal.appels")]
    CallJournal {},
    /// The trace of changes and accesses to one identity, oldest first.
    #[serde(rename = "journal.identite")]
    IdentityJournal {
        /// Record.
        usager: String,
    },
    /// The worklist.
    #[serde(rename = "liste.travail")]
    Worklist {},
    /// The last message shown to the user.
    #[serde(rename = "ecran.message")]
    ScreenMessage {},
    /// The rights of the current user.
    #[serde(rename = "droits")]
    Rights {},
    /// The session of the software.
    #[serde(rename = "session")]
    Session {},
    /// A local account.
    #[serde(rename = "compte")]
    Account {
        /// Login.
        compte: String,
    },
    /// The trace of sign-ins and sign-outs, oldest first.
    #[serde(rename = "journal.connexions")]
    SignInJournal {},
    /// Files and folders where the software keeps data on this machine, for the bench to read:
    /// absolute paths.
    #[serde(rename = "stockage")]
    Storage {},
    /// The message being written.
    #[serde(rename = "brouillon")]
    Draft {},
    /// The correspondents held by the software.
    #[serde(rename = "correspondants")]
    Correspondents {},
}

impl Question {
    /// Name of the question on the wire.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Identity { .. } => "patient.identite",
            Self::Patients {} => "patient.liste",
            Self::CallJournal {} => "journal.appels",
            Self::IdentityJournal { .. } => "journal.identite",
            Self::Worklist {} => "liste.travail",
            Self::ScreenMessage {} => "ecran.message",
            Self::Rights {} => "droits",
            Self::Session {} => "session",
            Self::Account { .. } => "compte",
            Self::SignInJournal {} => "journal.connexions",
            Self::Storage {} => "stockage",
            Self::Draft {} => "brouillon",
            Self::Correspondents {} => "correspondants",
        }
    }
}
