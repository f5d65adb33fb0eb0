//! `POST /agir`: the intentions of a health professional.

use serde::{Deserialize, Serialize};

use crate::directory::DirectoryCriteria;
use crate::identity::{Attribute, Status, Traits};
use crate::sign_in::{Channel, LocalAccount, SignInMode};

/// Body of `POST /agir`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionRequest {
    /// Identifier of the message, echoed by adapters that answer out of order.
    pub id: String,
    /// The action and its parameters: `action` and `parametres`.
    #[serde(flatten)]
    pub action: Action,
    /// Time after which the bench gives up, in milliseconds.
    pub echeance_ms: u64,
}

/// An intention of the professional. Unknown actions must be answered `non_supporte`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", content = "parametres")]
pub enum Action {
    /// Does nothing: measures the adapter's own overhead.
    #[serde(rename = "banc.rien")]
    Nothing {},
    /// Creates a record; `Done::usager` names it. Refused when a strict trait is missing or wrong.
    #[serde(rename = "patient.creer")]
    CreatePatient {
        /// What the user types.
        traits: Traits,
    },
    /// Opens a record.
    #[serde(rename = "patient.ouvrir")]
    OpenPatient {
        /// Record.
        usager: String,
    },
    /// Changes traits; absent ones are left as they are.
    #[serde(rename = "patient.modifier")]
    ModifyPatient {
        /// Record.
        usager: String,
        /// New values.
        traits: Traits,
    },
    /// Searches the local base; `Done::usagers` lists what was found.
    #[serde(rename = "patient.chercher")]
    FindPatients {
        /// Criteria.
        criteres: SearchCriteria,
    },
    /// Records a proof of identity shown by the patient, which validates the identity when its kind is of high trust.
    #[serde(rename = "patient.justifier")]
    JustifyPatient {
        /// Record.
        usager: String,
        /// `passeport`, `carte_identite`, `titre_sejour`, `acte_naissance`, `livret_famille`, `permis_conduire`, `carte_vitale`.
        justificatif: String,
    },
    /// Adds or removes an attribute.
    #[serde(rename = "patient.attribuer")]
    AttributePatient {
        /// Record.
        usager: String,
        /// Attribute.
        attribut: Attribute,
        /// True to add, false to remove.
        present: bool,
    },
    /// Puts a carte Vitale in the reader.
    #[serde(rename = "carte.presenter")]
    PresentCard {
        /// What the card holds.
        carte: VitaleCard,
    },
    /// Calls INSi for the record; an answer `00` opens the comparison, which [`Action::DecideIns`] closes.
    #[serde(rename = "ins.rechercher")]
    SearchIns {
        /// Record.
        usager: String,
        /// By traits or by card.
        mode: SearchMode,
        /// True to search with every first name joined (after a code 02).
        #[serde(default)]
        tous_prenoms: bool,
        /// True to send the birth place as well.
        #[serde(default)]
        avec_lieu: bool,
    },
    /// Accepts or refuses the identity returned by INSi, after comparison.
    #[serde(rename = "ins.decider")]
    DecideIns {
        /// Record.
        usager: String,
        /// True to replace the local traits by those of INSi.
        accepter: bool,
    },
    /// Verifies the INS held by the record (unit verification).
    #[serde(rename = "ins.verifier")]
    VerifyIns {
        /// Record.
        usager: String,
    },
    /// Receives an identity from another identification domain.
    #[serde(rename = "identite.recevoir")]
    ReceiveIdentity {
        /// The identity received.
        identite: ReceivedIdentity,
    },
    /// Changes the user of the software.
    #[serde(rename = "utilisateur.changer")]
    ChangeUser {
        /// Name of the user, shown in journals.
        utilisateur: String,
        /// Rights of that user.
        droits: Vec<Right>,
    },
    /// Signs in with Pro Santé Connect. Done when the software's session is open; refused when the
    /// software refused, or asks for a local sign-in first. In the modes with a code shown on the
    /// screen, `Done::code_affiche` bears it.
    #[serde(rename = "psc.connecter")]
    SignIn {
        /// How.
        mode: SignInMode,
        /// National identifier typed by the user (`8` and the RPPS number).
        identifiant: String,
        /// CIBA and proxy: means of authentication.
        #[serde(default)]
        moyen: Channel,
    },
    /// Signs out of the software and of Pro Santé Connect.
    #[serde(rename = "psc.deconnecter")]
    SignOut {},
    /// Signs in with a local account. When a Pro Santé Connect sign-in waits for it, the account is
    /// linked.
    #[serde(rename = "session.ouvrir")]
    OpenSession {
        /// Login.
        compte: String,
        /// Password.
        mot_de_passe: String,
    },
    /// Closes the session of the software without ending that of Pro Santé Connect.
    #[serde(rename = "session.fermer")]
    CloseSession {},
    /// Creates a local account; the RPPS number is looked up in the directory when it is not given.
    #[serde(rename = "compte.creer")]
    CreateAccount {
        /// The account.
        compte: LocalAccount,
    },
    /// Types text in the message being written.
    #[serde(rename = "brouillon.saisir")]
    TypeDraft {
        /// Text.
        texte: String,
    },
    /// Moves the software's own clock ahead, as if the user had left the workstation.
    #[serde(rename = "horloge.avancer")]
    AdvanceClock {
        /// By how much, in seconds.
        secondes: u64,
    },
    /// Searches the directory for a recipient; `Done::correspondants` lists what is proposed.
    #[serde(rename = "annuaire.rechercher")]
    SearchDirectory {
        /// Criteria.
        criteres: DirectoryCriteria,
    },
    /// Picks a correspondent proposed by the last search as a recipient of the message being written.
    #[serde(rename = "annuaire.choisir")]
    PickCorrespondent {
        /// Its identifier.
        correspondant: String,
        /// Which of its addresses, when it has several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        adresse: Option<String>,
    },
    /// Imports the free-access extraction: users and correspondents are completed from it.
    #[serde(rename = "annuaire.importer")]
    ImportExtraction {},
}

