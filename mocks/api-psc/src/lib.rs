//! The simulated API Pro Santé Connectées: authorization server (token exchange), protected API,
//! and Proxy e-Santé, each a [`banc_core::Service`].
//!
//! They answer as the real ones would and say what they understood; they judge nothing.
