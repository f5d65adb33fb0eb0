//! This software's own client of Pro Santé Connect, of the API Pro Santé Connectées and of a Proxy
//! e-Santé. It knows protocols and tokens, not accounts nor sessions: the practice decides what a sign-in
//! opens and what its end closes.

pub mod access;
pub mod api;
pub mod authorization;
pub mod back_channel;
pub mod ciba;
pub mod client;
pub mod failure;
pub mod id_token;
pub mod key_set;
pub mod metadata;
pub mod person;
pub mod proxy;
pub mod session_end;
pub mod signature;
pub mod token_set;

pub use access::PscAccess;
pub use client::{PscClient, SignedIn};
pub use failure::PscFailure;
pub use person::Person;
pub use token_set::TokenSet;
