//! A provider on a lane of its own, and a client and a browser written by hand.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use banc_core::clock::Mono;
use banc_core::exchange::{Body, CertificateFacts, Connection, Request, TlsFacts};
use banc_core::observed::Observed;
use banc_core::observed::psc::{ObservedPsc, PscAnswer};
use banc_core::service::{Answer, Call, Service as _};
use banc_core::{Clock, Seed};
use banc_psc::{Psc, PscAddresses, PscConfig, PscKeys, REALM, Registration};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use jiff::SignedDuration;
use serde_json::Value;

/// One set of keys for every process of these tests.
static KEYS: LazyLock<Arc<PscKeys>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("psc-cles");
    Arc::new(PscKeys::open_or_create(&folder, &Clock::system()).unwrap())
});

pub(crate) const ISSUER: &str = "https://localhost:1/auth/realms/esante-wallet";
pub(crate) const RETURN: &str = "https://lgc.test/retour";
pub(crate) const LEFT: &str = "https://lgc.test/sorti";
pub(crate) const CLIENT: (&str, &str) = ("banc-lgc", "secret-de-test-banc-lgc");
pub(crate) const OTHER: (&str, &str) = ("banc-lgc-autre", "secret-de-test-banc-lgc-autre");
pub(crate) const KIT: &str = "899700427885";
pub(crate) const CIBA: &str = "urn:openid:params:grant-type:ciba";

/// A provider, its clock, and a browser that keeps cookies.
pub(crate) struct Bench {
    pub(crate) psc: Psc,
    pub(crate) clock: Clock,
    variations: Vec<String>,
    refusal: Option<&'static str>,
    cookie: Option<String>,
    certificate: Option<CertificateFacts>,
}

/// Path of an endpoint of the protocol.
pub(crate) fn at(endpoint: &str) -> String {
    format!("{REALM}/protocol/openid-connect{endpoint}")
}

pub(crate) fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

pub(crate) fn basic((id, secret): (&str, &str)) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

/// What an ordinary authorization request asks.
pub(crate) const ASKED: [(&str, &str); 7] = [
    ("response_type", "code"),
    ("client_id", CLIENT.0),
    ("redirect_uri", RETURN),
    ("scope", "openid scope_all"),
    ("acr_values", "eidas1"),
    ("state", "etat"),
    ("nonce", "unique"),
];

