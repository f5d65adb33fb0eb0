//! The simulated Pro Santé Connect: an OpenID provider as a Keycloak realm behind a wallet front
//! end, as a [`banc_core::Service`].
//!
//! It answers as the real provider would, for fictitious professionals, and says what it
//! understood; it judges nothing.
