//! The authorization server, the protected API and the Proxy e-Santé over TLS on loopback, in front
//! of a small Pro Santé Connect that tests order about.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

mod bench;
mod contract;
mod editor_proxy;
mod exchange;
mod fake_psc;
mod proxy;
mod relay;
mod resource;
