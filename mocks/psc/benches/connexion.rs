//! CPU cost of a sign-in (authorize, code, tokens, UserInfo) and of an introspection, without
//! network: `cargo bench -p banc-psc`. Prints n, median, p95 and p99 in microseconds.

use std::sync::Arc;
use std::time::Duration;

use banc_core::clock::Mono;
use banc_core::exchange::{Body, Connection, Request};
use banc_core::service::{Answer, Call, Service as _};
use banc_core::{Clock, Seed};
use banc_psc::{Psc, PscAddresses, PscConfig, PscKeys, REALM, Registration};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

const ROUNDS: usize = 2_000;
const RETURN: &str = "https://lgc.test/retour";

struct Bench {
    psc: Psc,
    clock: Clock,
    basic: String,
}

impl Bench {
    fn call(
        &self,
        method: &str,
        target: String,
        headers: Vec<(String, String)>,
        body: String,
    ) -> Answer {
        let request = Request {
            method: method.to_owned(),
            target,
            headers,
            body: Body::new(Bytes::from(body)),
        };
        let connection = Connection {
            id: 1,
            peer: String::new(),
            tls: None,
            accepted: Mono(0),
            tls_ready: None,
        };
        let operation = self.psc.classify(&request);
        self.psc.answer(&Call {
            request: &request,
            connection: &connection,
            front: "psc",
            lane: "mesure",
            operation,
            ordinal: 1,
            clock: &self.clock,
            variations: &[],
            refusal: None,
        })
    }

    fn back(&self, endpoint: &str, pairs: &[(&str, &str)]) -> Answer {
        let body = form(pairs);
        let media = "application/x-www-form-urlencoded".to_owned();
        let headers = vec![
            ("authorization".to_owned(), self.basic.clone()),
            ("content-type".to_owned(), media),
        ];
        self.call("POST", at(endpoint), headers, body)
    }

    /// A whole sign-in; returns the access token.
    fn sign_in(&self) -> String {
        let asked = form(&[
            ("response_type", "code"),
            ("client_id", "banc-lgc"),
            ("redirect_uri", RETURN),
            ("scope", "openid scope_all"),
            ("acr_values", "eidas1"),
            ("state", "etat"),
            ("nonce", "unique"),
        ]);
        let back = self.call("GET", format!("/auth?{asked}"), Vec::new(), String::new());
        let location = back.headers.iter().find(|(name, _)| *name == "location");
        let location = location
            .map(|(_, value)| value.as_str())
            .unwrap_or_default();
        let code = location
            .rsplit_once("code=")
            .map(|(_, code)| code)
            .unwrap_or_default();
        let grant = ("grant_type", "authorization_code");
        let tokens = self.back("/token", &[grant, ("code", code), ("redirect_uri", RETURN)]);
        let tokens: serde_json::Value = serde_json::from_slice(&tokens.body).unwrap_or_default();
        let access = tokens["access_token"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let bearer = vec![("authorization".to_owned(), format!("Bearer {access}"))];
        let info = self.call("GET", at("/userinfo"), bearer, String::new());
        assert_eq!(info.status, 200);
        access
    }
}

fn at(endpoint: &str) -> String {
    format!("{REALM}/protocol/openid-connect{endpoint}")
}

fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

fn measure(clock: &Clock, name: &str, mut work: impl FnMut()) {
    for _ in 0..ROUNDS / 10 {
        work();
    }
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = clock.mono();
            work();
            clock.mono().since(start)
        })
        .collect();
    times.sort_unstable();
    let at = |per_cent: usize| times[(ROUNDS - 1) * per_cent / 100].as_secs_f64() * 1e6;
    println!(
        "{name:<22} n={ROUNDS} médiane={:.1} p95={:.1} p99={:.1} µs",
        at(50),
        at(95),
        at(99)
    );
}

#[expect(
    clippy::unwrap_used,
    reason = "a measure that cannot be set up must stop"
)]
fn main() {
    let clock = Clock::system();
    let folder = tempfile::tempdir().unwrap();
    let keys = PscKeys::open_or_create(&folder.path().join("psc"), &clock).unwrap();
    let reading = clock.mono();
    PscKeys::open_or_create(&folder.path().join("psc"), &clock).unwrap();
    println!("lecture des clés : {:?}", clock.mono().since(reading));
    let psc = Psc::new(
        Arc::new(PscConfig::default()),
        Arc::new(keys),
        Seed(1),
        "mesure",
    );
    psc.locate(PscAddresses::default());
    let registration = Registration {
        redirect_uris: vec![RETURN.to_owned()],
        ..Registration::default()
    };
    psc.register("banc-lgc", registration).unwrap();
    let basic = format!(
        "Basic {}",
        STANDARD.encode("banc-lgc:secret-de-test-banc-lgc")
    );
    let bench = Bench {
        psc,
        clock: clock.clone(),
        basic,
    };
    let access = bench.sign_in();
    measure(&clock, "connexion entière", || {
        bench.sign_in();
    });
    measure(&clock, "introspection", || {
        let answer = bench.back("/token/introspect", &[("token", &access)]);
        assert!(answer.body.ends_with(b"\"active\":true}"));
    });
}
