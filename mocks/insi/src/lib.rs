//! The simulated INSi teleservice: search by traits, search by carte Vitale, unit verification
//! (provisional contract), as a [`banc_core::Service`].
//!
//! It answers as the real service would, from fictitious identities, and says what it understood;
//! it judges nothing, waits for nothing and records nothing. [`fidelity`] tells, for each
//! behaviour, where it comes from and what it is worth.

pub mod authentication;
pub mod base;
pub mod codes;
pub mod config;
mod denied;
pub mod fault;
pub mod fidelity;
pub mod lexical;
mod names;
mod operation;
pub mod quirk;
mod request;
pub mod resultat;
pub mod script;
pub mod service;
pub mod state;
pub mod variation;
pub mod wsdl;

pub use authentication::{FRONT_ASSERTION, FRONT_CERTIFICAT};
pub use config::{ConfigError, InsiConfig};
pub use request::addressing::{ACTION_CARTE, ACTION_TRAITS};
pub use script::{Alteration, Reply, ScriptedAnswer};
pub use service::{Insi, PATH, ScriptError};
pub use state::State;
