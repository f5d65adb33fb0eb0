//! The simulated Annuaire Santé: FHIR R4 directory and free-access extraction, as a
//! [`banc_core::Service`].
//!
//! It answers as the real one would, about fictitious professionals and structures, and says what
//! it understood; it judges nothing, waits for nothing and records nothing. [`fidelity`] tells, for
//! each behaviour, where it comes from and what it is worth.

mod bundle;
mod capability;
pub mod config;
pub mod dataset;
mod extraction;
pub mod fidelity;
mod kind;
mod label;
mod page;
mod problem;
pub mod quirk;
mod rate;
mod resource;
mod search;
pub mod service;
mod terminology;
pub mod variation;

pub use config::{AnnuaireConfig, ConfigError};
pub use dataset::{Dataset, DatasetError};
pub use extraction::{EXTRACTION_PATH, MSS_EXTRACTION_PATH};
pub use kind::Kind;
pub use service::{Annuaire, AnnuaireAddresses};
