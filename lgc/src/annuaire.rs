//! This software's own client of the Annuaire Santé: search on demand over the FHIR directory, import
//! of the free-access extraction. It knows the directory and nothing of accounts, drafts or screens:
//! it gives correspondents and failures, the practice decides what they change.

pub mod access;
pub mod book;
pub mod client;
pub mod entry;
pub mod extraction;
pub mod failure;
pub mod lookup;
pub mod pool;
pub mod query;
pub mod resource;
pub mod same_name;
pub mod search;

pub use client::DirectoryClient;
pub use entry::Entry;
pub use failure::DirectoryFailure;