/// The ordinary request with these parameters changed; an empty value takes the parameter away.
pub(crate) fn asked<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |name: &str| changes.iter().any(|(other, _)| *other == name);
    let kept = ASKED.into_iter().filter(|(name, _)| !changed(name));
    let added = changes
        .iter()
        .copied()
        .filter(|(_, value)| !value.is_empty());
    kept.chain(added).collect()
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::with("")
    }

    /// A provider with settings laid over the defaults; both clients return to the same addresses.
    pub(crate) fn with(settings: &str) -> Self {
        let config = Arc::new(PscConfig::from_toml(settings).unwrap());
        let psc = Psc::new(config, Arc::clone(&KEYS), Seed(7), "essai");
        psc.locate(PscAddresses {
            issuer_base: "https://localhost:1".to_owned(),
            wallet_base: "https://localhost:2".to_owned(),
        });
        for client in [CLIENT.0, OTHER.0] {
            psc.register(
                client,
                Registration {
                    redirect_uris: vec![RETURN.to_owned(), "https://lgc.test/r?x=1".to_owned()],
                    post_logout_redirect_uris: vec![LEFT.to_owned()],
                    backchannel_logout_uri: Some(format!("https://{client}.test/fin")),
                },
            )
            .unwrap();
        }
        Self {
            psc,
            clock: Clock::system(),
            variations: Vec::new(),
            refusal: None,
            cookie: None,
            certificate: None,
        }
    }

    pub(crate) fn vary(&mut self, names: &[&str]) {
        self.variations = names.iter().map(|name| (*name).to_owned()).collect();
    }

    pub(crate) fn refuse(&mut self, code: Option<&'static str>) {
        self.refusal = code;
    }

    pub(crate) fn certificate(&mut self, facts: Option<CertificateFacts>) {
        self.certificate = facts;
    }

    pub(crate) fn forget_cookies(&mut self) {
        self.cookie = None;
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// One call.
    pub(crate) fn call(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Received {
        let request = self.request(method, target, headers, body);
        let connection = self.connection();
        let operation = self.psc.classify(&request);
        let answer = self
            .psc
            .answer(&self.as_call(&request, &connection, operation));
        let set = answer
            .headers
            .iter()
            .filter(|(name, _)| *name == "set-cookie");
        for (_, value) in set {
            let pair = value.split(';').next().unwrap();
            let emptied = pair.ends_with('=');
            self.cookie = (!emptied).then(|| pair.to_owned());
        }
        Received { answer, operation }
    }

    /// What is understood of a call that a fault answers.
    pub(crate) fn witness(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> ObservedPsc {
        let request = self.request(method, target, headers, body);
        let connection = self.connection();
        let operation = self.psc.classify(&request);
        let seen = self
            .psc
            .witness(&self.as_call(&request, &connection, operation));
        let Some(Observed::Psc(seen)) = seen else {
            panic!("nothing observed");
        };
        *seen
    }

    fn request(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Request {
        let mut all: Vec<(String, String)> = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        if !body.is_empty() {
            let media = "application/x-www-form-urlencoded".to_owned();
            all.push(("Content-Type".to_owned(), media));
        }
        all.extend(
            self.cookie
                .clone()
                .map(|cookie| ("Cookie".to_owned(), format!("a=b; {cookie}"))),
        );
        Request {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: all,
            body: Body::new(Bytes::from(body.to_owned())),
        }
    }

    fn connection(&self) -> Connection {
        Connection {
            id: 1,
            peer: "127.0.0.1:1".into(),
            tls: Some(TlsFacts {
                client_certificate: self.certificate.clone(),
                ..TlsFacts::default()
            }),
            accepted: Mono(0),
            tls_ready: None,
        }
    }

    fn as_call<'a>(
        &'a self,
        request: &'a Request,
        connection: &'a Connection,
        operation: &'a str,
    ) -> Call<'a> {
        Call {
            request,
            connection,
            front: "psc",
            lane: "essai",
            operation,
            ordinal: 1,
            clock: &self.clock,
            variations: &self.variations,
            refusal: self.refusal,
        }
    }

    pub(crate) fn get(&mut self, target: &str) -> Received {
        self.call("GET", target, &[], "")
    }

    pub(crate) fn post(&mut self, target: &str, pairs: &[(&str, &str)]) -> Received {
        self.call("POST", target, &[], &form(pairs))
    }

    /// A back-channel POST with the ordinary client's secret.
    pub(crate) fn back(&mut self, endpoint: &str, pairs: &[(&str, &str)]) -> Received {
        self.back_as(CLIENT, endpoint, pairs)
    }

    pub(crate) fn back_as(
        &mut self,
        client: (&str, &str),
        endpoint: &str,
        pairs: &[(&str, &str)],
    ) -> Received {
        let authorization = basic(client);
        self.call(
            "POST",
            &at(endpoint),
            &[("Authorization", &authorization)],
            &form(pairs),
        )
    }

    /// An authorization request at the wallet.
    pub(crate) fn authorize(&mut self, changes: &[(&str, &str)]) -> Received {
        let target = format!("/auth?{}", form(&asked(changes)));
        self.get(&target)
    }

    /// A code for the ordinary request with these changes.
    pub(crate) fn code(&mut self, changes: &[(&str, &str)]) -> String {
        self.authorize(changes).returned("code")
    }

    pub(crate) fn redeem(&mut self, code: &str) -> Received {
        self.back(
            "/token",
            &[
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", RETURN),
            ],
        )
    }

    /// Signs in by the browser and returns the tokens.
    pub(crate) fn tokens(&mut self, changes: &[(&str, &str)]) -> Value {
        let code = self.code(changes);
        self.redeem(&code).ok()
    }

    pub(crate) fn refresh(&mut self, token: &str) -> Received {
        self.back(
            "/token",
            &[("grant_type", "refresh_token"), ("refresh_token", token)],
        )
    }

    pub(crate) fn userinfo(&mut self, token: &str) -> Received {
        let authorization = format!("Bearer {token}");
        self.call(
            "GET",
            &at("/userinfo"),
            &[("Authorization", &authorization)],
            "",
        )
    }

    pub(crate) fn introspect(&mut self, token: &str) -> Value {
        self.back("/token/introspect", &[("token", token)]).ok()
    }
}

/// An answer and what was observed.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) answer: Answer,
    pub(crate) operation: &'static str,
}

