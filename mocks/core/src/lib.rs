//! What every simulated service needs and that is not about one service: clock, seed, lane, PKI,
//! TLS, listener, exchange, journal, faults, SOAP, SAML.
//!
//! Nothing here knows a service's business, and nothing here judges conformity.

pub mod api_token;
pub mod clock;
pub mod duration;
pub mod exchange;
pub mod fault;
pub mod fidelity;
pub mod journal;
pub mod lane;
pub mod listener;
pub mod nearest;
pub mod observed;
pub mod pki;
pub mod recorder;
pub mod saml;
pub mod seed;
pub mod service;
pub mod settings;
pub mod soap;
pub mod timer;
pub mod tls;
pub mod variation;
pub mod xml;

pub use clock::Clock;
pub use exchange::Exchange;
pub use seed::Seed;
pub use service::Service;
