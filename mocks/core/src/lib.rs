//! What every simulated service needs and that is not about one service: clock, seed, lane, PKI,
//! TLS, listener, exchange, journal, faults, SOAP, SAML.
//!
//! Nothing here knows a service's business, and nothing here judges conformity.

pub mod clock;
pub mod exchange;
pub mod observed;
pub mod seed;
pub mod service;

pub use clock::Clock;
pub use exchange::Exchange;
pub use seed::Seed;
pub use service::Service;
