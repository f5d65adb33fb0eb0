//! The simulated Pro Santé Connect: an OpenID provider as a Keycloak realm behind a wallet front
//! end, as a [`banc_core::Service`].
//!
//! It answers as the real provider would, for fictitious professionals, and says what it
//! understood; it judges nothing.

pub mod address;
pub mod approval;
mod authorization;
mod bearer;
mod ciba;
mod claims;
pub mod client;
mod clock;
pub mod config;
pub mod deviation;
mod discovery;
pub mod ecps;
pub mod fidelity;
mod grant;
mod introspection;
mod jose;
pub mod keys;
mod login;
mod logout;
pub mod notification;
mod page;
mod parameters;
pub mod professional;
mod psc;
mod random;
mod reading;
mod refusal;
mod reply;
mod revocation;
pub mod secret;
mod service;
pub mod session;
mod state;
mod tokens;
mod turn;
mod userinfo;
pub mod variation;

pub use address::{PscAddresses, REALM};
pub use approval::Approval;
pub use client::{Registration, RegistrationError};
pub use config::{ConfigError, Lifetimes, PscConfig};
pub use deviation::Deviation;
pub use ecps::{NotPending, PendingRequest, RequestOrigin};
pub use keys::{PscKeys, PscKeysError};
pub use notification::{LogoutNotification, Notifier};
pub use professional::{Activity, Origin, Professional, Situation};
pub use psc::Psc;
pub use session::{AuthMode, SessionView};
