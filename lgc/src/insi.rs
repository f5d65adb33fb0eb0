//! This software's own INSi client: requests, envelopes, transport, answers. It knows the teleservice
//! and nothing of records: it gives answers and failures, the practice decides what they change.

pub mod access;
pub mod answer;
pub mod assertion;
pub mod client;
pub mod connector;
pub mod envelope;
pub mod failure;
pub mod psc_identity;
pub mod request;
mod route;
pub mod soap;
pub mod tls;
pub mod xml_writer;

pub use access::{AccessError, Caller};
pub use client::{Attempt, InsiClient};
pub use failure::Failure;
pub use psc_identity::{PscIdentity, PscPass};
pub use request::InsiRequest;
