//! A relying party: the endpoints of the provider as a client calls them.

use jsonwebtoken::jwk::JwkSet;
use reqwest::{Client, Identity, RequestBuilder};
use serde_json::Value;

use super::answer::Answer;
use super::browser::{Callback, encoded};
use super::id_token::{self, Expected};
use super::{Bench, Browser, Landing, REDIRECT_URI, Request, Session};

/// How a client authenticates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Credentials {
    /// `client_secret_basic`.
    Basic(&'static str),
    /// `client_secret_post`.
    Post(&'static str),
    /// `tls_client_auth`: `client_id` in the form, the certificate on the connection.
    Certificate,
}

/// A client of the provider.
pub(crate) struct RelyingParty {
    /// Its identifier.
    pub(crate) client_id: String,
    credentials: Credentials,
    http: Client,
    /// The discovery document.
    pub(crate) document: Value,
}

impl RelyingParty {
    /// `banc-lgc`, by its secret in the `Authorization` header.
    pub(crate) async fn new(bench: &Bench) -> Self {
        let credentials = Credentials::Basic("secret-de-test-banc-lgc");
        Self::with(bench, "banc-lgc", credentials, None).await
    }

    /// `banc-lgc-autre`, another client of the same provider.
    pub(crate) async fn other(bench: &Bench) -> Self {
        let credentials = Credentials::Basic("secret-de-test-banc-lgc-autre");
        Self::with(bench, "banc-lgc-autre", credentials, None).await
    }

    /// `banc-lgc-mtls`, known by the certificate that the software also shows to INSi.
    pub(crate) async fn by_certificate(bench: &Bench) -> Self {
        let certificate = bench.certificate("insi-auto").await;
        let credentials = Credentials::Certificate;
        Self::with(bench, "banc-lgc-mtls", credentials, Some(certificate)).await
    }

    /// Any client, known or not.
    pub(crate) async fn with(
        bench: &Bench,
        client_id: &str,
        credentials: Credentials,
        certificate: Option<Identity>,
    ) -> Self {
        let http = bench.http(certificate);
        let url = format!("{}/.well-known/openid-configuration", bench.url("psc"));
        let document = Answer::read(http.get(url).send().await.unwrap()).await;
        Self {
            client_id: client_id.to_owned(),
            credentials,
            http,
            document: document.expect(200).body,
        }
    }

    /// A text member of the discovery document.
    pub(crate) fn published(&self, member: &str) -> &str {
        self.document[member]
            .as_str()
            .unwrap_or_else(|| panic!("no {member} in {}", self.document))
    }

    /// Whether a list of the discovery document has that value.
    pub(crate) fn lists(&self, member: &str, value: &str) -> bool {
        let list = self.document[member].as_array();
        list.is_some_and(|list| list.iter().any(|one| one == value))
    }

    /// An authorization request of this client.
    pub(crate) fn request(&self) -> Request {
        Request::of(&self.client_id)
    }

    /// The address to which the browser is sent.
    pub(crate) fn authorize(&self, request: &Request) -> String {
        request.url(self.published("authorization_endpoint"))
    }

    /// Sends the browser to the provider and identifies the professional when a page asks for it;
    /// tells whether it did.
    pub(crate) async fn go(&self, browser: &mut Browser, request: &Request) -> (Landing, bool) {
        match browser.open(&self.authorize(request)).await {
            Landing::Page(page) if page.button("CPS").is_some() => {
                (browser.identify(&page).await, true)
            }
            landing => (landing, false),
        }
    }

    /// A whole sign-in.
    pub(crate) async fn sign_in(
        &self,
        bench: &Bench,
        browser: &mut Browser,
        request: &Request,
    ) -> Session {
        let (landing, asked) = self.go(browser, request).await;
        let callback = landing.callback();
        self.finish(bench, request, &callback, asked).await
    }

    /// Exchanges the code of a callback and checks all that comes.
    pub(crate) async fn finish(
        &self,
        bench: &Bench,
        request: &Request,
        callback: &Callback,
        asked: bool,
    ) -> Session {
        let code = self.code(request, callback);
        let tokens = self.exchange(&code, &[]).await.expect_tokens();
        self.session(bench, request.get("nonce"), code, tokens, asked)
            .await
    }

    /// The session of an answer of the token endpoint, its id_token checked.
    pub(crate) async fn session(
        &self,
        bench: &Bench,
        nonce: Option<&str>,
        code: String,
        tokens: Answer,
        asked: bool,
    ) -> Session {
        let expected = Expected {
            issuer: self.published("issuer"),
            client_id: &self.client_id,
            nonce,
            access_token: Some(tokens.text_member("access_token")),
            now: bench.now(),
        };
        let token = tokens.text_member("id_token");
        let claims = id_token::claims(token, &self.keys().await, &expected);
        Session {
            code,
            tokens,
            claims,
            asked,
        }
    }

    /// The code of a callback that answers this request. Source: RFC 6749 §4.1.2, RFC 9207.
    #[track_caller]
    pub(crate) fn code(&self, request: &Request, callback: &Callback) -> String {
        self.answers(request, callback);
        assert_eq!(callback.get("error"), None, "{callback:?}");
        let code = callback.get("code").unwrap_or_default();
        assert!(!code.is_empty(), "{callback:?}");
        code.to_owned()
    }

    /// The `error` of a callback that answers this request.
    #[track_caller]
    pub(crate) fn error<'a>(&self, request: &Request, callback: &'a Callback) -> &'a str {
        self.answers(request, callback);
        assert_eq!(callback.get("code"), None, "{callback:?}");
        callback
            .get("error")
            .unwrap_or_else(|| panic!("no error in {callback:?}"))
    }

    #[track_caller]
    fn answers(&self, request: &Request, callback: &Callback) {
        let asked = request.get("redirect_uri").unwrap_or(REDIRECT_URI);
        assert_eq!(callback.uri, asked, "{callback:?}");
        assert_eq!(callback.get("state"), request.get("state"), "{callback:?}");
        if self.document["authorization_response_iss_parameter_supported"] == true {
            assert_eq!(callback.get("iss"), Some(self.published("issuer")));
        }
    }

    /// The published keys.
    pub(crate) async fn keys(&self) -> JwkSet {
        let request = self.http.get(self.published("jwks_uri"));
        let keys = Answer::read(request.send().await.unwrap()).await;
        let keys = keys.expect(200).body;
        serde_json::from_value(keys.clone()).unwrap_or_else(|error| panic!("{error}: {keys}"))
    }

    /// Exchanges a code, with more parameters.
    pub(crate) async fn exchange(&self, code: &str, more: &[(&str, &str)]) -> Answer {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT_URI),
        ];
        form.extend_from_slice(more);
        self.token(&form).await
    }

    /// Renews tokens.
    pub(crate) async fn renew(&self, refresh_token: &str) -> Answer {
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token),
        ];
        self.token(&form).await
    }

    /// Calls the token endpoint.
    pub(crate) async fn token(&self, form: &[(&str, &str)]) -> Answer {
        let url = self.published("token_endpoint").to_owned();
        self.call(&url, form).await
    }

    /// Posts a form to an endpoint that authenticates clients.
    pub(crate) async fn call(&self, url: &str, form: &[(&str, &str)]) -> Answer {
        let mut form: Vec<(String, String)> = form
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let mut add = |name: &str, value: &str| form.push((name.to_owned(), value.to_owned()));
        let mut request = self.http.post(url);
        match self.credentials {
            Credentials::Basic(secret) => {
                request = request.basic_auth(&self.client_id, Some(secret));
            }
            Credentials::Post(secret) => {
                add("client_id", &self.client_id);
                add("client_secret", secret);
            }
            Credentials::Certificate => add("client_id", &self.client_id),
        }
        self.send(request, Some(&form)).await
    }

    /// UserInfo by GET, the token in the header.
    pub(crate) async fn userinfo(&self, access_token: &str) -> Answer {
        let request = self.http.get(self.published("userinfo_endpoint"));
        self.send(request.bearer_auth(access_token), None).await
    }

    /// UserInfo by POST, the token in the header.
    pub(crate) async fn userinfo_post_header(&self, access_token: &str) -> Answer {
        let request = self.http.post(self.published("userinfo_endpoint"));
        self.send(request.bearer_auth(access_token), None).await
    }

    /// UserInfo by POST, the token in the form.
    pub(crate) async fn userinfo_post_body(&self, access_token: &str) -> Answer {
        let form = [("access_token".to_owned(), access_token.to_owned())];
        let request = self.http.post(self.published("userinfo_endpoint"));
        self.send(request, Some(&form)).await
    }

    async fn send(&self, request: RequestBuilder, form: Option<&[(String, String)]>) -> Answer {
        let request = match form {
            Some(form) => request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(encoded(form)),
            None => request,
        };
        Answer::read(request.send().await.unwrap()).await
    }
}