/// How INSi is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchMode {
    /// `rechercherInsAvecTraitsIdentite`.
    Traits,
    /// `rechercherInsAvecCarteVitale`, with the card presented before.
    CarteVitale,
}

/// Criteria of a local search; at least one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchCriteria {
    /// Birth date, `AAAA-MM-JJ`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_naissance: Option<String>,
    /// First letters of the birth name or of the used name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debut_nom: Option<String>,
    /// First letters of a birth first name or of the used one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debut_prenom: Option<String>,
    /// Matricule INS, fifteen characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matricule: Option<String>,
}

/// The data a carte Vitale gives for one beneficiary (the card is a key, not an identity).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VitaleCard {
    /// Serial number of the card.
    pub serie: String,
    /// NIR of the insured person, thirteen characters.
    pub nir_ouvrant_droit: String,
    /// NIR of the beneficiary when the card holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nir_beneficiaire: Option<String>,
    /// Birth name on the card.
    pub nom_naissance: String,
    /// Birth date, `AAAA-MM-JJ`.
    pub date_naissance: String,
    /// Birth rank.
    pub rang: String,
}

/// An identity that arrives from another identification domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedIdentity {
    /// The sending domain.
    pub domaine: String,
    /// Status at the sender.
    pub statut: Status,
    /// Traits received.
    pub traits: Traits,
    /// Matricule received, fifteen characters.
    pub matricule: String,
    /// OID received.
    pub oid: String,
    /// True when a trust agreement (*contrat de confiance*) binds the sender and this practice,
    /// which does not take direct charge of the patient.
    #[serde(default)]
    pub contrat_de_confiance: bool,
}

/// Fine-grained rights (`INS/va1.32`, `INS/va1.50`, `INS/va1.60`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// May call INSi.
    AppelerInsi,
    /// May see the INS of a patient.
    VoirIns,
    /// May change locked traits.
    SuperUtilisateur,
}