impl Received {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.answer.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.answer.headers.iter();
        headers
            .find(|(candidate, _)| *candidate == name)
            .map(|(_, value)| &**value)
    }

    pub(crate) fn seen(&self) -> &ObservedPsc {
        let Some(Observed::Psc(seen)) = &self.answer.observed else {
            panic!("nothing observed");
        };
        seen
    }

    /// The JSON of a success.
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.answer.status, 200, "{}", self.text());
        serde_json::from_str(self.text()).unwrap()
    }

    /// Status, `error` and `error_description` of a refusal, which is also what is observed.
    pub(crate) fn refused(&self) -> (u16, String, String) {
        let body: Value =
            serde_json::from_str(self.text()).unwrap_or_else(|_| panic!("{}", self.text()));
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        let refusal = (self.answer.status, text("error"), text("error_description"));
        if let PscAnswer::Erreur { error, description } = &self.seen().answer {
            assert_eq!(
                (error, description.as_deref()),
                (&refusal.1, Some(&*refusal.2))
            );
        } else {
            assert_eq!(self.seen().answer, PscAnswer::Attente);
        }
        refusal
    }

    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.answer.status, 302, "{}", self.text());
        self.header("location").unwrap()
    }

    /// Parameters of the way back, in order.
    pub(crate) fn back(&self) -> Vec<(String, String)> {
        let location = self.location();
        assert!(location.starts_with(RETURN), "{location}");
        let at = location.find(['?', '#']).unwrap();
        form_urlencoded::parse(&location.as_bytes()[at + 1..])
            .into_owned()
            .collect()
    }

    /// A parameter of the way back; empty when absent.
    pub(crate) fn returned(&self, name: &str) -> String {
        let all = self.back();
        let found = all.into_iter().find(|(candidate, _)| candidate == name);
        found.map(|(_, value)| value).unwrap_or_default()
    }

    /// A page for a person, with its status and name; never a redirection.
    pub(crate) fn page(&self) -> (u16, &str) {
        assert!(self.header("location").is_none());
        assert!(self.text().contains("simulateur — données fictives"));
        let PscAnswer::Page { page } = &self.seen().answer else {
            panic!("no page: {:?}", self.seen());
        };
        (self.answer.status, page)
    }

    /// The value of a hidden field of a page.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let marker = format!("name=\"{name}\" value=\"");
        let rest = self.text().split_once(&marker).unwrap().1;
        rest.split('"').next().unwrap().to_owned()
    }
}

/// The claims of a token, without verification.
pub(crate) fn claims(token: &Value) -> Value {
    serde_json::from_str(&payload(token)).unwrap()
}

/// The payload of a token as written.
pub(crate) fn payload(token: &Value) -> String {
    let part = token
        .as_str()
        .unwrap()
        .split('.')
        .nth(1)
        .unwrap()
        .to_owned();
    String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// The header of a token.
pub(crate) fn header(token: &Value) -> Value {
    let part = token
        .as_str()
        .unwrap()
        .split('.')
        .next()
        .unwrap()
        .to_owned();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// Verifies a token with the published keys, as a client does.
pub(crate) fn verify(bench: &mut Bench, token: &str) -> Result<Value, String> {
    let set: jsonwebtoken::jwk::JwkSet =
        serde_json::from_value(bench.get(&at("/certs")).ok()).unwrap();
    let header = jsonwebtoken::decode_header(token).map_err(|error| error.to_string())?;
    let kid = header.kid.ok_or("no kid")?;
    let jwk = set.find(&kid).ok_or("unknown kid")?;
    let key = jsonwebtoken::DecodingKey::from_jwk(jwk).unwrap();
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    jsonwebtoken::decode(token, &key, &validation)
        .map(|read| read.claims)
        .map_err(|error| error.to_string())
}

pub(crate) fn denied(status: u16, error: &str, description: &str) -> (u16, String, String) {
    (status, error.to_owned(), description.to_owned())
}

/// A certificate of an organisation.
pub(crate) fn organisation(unit: &str, name: &str) -> CertificateFacts {
    CertificateFacts {
        subject: format!("CN={name},OU={unit},O=BANC SEGUR TEST,C=FR"),
        common_name: Some(name.to_owned()),
        organizational_unit: Some(unit.to_owned()),
        ..CertificateFacts::default()
    }
}
