//! Pro Santé Connect: a whole sign-in, then the calls that come after it, over keep-alive TLS.
//!
//! The load generator is this process; the provider is one of its own, so that the processor time
//! of a sign-in is the provider's alone.

use std::path::Path;
use std::sync::Arc;

use banc_core::Clock;
use banc_core::clock::Mono;
use banc_core::exchange::{Exchange, Stage};
use banc_core::tls::{TlsVersions, client_config};
use reqwest::header::LOCATION;
use reqwest::{Client, Response, Url};
use serde_json::{Value, json};

use super::served::{self, Served};
use super::statistics::Distribution;
use super::table::{Row, Values};
use crate::failure::Failure;

/// Where the code comes back; nobody listens there, the redirection is read.
const REDIRECT: &str = "http://127.0.0.1:9/retour";
/// The client of the measures, as the provider's settings know it.
const CLIENT: &str = "banc-lgc";
const SECRET: &str = "secret-de-test-banc-lgc";
/// Sign-ins before the measure.
const WARM_UP: usize = 20;
/// Sign-ins at once, in the measure of processor time.
const AT_ONCE: usize = 8;
/// Operations of a sign-in, as the provider names them.
const SIGN_IN: [&str; 3] = ["autorisation", "jeton_code", "userinfo"];

/// Own time and processor time of a sign-in; time of each call.
pub(super) async fn measure(home: &Path, sign_ins: usize) -> Result<Vec<Row>, Failure> {
    let directory = served::scratch(home, "identification")?;
    let journal = directory.display().to_string();
    let served = Served::start(home, &["--journal", &journal]).await?;
    let relying = Arc::new(Relying::new(home, &served)?);
    relying.register(&served).await?;
    for _ in 0..WARM_UP {
        relying.sign_in().await?;
    }
    let mut rows = relying.calls(sign_ins).await?;
    let before = served.processor_ms()?;
    let clock = Clock::system();
    let began = clock.mono();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..AT_ONCE {
        let relying = Arc::clone(&relying);
        tasks.spawn(async move {
            for _ in 0..sign_ins / AT_ONCE {
                relying.sign_in().await?;
            }
            Ok::<(), Failure>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.map_err(Failure::bench)??;
    }
    let wall = clock.mono().since(began).as_secs_f64();
    let spent = served.processor_ms()?.saturating_sub(before);
    served.stop().await?;
    let recorded = banc_core::journal::read(&directory).map_err(Failure::bench)?;
    served::remove(&directory)?;
    let done = sign_ins / AT_ONCE * AT_ONCE;
    rows.insert(0, own_time(recorded.exchanges(), sign_ins));
    rows.push(rate(done, spent, wall));
    Ok(rows)
}

/// The provider's own time for the three calls of a sign-in together, from one client at a time: the
/// journal is in order, and those of the concurrent sign-ins come last.
fn own_time<'a>(exchanges: impl Iterator<Item = &'a Arc<Exchange>>, sign_ins: usize) -> Row {
    let own = |exchange: &Exchange| {
        let whole = exchange
            .instants
            .between(Stage::BodyEnd, Stage::FirstByte)?;
        u64::try_from(whole.as_nanos()).ok()
    };
    let calls: Vec<_> = exchanges.collect();
    let whole = calls.windows(SIGN_IN.len()).filter_map(|window| {
        let named = window.iter().map(|each| &*each.operation);
        named.eq(SIGN_IN).then_some(())?;
        window.iter().map(|each| own(each)).sum::<Option<u64>>()
    });
    let own = Distribution::of(whole.skip(WARM_UP).take(sign_ins));
    let holds = own.n == sign_ins as u64 && own.median_us < 10_000.0;
    Row {
        name: "sign-in (authorize, token, userinfo): own time".to_owned(),
        values: Values::Durations(own),
        target: Some(("median < 10 ms".to_owned(), holds)),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of sign-ins and milliseconds are far under 2^52"
)]
fn rate(done: usize, spent_ms: u64, wall_s: f64) -> Row {
    let per_core = done as f64 * 1_000.0 / spent_ms.max(1) as f64;
    let seen = done as f64 / wall_s;
    Row {
        name: "sign-ins per second of one core".to_owned(),
        values: Values::Figure {
            n: done as u64,
            text: format!("{per_core:.0} /s ({seen:.0} /s seen)"),
        },
        target: Some((">= 200 /s".to_owned(), per_core >= 200.0)),
    }
}

/// A relying party.
struct Relying {
    http: Client,
    wallet: String,
    realm: String,
}

/// A whole answer of the token endpoint.
struct Tokens {
    access: String,
}

impl Relying {
    fn new(home: &Path, served: &Served) -> Result<Self, Failure> {
        let authority = served::authority(home)?;
        let tls = client_config(&authority.bundle_pem(), None, TlsVersions::Both)
            .map_err(Failure::bench)?;
        let http = Client::builder()
            .tls_backend_preconfigured(rustls::ClientConfig::clone(&tls))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(Failure::bench)?;
        Ok(Self {
            http,
            wallet: served.url("psc_portefeuille")?,
            realm: format!("{}/protocol/openid-connect", served.url("psc")?),
        })
    }

    async fn register(&self, served: &Served) -> Result<(), Failure> {
        let (management, lane) = (served.said("gestion")?, served.said("voie")?);
        let url = format!("{management}voies/{lane}/psc/clients/{CLIENT}");
        let body = json!({ "redirect_uris": [REDIRECT] }).to_string();
        let request = self
            .http
            .put(url)
            .header("content-type", "application/json");
        ok(request.body(body).send().await).await?;
        Ok(())
    }

    async fn sign_in(&self) -> Result<Tokens, Failure> {
        let tokens = self.tokens().await?;
        ok(self.userinfo(&tokens).send().await).await?;
        Ok(tokens)
    }

    async fn tokens(&self) -> Result<Tokens, Failure> {
        let url = Url::parse_with_params(
            &format!("{}/auth", self.wallet),
            [
                ("response_type", "code"),
                ("client_id", CLIENT),
                ("redirect_uri", REDIRECT),
                ("scope", "openid scope_all"),
                ("acr_values", "eidas1"),
                ("state", "mesure"),
                ("nonce", "mesure"),
            ],
        )
        .map_err(Failure::bench)?;
        let answer = self.http.get(url).send().await.map_err(Failure::bench)?;
        let location = answer.headers().get(LOCATION).map(|value| value.to_str());
        let location = Url::parse(location.and_then(Result::ok).unwrap_or_default());
        let code = location.ok().and_then(|url| {
            let mut pairs = url.query_pairs();
            pairs.find_map(|(name, value)| (name == "code").then(|| value.into_owned()))
        });
        let code = code.ok_or_else(|| {
            Failure::Bench(format!(
                "the provider gave no code: HTTP {}",
                answer.status()
            ))
        })?;
        let form = Url::parse_with_params(
            "form:",
            [
                ("grant_type", "authorization_code"),
                ("code", &code),
                ("redirect_uri", REDIRECT),
            ],
        )
        .map_err(Failure::bench)?;
        let request = self.post("token", form.query().unwrap_or_default());
        let answer = ok(request.send().await).await?;
        let said: Value = serde_json::from_slice(&answer).map_err(Failure::bench)?;
        let access = said["access_token"].as_str().unwrap_or_default().to_owned();
        Ok(Tokens { access })
    }

    fn post(&self, endpoint: &str, form: &str) -> reqwest::RequestBuilder {
        self.http
            .post(format!("{}/{endpoint}", self.realm))
            .basic_auth(CLIENT, Some(SECRET))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.to_owned())
    }

    fn userinfo(&self, tokens: &Tokens) -> reqwest::RequestBuilder {
        let url = format!("{}/userinfo", self.realm);
        self.http.get(url).bearer_auth(&tokens.access)
    }

    /// Time of each call, one at a time.
    async fn calls(&self, times: usize) -> Result<Vec<Row>, Failure> {
        let clock = Clock::system();
        let mut samples = [const { Vec::new() }; 3];
        for _ in 0..times {
            let began = clock.mono();
            let tokens = self.tokens().await?;
            samples[0].push(nanos(&clock, began));
            let began = clock.mono();
            ok(self.userinfo(&tokens).send().await).await?;
            samples[1].push(nanos(&clock, began));
            let began = clock.mono();
            let form = format!("token={}", tokens.access);
            let answer = ok(self.post("token/introspect", &form).send().await).await?;
            samples[2].push(nanos(&clock, began));
            if !String::from_utf8_lossy(&answer).contains("\"active\":true") {
                return Err(Failure::Bench("a fresh token is not active".to_owned()));
            }
        }
        let names = ["authorize and token", "userinfo", "introspection"];
        let rows = names.into_iter().zip(samples).map(|(name, samples)| Row {
            name: format!("{name} over keep-alive TLS: time of a call"),
            values: Values::Durations(Distribution::of(samples)),
            target: None,
        });
        Ok(rows.collect())
    }
}

fn nanos(clock: &Clock, since: Mono) -> u64 {
    u64::try_from(clock.mono().since(since).as_nanos()).unwrap_or(u64::MAX)
}

/// The body of a successful answer.
async fn ok(answer: Result<Response, reqwest::Error>) -> Result<Vec<u8>, Failure> {
    let answer = answer.map_err(Failure::bench)?;
    let (status, url) = (answer.status(), answer.url().path().to_owned());
    let body = answer.bytes().await.map_err(Failure::bench)?;
    if status.is_success() {
        return Ok(body.to_vec());
    }
    let said = String::from_utf8_lossy(&body).into_owned();
    Err(Failure::Bench(format!("{url}: HTTP {status}: {said}")))
}