impl Action {
    /// The instruction shown to an operator in guided mode, in French.
    #[expect(
        clippy::too_many_lines,
        reason = "one match, so that an action without instruction does not compile"
    )]
    pub fn instruction(&self) -> String {
        match self {
            Self::Nothing {} => "Ne faites rien.".to_owned(),
            Self::CreatePatient { .. } => "Créez un usager avec les traits affichés.".to_owned(),
            Self::OpenPatient { usager } => format!("Ouvrez le dossier de l'usager {usager}."),
            Self::ModifyPatient { usager, .. } => {
                format!("Modifiez les traits de l'usager {usager} comme affiché.")
            }
            Self::FindPatients { .. } => {
                "Cherchez un usager dans votre base avec les critères affichés.".to_owned()
            }
            Self::JustifyPatient {
                usager,
                justificatif,
            } => format!("Enregistrez le justificatif « {justificatif} » pour l'usager {usager}."),
            Self::AttributePatient {
                usager,
                attribut,
                present,
            } => format!(
                "{} l'attribut « {attribut:?} » de l'usager {usager}.",
                if *present { "Posez" } else { "Retirez" }
            ),
            Self::PresentCard { .. } => "Présentez la carte Vitale de test indiquée.".to_owned(),
            Self::SearchIns { usager, mode, .. } => format!(
                "Recherchez l'INS de l'usager {usager} {}.",
                match mode {
                    SearchMode::Traits => "par traits d'identité",
                    SearchMode::CarteVitale => "par carte Vitale",
                }
            ),
            Self::DecideIns { usager, accepter } => format!(
                "{} l'identité renvoyée par INSi pour l'usager {usager}.",
                if *accepter { "Acceptez" } else { "Refusez" }
            ),
            Self::VerifyIns { usager } => format!("Vérifiez l'INS de l'usager {usager}."),
            Self::ReceiveIdentity { identite } => format!(
                "Faites recevoir à votre logiciel l'identité affichée, venue de « {} ».",
                identite.domaine
            ),
            Self::ChangeUser { utilisateur, .. } => {
                format!(
                    "Connectez-vous avec l'utilisateur « {utilisateur} » et les droits affichés."
                )
            }
            Self::SignIn {
                mode, identifiant, ..
            } => format!(
                "Identifiez-vous avec Pro Santé Connect ({}), identifiant {identifiant}.",
                match mode {
                    SignInMode::Navigateur => "dans le navigateur",
                    SignInMode::Ciba => "par CIBA",
                    SignInMode::Proxy => "à travers le Proxy e-Santé",
                }
            ),
            Self::SignOut {} => {
                "Déconnectez-vous de votre logiciel et de Pro Santé Connect.".to_owned()
            }
            Self::OpenSession { compte, .. } => format!(
                "Ouvrez une session avec le compte local « {compte} » et le mot de passe affiché."
            ),
            Self::CloseSession {} => {
                "Fermez la session de votre logiciel, sans quitter Pro Santé Connect.".to_owned()
            }
            Self::CreateAccount { compte } => format!(
                "Créez le compte local « {} » avec les données affichées.",
                compte.compte
            ),
            Self::TypeDraft { .. } => {
                "Saisissez le texte affiché dans un message en cours d'écriture.".to_owned()
            }
            Self::AdvanceClock { secondes } => {
                format!("Laissez le poste sans y toucher pendant {secondes} secondes.")
            }
            Self::SearchDirectory { .. } => {
                "Cherchez un destinataire dans l'Annuaire Santé avec les critères affichés."
                    .to_owned()
            }
            Self::PickCorrespondent { correspondant, .. } => {
                format!("Choisissez le correspondant {correspondant} comme destinataire.")
            }
            Self::ImportExtraction {} => {
                "Importez l'extraction en libre accès de l'Annuaire Santé.".to_owned()
            }
        }
    }

    /// Name of the action on the wire, e.g. `patient.creer`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Nothing {} => "banc.rien",
            Self::CreatePatient { .. } => "patient.creer",
            Self::OpenPatient { .. } => "patient.ouvrir",
            Self::ModifyPatient { .. } => "patient.modifier",
            Self::FindPatients { .. } => "patient.chercher",
            Self::JustifyPatient { .. } => "patient.justifier",
            Self::AttributePatient { .. } => "patient.attribuer",
            Self::PresentCard { .. } => "carte.presenter",
            Self::SearchIns { .. } => "ins.rechercher",
            Self::DecideIns { .. } => "ins.decider",
            Self::VerifyIns { .. } => "ins.verifier",
            Self::ReceiveIdentity { .. } => "identite.recevoir",
            Self::ChangeUser { .. } => "utilisateur.changer",
            Self::SignIn { .. } => "psc.connecter",
            Self::SignOut {} => "psc.deconnecter",
            Self::OpenSession { .. } => "session.ouvrir",
            Self::CloseSession {} => "session.fermer",
            Self::CreateAccount { .. } => "compte.creer",
            Self::TypeDraft { .. } => "brouillon.saisir",
            Self::AdvanceClock { .. } => "horloge.avancer",
            Self::SearchDirectory { .. } => "annuaire.rechercher",
            Self::PickCorrespondent { .. } => "annuaire.choisir",
            Self::ImportExtraction {} => "annuaire.importer",
        }
    }
}
