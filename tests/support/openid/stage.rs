//! What most modules begin with: a lane, a relying party and a browser that never visited anything.

use super::{Bench, Browser, Landing, RelyingParty, Request, Session};

/// See the module.
pub(crate) struct Stage {
    /// The lane.
    pub(crate) bench: Bench,
    /// `banc-lgc`.
    pub(crate) party: RelyingParty,
    /// The browser.
    pub(crate) browser: Browser,
}

impl Stage {
    /// On a lane of the shared process.
    pub(crate) async fn open() -> Self {
        Self::on(Bench::open().await).await
    }

    /// On a process of its own, whose time may be moved.
    pub(crate) async fn alone() -> Self {
        Self::on(Bench::alone().await).await
    }

    async fn on(bench: Bench) -> Self {
        let party = RelyingParty::new(&bench).await;
        let browser = Browser::new(&bench);
        Self {
            bench,
            party,
            browser,
        }
    }

    /// An authorization request of the relying party.
    pub(crate) fn request(&self) -> Request {
        self.party.request()
    }

    /// A whole sign-in, checked.
    pub(crate) async fn sign_in(&mut self, request: &Request) -> Session {
        self.party
            .sign_in(&self.bench, &mut self.browser, request)
            .await
    }

    /// A first sign-in, as the first step of a module that does something else.
    pub(crate) async fn signed_in(&mut self) -> Session {
        let request = self.request();
        let session = self.sign_in(&request).await;
        assert!(session.asked, "nobody was asked for the first sign-in");
        session
    }

    /// Sends the browser with a request; a person answers if a page asks.
    pub(crate) async fn go(&mut self, request: &Request) -> Landing {
        self.party.go(&mut self.browser, request).await.0
    }
}
