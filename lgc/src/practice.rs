//! A practice (*cabinet*): its records, users, journals and screen, and the actions of its users. One
//! practice per prepared scenario; nothing is shared between practices.

mod arrival;
pub mod attribute_patient;
pub mod call_trace;
pub mod change_user;
pub mod create_patient;
pub mod decide_ins;
pub mod find_patients;
pub mod justify_patient;
pub mod modify_patient;
pub mod observe;
pub mod open_patient;
pub mod present_card;
pub mod receive_identity;
pub mod search_ins;
pub mod state;
pub mod verify_ins;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use banc_contract::outcome::Durations;
use banc_contract::{Action, Done, Outcome, Preparation};
use jiff::Timestamp;

pub use state::PracticeState;

use crate::clock::{Clock, monotonic};
use crate::config::LgcConfig;
use crate::defauts::DefectSet;
use crate::identity::Refusal;
use crate::insi::{AccessError, InsiClient};

/// A preparation that cannot be used, in words for the driver.
#[derive(Debug, thiserror::Error)]
pub enum PreparationError {
    /// `maintenant` is not an instant.
    #[error("`maintenant` is not an RFC 3339 instant: {0}")]
    Instant(jiff::Error),
    /// Endpoints, authorities or certificates cannot be used.
    #[error(transparent)]
    Access(#[from] AccessError),
}

/// One practice.
pub struct Practice {
    defects: DefectSet,
    insi: InsiClient,
    state: Mutex<PracticeState>,
}

impl Practice {
    /// A fresh practice for a preparation.
    pub fn new(preparation: &Preparation, config: &LgcConfig) -> Result<Self, PreparationError> {
        let clock = match &preparation.maintenant {
            None => Clock::default(),
            Some(wanted) => {
                let wanted: Timestamp = wanted.parse().map_err(PreparationError::Instant)?;
                Clock::moved_to(wanted)
            }
        };
        Ok(Self {
            defects: config.defects.clone(),
            insi: InsiClient::new(preparation, config, clock)?,
            state: Mutex::new(PracticeState::new(clock, config.defects.clone())),
        })
    }

    /// The state, locked; never held while waiting for a teleservice. A panic elsewhere does not
    /// close the practice.
    pub fn state(&self) -> MutexGuard<'_, PracticeState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does what a user asks, before `deadline`.
    pub async fn act(&self, action: Action, deadline: Instant) -> Outcome {
        let started = monotonic();
        let result = self.dispatch(action, deadline).await;
        let elapsed = monotonic().saturating_duration_since(started);
        let durees = Durations {
            duree_percue_ms: Some(u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)),
            ..Durations::default()
        };
        let mut state = self.state();
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

    async fn dispatch(&self, action: Action, deadline: Instant) -> Result<Done, Refusal> {
        match action {
            Action::Nothing {} => Ok(Done::default()),
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
            other => Err(Refusal(format!(
                "Ce logiciel ne propose pas « {} ».",
                other.name()
            ))),
        }
    }
}
