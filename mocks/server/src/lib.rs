//! Composes the simulated services into a stack on lanes, with its configuration, its guard rails
//! and its management API.
//!
//! It knows how services are put together, and none of their business.

pub mod catalogue;
pub mod config;
mod error;
mod installation;
pub mod lane;
mod management;
mod material;
mod notification;
mod stack;

pub use banc_core::journal::JournalSummary;
pub use config::StackConfig;
pub use error::{ErrorKind, ServerError};
pub use lane::{LaneHandle, LaneOptions, LanePorts};
pub use management::openapi_json;
pub use material::{ClientMaterial, ClientPem};
pub use stack::{Stack, check_plan};
