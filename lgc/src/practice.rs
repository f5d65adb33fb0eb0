//! A practice (*cabinet*): its records, users, journals and screen, and the actions of its users. One
//! practice per prepared scenario; nothing is shared between practices.

pub mod accounts;
mod arrival;
pub mod attribute_patient;
pub mod browser_sign_in;
pub mod call_trace;
pub mod change_user;
pub mod ciba_sign_in;
pub mod correspondents;
pub mod create_account;
pub mod create_patient;
pub mod decide_ins;
pub mod draft;
pub mod find_patients;
pub mod idle;
pub mod import_extraction;
pub mod justify_patient;
pub mod local_session;
pub mod modify_patient;
pub mod observe;
pub mod open_patient;
pub mod pick_correspondent;
pub mod present_card;
pub mod psc_identity;
pub mod psc_keeper;
pub mod receive_identity;
pub mod reconcile;
pub mod search_directory;
pub mod search_ins;
pub mod session;
pub mod sign_in;
pub mod sign_in_journal;
pub mod sign_out;
pub mod state;
pub mod storage;
pub mod told_end;
pub mod verify_ins;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use banc_contract::outcome::Durations;
use banc_contract::{Action, Answer, Done, Outcome, Preparation, Question};
use jiff::Timestamp;

use accounts::Accounts;
use sign_in::SignInWish;
pub use state::PracticeState;
use storage::Storage;

use crate::annuaire::DirectoryClient;
use crate::clock::{Clock, monotonic};
use crate::config::LgcConfig;
use crate::defauts::DefectSet;
use crate::identity::Refusal;
use crate::insi::{AccessError, InsiClient};
use crate::psc::PscAccess;

/// A preparation that cannot be used, in words for the driver.
#[derive(Debug, thiserror::Error)]
pub enum PreparationError {
    /// `maintenant` is not an instant.
    #[error("`maintenant` is not an RFC 3339 instant: {0}")]
    Instant(jiff::Error),
    /// Endpoints, authorities or certificates cannot be used.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The accounts cannot be used.
    #[error("`comptes` cannot be used: {0}")]
    Accounts(Refusal),
    /// The folder of the practice cannot be made.
    #[error("cannot make a folder under {folder}: {source}; choose another folder")]
    Storage {
        /// Folder asked for.
        folder: String,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Where a practice stands: what the server that bears it knows and the preparation does not tell.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Base URL of this software, as the browser of the workstation reaches it.
    pub own_url: &'a str,
    /// Folder under which the practice keeps its files.
    pub storage: &'a Path,
}

/// One practice.
pub struct Practice {
    defects: DefectSet,
    insi: InsiClient,
    directory: DirectoryClient,
    psc: PscAccess,
    own_url: String,
    /// Held during a renewal of tokens: one at a time.
    renewing: tokio::sync::Mutex<()>,
    /// Held during an exchange of tokens: one at a time.
    exchanging: tokio::sync::Mutex<()>,
    state: Mutex<PracticeState>,
}

impl Practice {
    /// A fresh practice for a preparation.
    pub fn new(
        preparation: &Preparation,
        config: &LgcConfig,
        place: Place<'_>,
    ) -> Result<Self, PreparationError> {
        let clock = match &preparation.maintenant {
            None => Clock::default(),
            Some(wanted) => {
                let wanted: Timestamp = wanted.parse().map_err(PreparationError::Instant)?;
                Clock::moved_to(wanted)
            }
        };
        let mut state = PracticeState::new(clock, config.defects.clone());
        state.accounts = Accounts::new(&preparation.comptes).map_err(PreparationError::Accounts)?;
        state.idle = preparation
            .inactivite_s
            .map_or(config.idle, Duration::from_secs);
        if !state.accounts.is_empty() {
            // With accounts, nobody is signed in until he signs in.
            state.has_sign_in = true;
            state.session = None;
        }
        let storage =
            Storage::create(place.storage).map_err(|source| PreparationError::Storage {
                folder: place.storage.display().to_string(),
                source,
            })?;
        state.storage = Some(storage);
        state.save();
        Ok(Self {
            defects: config.defects.clone(),
            insi: InsiClient::new(preparation, config, clock)?,
            directory: DirectoryClient::new(preparation, config)?,
            psc: PscAccess::new(preparation, config, clock, place.own_url)?,
            own_url: place.own_url.to_owned(),
            renewing: tokio::sync::Mutex::default(),
            exchanging: tokio::sync::Mutex::default(),
            state: Mutex::new(state),
        })
    }

