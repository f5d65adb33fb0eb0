//! The reference practice software (*LGC de référence*): own clients, own state machine, own pages,
//! named deliberate defects.
//!
//! It is a small but honest French practice software used to prove the bench: sound, it satisfies
//! the INS requirements; with a named defect, it breaks exactly one rule. It knows of the bench
//! nothing but the driver contract, and shares no codec with the simulated services, so that a
//! misreading cannot pass by being made at both ends. It does not judge and does not simulate.

pub mod annuaire;
pub mod clock;
pub mod config;
pub mod defauts;
pub mod driver;
pub mod error;
pub mod identity;
pub mod insi;
pub mod navigateur;
pub mod outgoing;
pub mod pages;
pub mod practice;
pub mod psc;
pub mod server;

pub use config::{AuthenticationChoice, LgcConfig, PscAuthentication, Timeouts};
pub use defauts::{Defect, DefectCard, DefectSet};
pub use error::LgcError;
pub use server::{Running, announce, serve};
