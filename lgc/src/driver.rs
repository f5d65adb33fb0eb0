//! The driver's side: the four routes of the contract and the practices they talk to.

pub mod message;
pub mod practices;
pub mod routes;

pub use practices::Practices;
