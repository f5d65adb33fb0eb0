//! The simulated API Pro Santé Connectées: authorization server (token exchange), protected API,
//! and Proxy e-Santé, each a [`banc_core::Service`].
//!
//! They answer as the real ones would and say what they understood; they judge nothing.
//! [`fidelity`] tells, for each behaviour, where it comes from and what it is worth.
//!
//! # Two ways round
//!
//! *A heavy client without a proxy of its own* calls [`ProxyEsante`], which is a real client of
//! PSC, of the authorization server and of the APIs.
//!
//! *An editor's own proxy* takes the place of [`ProxyEsante`] and the bench plays the rest:
//!
//! 1. CIBA at PSC, with the proxy's PSC client (`client_id`, and its certificate over mTLS):
//!    `POST {issuer}/protocol/openid-connect/ext/ciba/auth`, then
//!    `POST {issuer}/protocol/openid-connect/token` every `interval` seconds;
//! 2. within 120 s, and once for each PSC access token, the exchange at [`ApiPsc`]:
//!    `POST {base}/as/token.oauth2` over mTLS, `client_id` being that of a client of `[[clients]]`
//!    declared with the certificate presented;
//! 3. the API, with the **same certificate** and `Authorization: Bearer <API token>`:
//!    `POST {base}/apipsc/signsessiondata`, `GET {base}/apipsc/ressource/v1`, or a teleservice of
//!    the bench which asks [`banc_core::api_token::ApiTokens`] about the token;
//! 4. after a 400 of the exchange that bears an authentication URL: refresh at PSC, then once more;
//! 5. `POST {issuer}/protocol/openid-connect/logout` with `id_token_hint` when the user leaves.
//!
//! The keys that sign API tokens and session data are at `GET {base}/as/certs`.

pub mod api_psc;
pub mod cnf;
pub mod config;
pub mod fidelity;
mod form;
mod jose;
pub mod keys;
mod names;
pub mod outgoing;
pub mod proxy_esante;
mod reply;
pub mod variation;

pub use api_psc::{ApiPsc, ApiPscAddresses};
pub use config::ConfigError;
pub use config::api_psc::{ApiClient, ApiPscConfig};
pub use config::proxy_esante::ProxyConfig;
pub use keys::{ApiPscKeys, ApiPscKeysError};
pub use outgoing::{OutgoingError, OutgoingTls};
pub use proxy_esante::{ProxyAddresses, ProxyEsante};
