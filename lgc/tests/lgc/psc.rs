//! Pro Santé Connect: sign-in in its three modes, accounts, renewal, sign-out, calls made with the
//! professional's identity; against a fake over plain HTTP.

mod browser;
pub(crate) mod cabinet;
mod ciba;
pub(crate) mod fake;
mod identity;
mod life;
mod links;
pub(crate) mod plan;
pub(crate) mod tokens;
