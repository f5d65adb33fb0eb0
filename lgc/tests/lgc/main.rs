//! The reference software driven through its four routes, against a fake gateway over plain HTTP. The
//! real simulated services and TLS are tried from the bench's own end-to-end tests.

#![expect(
    clippy::unwrap_used,
    reason = "in a test crate, helpers fail the test as the tests themselves do"
)]

mod annuaire;
mod certificates;
mod defects;
mod driver;
mod failures;
mod foreign;
mod gateway;
mod identities;
mod local;
mod psc;
mod received;
mod schemas;
mod search;
mod signature;
mod tls;
mod verification;