    /// The state, locked; never held while waiting for a teleservice. A panic elsewhere does not
    /// close the practice.
    pub fn state(&self) -> MutexGuard<'_, PracticeState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does what a user asks, before `deadline`.
    pub async fn act(self: &Arc<Self>, action: Action, deadline: Instant) -> Outcome {
        let started = monotonic();
        let result = self.guarded(action, deadline).await;
        let elapsed = monotonic().saturating_duration_since(started);
        let durees = Durations {
            duree_percue_ms: Some(u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)),
            ..Durations::default()
        };
        let mut state = self.state();
        state.save();
        match result {
            Ok(mut done) => {
                done.durees = durees;
                if done.message.is_some() {
                    state.screen_message.clone_from(&done.message);
                }
                Outcome::Fait(Box::new(done))
            }
            Err(Refusal(message)) => {
                state.screen_message = Some(message.clone());
                Outcome::Refuse { message, durees }
            }
        }
    }

    /// Shows words to the user.
    pub fn show(&self, words: Option<String>) {
        self.state().screen_message = words;
    }

    /// What the software shows, now.
    pub fn observe(&self, question: &Question) -> Answer {
        self.close_if_idle();
        self.state().observe(question)
    }

    /// Sends to the sign-in what needs a session and finds none.
    async fn guarded(self: &Arc<Self>, action: Action, deadline: Instant) -> Result<Done, Refusal> {
        match action {
            Action::Nothing {} => Ok(Done::default()),
            Action::AdvanceClock { secondes } => Ok(self.advance_clock(secondes)),
            Action::SignIn {
                mode,
                identifiant,
                moyen,
            } => {
                let wish = SignInWish {
                    mode,
                    national_id: identifiant,
                    channel: moyen,
                };
                self.sign_in(wish, deadline).await
            }
            Action::OpenSession {
                compte,
                mot_de_passe,
            } => self.open_local_session(&compte, &mot_de_passe),
            other => {
                self.close_if_idle();
                {
                    let mut state = self.state();
                    state.check_open()?;
                    state.touch();
                }
                let result = self.dispatch(other, deadline).await;
                self.state().touch();
                result
            }
        }
    }

    async fn dispatch(&self, action: Action, deadline: Instant) -> Result<Done, Refusal> {
        match action {
            Action::SignOut {} => self.sign_out(deadline).await,
            Action::CloseSession {} => self.close_local_session(),
            Action::TypeDraft { texte } => Ok(self.state().type_draft(&texte)),
            Action::CreatePatient { traits } => self.state().create_patient(&traits),
            Action::OpenPatient { usager } => self.state().open_patient(&usager),
            Action::ModifyPatient { usager, traits } => {
                self.state().modify_patient(&usager, &traits)
            }
            Action::FindPatients { criteres } => self.state().find_patients(&criteres),
            Action::JustifyPatient {
                usager,
                justificatif,
            } => self.state().justify_patient(&usager, &justificatif),
            Action::AttributePatient {
                usager,
                attribut,
                present,
            } => self.state().attribute_patient(&usager, attribut, present),
            Action::PresentCard { carte } => self.state().present_card(carte),
            Action::SearchIns {
                usager,
                mode,
                tous_prenoms,
                avec_lieu,
            } => {
                let wish = search_ins::SearchWish {
                    mode,
                    joined: tous_prenoms,
                    with_place: avec_lieu,
                };
                self.search_ins(&usager, wish, deadline).await
            }
            Action::DecideIns { usager, accepter } => self.state().decide_ins(&usager, accepter),
            Action::VerifyIns { usager } => self.verify_ins(&usager, deadline).await,
            Action::ReceiveIdentity { identite } => {
                self.receive_identity(&identite, deadline).await
            }
            Action::ChangeUser {
                utilisateur,
                droits,
            } => self.state().change_user(utilisateur, droits),
            Action::SearchDirectory { criteres } => {
                self.search_directory(&criteres, deadline).await
            }
            Action::PickCorrespondent {
                correspondant,
                adresse,
            } => self
                .state()
                .pick_correspondent(&correspondant, adresse.as_deref()),
            Action::ImportExtraction {} => self.import_extraction(deadline).await,
            Action::CreateAccount { compte } => self.create_account(compte, deadline).await,
            other => Err(Refusal(format!(
                "Ce logiciel ne propose pas « {} ».",
                other.name()
            ))),
        }
    }
}
