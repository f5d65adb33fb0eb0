//! A small browser, in the place of the workstation's own: it keeps cookies, follows redirections and
//! fills the sign-in page as the user would. It is apart from the back channels: other connections, another
//! name, no client certificate. It knows nothing of Pro Santé Connect but what its pages show.

mod cookies;
mod html;

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use hyper::header::{ACCEPT, ACCEPT_LANGUAGE, HeaderValue, SET_COOKIE};
use hyper::{Method, StatusCode};
use jiff::Timestamp;
use url::Url;

use crate::clock::{Clock, monotonic};
use crate::config::Timeouts;
use crate::outgoing::{Ask, Outgoing, OutgoingFailure, Reply};
use cookies::CookieJar;
use html::Form;

/// Name of a browser of the workstation.
const DESKTOP: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
/// Name of a web view inside the software (defect `navigateur_integre`).
const EMBEDDED: &str = concat!(
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) QtWebEngine/6.8 Chrome/130.0 Safari/537.36 LGC-REFERENCE/",
    env!("CARGO_PKG_VERSION")
);
/// Redirections and forms followed before the way is held to be endless.
const LONGEST_WAY: usize = 30;
/// Times the sign-in form is filled before the user gives up.
const TRIES: usize = 2;
/// Shortest pause before a page that reloads itself is asked again.
const SHORTEST_PAUSE: Duration = Duration::from_millis(200);

/// Why the browser stopped on the way.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrowserFailure {
    /// An address that is none.
    #[error("adresse inutilisable : {0}")]
    Address(String),
    /// No answer.
    #[error("{host} ne répond pas ({failure})")]
    Unreachable {
        /// Host and port.
        host: String,
        /// What happened.
        failure: OutgoingFailure,
    },
    /// Redirections without end.
    #[error("les pages se renvoient l'une à l'autre sans fin")]
    Endless,
    /// The user waited in vain.
    #[error("le temps accordé est passé")]
    TooLate,
}

/// The page on which the browser stopped.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its address.
    pub url: Url,
    /// Its status.
    pub status: StatusCode,
    /// Its title.
    pub title: String,
}

/// A browser and its cookies.
pub struct Navigateur {
    http: Outgoing,
    jar: Mutex<CookieJar>,
    clock: Clock,
    embedded: bool,
}

impl Navigateur {
    /// A browser without cookies yet.
    pub fn new(
        tls: rustls::ClientConfig,
        timeouts: Timeouts,
        clock: Clock,
        embedded: bool,
    ) -> Self {
        let name = if embedded { EMBEDDED } else { DESKTOP };
        Self {
            http: Outgoing::new(tls, timeouts).named(name),
            jar: Mutex::default(),
            clock,
            embedded,
        }
    }

    /// `systeme` or `integre`.
    pub fn kind(&self) -> &'static str {
        if self.embedded { "integre" } else { "systeme" }
    }

    /// Opens an address and goes on as a user whose identifier is `login` would, until a page that asks
    /// nothing of him.
    pub async fn open(
        &self,
        address: &str,
        login: &str,
        deadline: Instant,
    ) -> Result<Shown, BrowserFailure> {
        let mut url = parse(address)?;
        let mut ask = Ask::get(url.as_str());
        let mut tries = 0;
        for _ in 0..LONGEST_WAY {
            let reply = self.fetch(&url, ask, deadline).await?;
            if let Some(next) = reply.redirection() {
                url = join(&url, next)?;
                ask = Ask::get(url.as_str());
                continue;
            }
            let page = String::from_utf8_lossy(&reply.body).into_owned();
            if tries < TRIES
                && let Some(form) = html::sign_in_form(&page)
            {
                tries += 1;
                (url, ask) = submission(&url, &form, login)?;
                continue;
            }
            let Some((pause, next)) = html::reload(&page) else {
                return Ok(Shown {
                    status: reply.status,
                    title: html::title(&page),
                    url,
                });
            };
            (url, ask) = self.wait(&url, pause, next.as_deref(), deadline).await?;
        }
        Err(BrowserFailure::Endless)
    }

    /// A page that reloads itself: it waits for something that happens elsewhere (a telephone).
    async fn wait(
        &self,
        url: &Url,
        pause: Duration,
        next: Option<&str>,
        deadline: Instant,
    ) -> Result<(Url, Ask), BrowserFailure> {
        let pause = pause.max(SHORTEST_PAUSE);
        if deadline.saturating_duration_since(monotonic()) < pause {
            return Err(BrowserFailure::TooLate);
        }
        tokio::time::sleep(pause).await;
        let url = next.map_or_else(|| Ok(url.clone()), |next| join(url, next))?;
        let ask = Ask::get(url.as_str());
        Ok((url, ask))
    }

    async fn fetch(&self, url: &Url, ask: Ask, deadline: Instant) -> Result<Reply, BrowserFailure> {
        let now = self.clock.now();
        let cookies = self.with_jar(|jar| jar.header(url, now));
        let mut ask = ask
            .header(ACCEPT, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
            .header(ACCEPT_LANGUAGE, "fr-FR,fr;q=0.9");
        if !cookies.is_empty() {
            ask = ask.cookies(cookies);
        }
        let reply =
            self.http
                .send(ask, deadline)
                .await
                .map_err(|failure| BrowserFailure::Unreachable {
                    host: url[url::Position::BeforeHost..url::Position::AfterPort].to_owned(),
                    failure,
                })?;
        self.keep(url, reply.headers.get_all(SET_COOKIE).iter(), now);
        Ok(reply)
    }

    fn keep<'a>(&self, url: &Url, headers: impl Iterator<Item = &'a HeaderValue>, now: Timestamp) {
        self.with_jar(|jar| {
            for header in headers.filter_map(|header| header.to_str().ok()) {
                jar.keep(url, header, now);
            }
        });
    }

    fn with_jar<Found>(&self, look: impl FnOnce(&mut CookieJar) -> Found) -> Found {
        look(&mut self.jar.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The form filled with the user's identifier, its e-CPS button pressed.
fn submission(page: &Url, form: &Form, login: &str) -> Result<(Url, Ask), BrowserFailure> {
    let action = form
        .action
        .as_deref()
        .map_or_else(|| Ok(page.clone()), |action| join(page, action))?;
    let fields = form.filled(login);
    let pairs: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    if form.method == Method::POST {
        let ask = Ask::form(action.as_str(), &pairs);
        return Ok((action, ask));
    }
    let mut url = action;
    url.query_pairs_mut().clear().extend_pairs(pairs);
    let ask = Ask::get(url.as_str());
    Ok((url, ask))
}

fn parse(address: &str) -> Result<Url, BrowserFailure> {
    Url::parse(address).map_err(|error| BrowserFailure::Address(error.to_string()))
}

/// An address relative to a page; the fragment stays in the browser.
fn join(base: &Url, address: &str) -> Result<Url, BrowserFailure> {
    let mut url = base
        .join(address)
        .map_err(|error| BrowserFailure::Address(error.to_string()))?;
    url.set_fragment(None);
    Ok(url)
}
