//! An OpenID relying party of the tests' own: browser, JOSE checks, client of the endpoints.
//!
//! It knows the provider by its discovery document and by published specifications alone, so that
//! what it accepts does not depend on how the simulated provider is written.

#[path = "openid/answer.rs"]
mod answer;
#[path = "openid/bench.rs"]
mod bench;
#[path = "openid/browser.rs"]
mod browser;
#[path = "openid/ciba.rs"]
mod ciba;
#[path = "openid/cookies.rs"]
mod cookies;
#[path = "openid/id_token.rs"]
mod id_token;
#[path = "openid/logout.rs"]
mod logout;
#[path = "openid/page.rs"]
mod page;
#[path = "openid/relying_party.rs"]
mod relying_party;
#[path = "openid/request.rs"]
mod request;
#[path = "openid/session.rs"]
mod session;
#[path = "openid/stage.rs"]
mod stage;

pub(crate) use answer::Answer;
pub(crate) use bench::Bench;
pub(crate) use browser::{Browser, Callback, Landing};
pub(crate) use id_token::{parts, signed_claims, unsigned};
pub(crate) use logout::LogoutReceiver;
pub(crate) use page::Page;
pub(crate) use relying_party::{Credentials, RelyingParty};
pub(crate) use request::{Request, random};
pub(crate) use session::Session;
pub(crate) use stage::Stage;

/// `SubjectNameID` of the professional who signs in.
pub(crate) const PROFESSIONAL: &str = "899700427885";
/// Where the relying party waits for the browser.
pub(crate) const REDIRECT_URI: &str = "https://logiciel.test/psc/retour";
/// Where the browser goes after a logout.
pub(crate) const POST_LOGOUT_URI: &str = "https://logiciel.test/psc/fin";
