//! The three fronts, their addresses, and clients of them.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use banc_api_psc::{
    ApiPsc, ApiPscAddresses, ApiPscConfig, ApiPscKeys, OutgoingTls, ProxyAddresses, ProxyConfig,
    ProxyEsante,
};
use banc_core::exchange::{CertificateFacts, Exchange};
use banc_core::fault::{FaultPlan, PlanSwitch, Vocabulary};
use banc_core::journal::{Cursor, Journal, JournalConfig};
use banc_core::listener::{FrontTls, Limits, Listener, ListenerConfig};
use banc_core::observed::Observed;
use banc_core::observed::api_psc::ObservedApiPsc;
use banc_core::observed::proxy_esante::ObservedProxyEsante;
use banc_core::pki::{Authority, ClientKind};
use banc_core::recorder::{CallCounters, LaneContext, router};
use banc_core::timer::Timer;
use banc_core::tls::{
    ClientCertificatePolicy, TlsVersions, client_config, server_config, tls_facts,
};
use banc_core::{Clock, Seed, Service};
use serde_json::{Value, json};

use crate::fake_psc::{DOCTOR, FakePsc, REALM};

const WAIT: Duration = Duration::from_secs(10);

/// A lane with the fake Pro Santé Connect.
pub(crate) struct Bench {
    pub(crate) clock: Clock,
    pub(crate) psc: Arc<FakePsc>,
    pub(crate) api: Arc<ApiPsc>,
    pub(crate) api_url: String,
    pub(crate) proxy_url: String,
    journal: Journal,
    plan: PlanSwitch,
    vocabulary: Vocabulary,
    authority: Authority,
    _listeners: Vec<Listener>,
    _folder: tempfile::TempDir,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Got {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// `error`, or `message` of the proxy.
    pub(crate) fn refusal(&self) -> (u16, &str) {
        let code = self.body["error"].as_str();
        let words = code.or_else(|| self.body["message"].as_str());
        (self.status, words.unwrap_or_default())
    }
}

pub(crate) async fn got(request: reqwest::RequestBuilder) -> Got {
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let text = answer.text().await.unwrap();
    Got {
        status,
        headers,
        body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
    }
}

impl Bench {
    pub(crate) fn start() -> Self {
        Self::with("", "")
    }

    /// With these settings of `[api_psc]` and `[proxy_esante]`.
    pub(crate) fn with(api_config: &str, proxy_config: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::system();
        let authority = authority(&clock);
        let keys = Arc::new(ApiPscKeys::open_or_create(folder.path()).unwrap());
        let outgoing = |kind| OutgoingTls::of(&authority, kind).unwrap();
        let psc = Arc::new(FakePsc::default());
        let api = Arc::new(ApiPsc::new(
            Arc::new(ApiPscConfig::from_toml(api_config).unwrap()),
            keys,
            outgoing(ClientKind::AuthorizationServer),
        ));
        let proxy = Arc::new(ProxyEsante::new(
            Arc::new(ProxyConfig::from_toml(proxy_config).unwrap()),
            outgoing(ClientKind::ProxyEsante),
        ));
        let vocabulary = Vocabulary::of([&*psc as &dyn Service, &*api, &*proxy]);
        let journal = Journal::open(JournalConfig::default(), clock.clone()).unwrap();
        let context = LaneContext {
            lane: "l".into(),
            seed: Seed(1),
            clock: clock.clone(),
            timer: Timer::start(clock.clone()).unwrap(),
            journal: journal.clone(),
            plan: PlanSwitch::new(FaultPlan::default()),
            counters: CallCounters::default(),
            body_timeout: WAIT,
        };
        let mut listeners = Vec::new();
        let mut open = |front: &str, service: Arc<dyn Service>, policy| {
            let listener = front_of(&context, &authority, front, service, policy);
            let url = format!("https://localhost:{}", listener.address().port());
            listeners.push(listener);
            url
        };
        let requested = ClientCertificatePolicy::Requested;
        let psc_url = open("psc", Arc::clone(&psc) as Arc<dyn Service>, requested);
        let api_url = open("api_psc", Arc::clone(&api) as Arc<dyn Service>, requested);
        let proxy_url = open(
            "proxy_esante",
            Arc::clone(&proxy) as Arc<dyn Service>,
            ClientCertificatePolicy::Ignored,
        );
        locate(&psc, &api, &proxy, [&psc_url, &api_url, &proxy_url]);
        Self {
            clock,
            psc,
            api,
            api_url,
            proxy_url,
            journal,
            plan: context.plan.clone(),
            vocabulary,
            authority,
            _listeners: listeners,
            _folder: folder,
        }
    }

    /// Puts a fault plan in force.
    pub(crate) fn plan(&self, toml: &str) {
        let plan = FaultPlan::from_toml(toml, &self.vocabulary).unwrap();
        self.plan.replace(plan, &self.journal, Some("l"));
    }

    /// A client with that certificate.
    pub(crate) fn client(&self, kind: Option<ClientKind>) -> reqwest::Client {
        let identity = kind.map(|kind| self.authority.client(kind).unwrap());
        let pem = self.authority.bundle_pem();
        let tls = client_config(&pem, identity.as_ref(), TlsVersions::Both).unwrap();
        reqwest::Client::builder()
            .no_proxy()
            .tls_backend_preconfigured(rustls::ClientConfig::clone(&tls))
            .build()
            .unwrap()
    }

    /// The practice software's client, with its software certificate.
    pub(crate) fn software(&self) -> reqwest::Client {
        self.client(Some(ClientKind::InsiAuto))
    }

    /// A PSC token of the doctor, for the practice software.
    pub(crate) fn psc_token(&self) -> String {
        self.psc.issue(DOCTOR, "banc-lgc", &self.clock)
    }

    /// Exchanges a token, with parameters added or, when empty, taken away.
    pub(crate) async fn exchange(
        &self,
        client: &reqwest::Client,
        token: &str,
        changes: &[(&str, &str)],
    ) -> Got {
        let mut form = vec![
            ("grant_type", banc_api_psc::api_psc::GRANT_TYPE),
            ("client_id", "banc-lgc-api"),
            ("subject_token", token),
            ("subject_token_type", banc_api_psc::api_psc::ACCESS_TOKEN),
            ("scope", "apipsc"),
        ];
        for (name, value) in changes {
            form.retain(|(known, _)| known != name);
            if !value.is_empty() {
                form.push((name, value));
            }
        }
        self.post_form(client, "/as/token.oauth2", &form).await
    }

    pub(crate) async fn post_form(
        &self,
        client: &reqwest::Client,
        path: &str,
        form: &[(&str, &str)],
    ) -> Got {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let request = client
            .post(format!("{}{path}", self.api_url))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        got(request).await
    }

    /// A fresh API token of the practice software.
    pub(crate) async fn api_token(&self, scope: &str) -> String {
        let software = self.software();
        let got = self
            .exchange(&software, &self.psc_token(), &[("scope", scope)])
            .await;
        assert_eq!(got.status, 200, "{got:?}");
        got.body["access_token"].as_str().unwrap().to_owned()
    }

    /// Calls the generic resource.
    pub(crate) async fn resource(&self, client: &reqwest::Client, token: &str) -> Got {
        let url = format!("{}/apipsc/ressource/v1", self.api_url);
        got(client.get(url).bearer_auth(token)).await
    }

    /// The connection that the contract describes, with members replaced.
    pub(crate) async fn connect(&self, changes: &[(&str, &str)], cookie: &str) -> Got {
        let mut body = json!({
            "nationalId": DOCTOR, "bindingMessage": "42",
            "clientId": "banc-lgc-proxy", "channel": "MOBILE",
        });
        for (member, value) in changes {
            body[member] = json!(value);
        }
        let request = self
            .client(None)
            .post(format!("{}/connect", self.proxy_url))
            .header("cookie", cookie)
            .header("content-type", "application/json")
            .body(body.to_string());
        got(request).await
    }

    /// Opens a session; gives its cookie.
    pub(crate) async fn session(&self) -> String {
        let got = self.connect(&[], "").await;
        assert_eq!(got.status, 200, "{got:?}");
        let cookie = got.header("set-cookie");
        cookie.split(';').next().unwrap().to_owned()
    }

    /// A request of the proxy with that cookie.
    pub(crate) fn at_proxy(
        &self,
        method: reqwest::Method,
        path: &str,
        cookie: &str,
    ) -> reqwest::RequestBuilder {
        self.client(None)
            .request(method, format!("{}{path}", self.proxy_url))
            .header("cookie", cookie)
    }

    pub(crate) async fn get_through(&self, path: &str, cookie: &str) -> Got {
        got(self.at_proxy(reqwest::Method::GET, path, cookie)).await
    }

    /// The last exchange recorded of a service.
    pub(crate) async fn last(&self, service: &str) -> Arc<Exchange> {
        let waited = self
            .journal
            .wait_until(Cursor::default(), Some("l"), WAIT, |all| {
                all.iter().any(|exchange| &*exchange.service == service)
            })
            .await;
        let of_service = |exchange: &&Arc<Exchange>| &*exchange.service == service;
        Arc::clone(waited.exchanges.iter().rev().find(of_service).unwrap())
    }

    /// The client certificate of the last call of the authorization server.
    pub(crate) async fn certificate_of_last_exchange(&self) -> CertificateFacts {
        let exchange = self.last("api_psc").await;
        let tls = exchange.connection.tls.clone().unwrap();
        tls.client_certificate.unwrap()
    }

    pub(crate) async fn last_api(&self) -> ObservedApiPsc {
        match self.last("api_psc").await.observed.clone() {
            Some(Observed::ApiPsc(seen)) => *seen,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn last_proxy(&self) -> ObservedProxyEsante {
        match self.last("proxy_esante").await.observed.clone() {
            Some(Observed::ProxyEsante(seen)) => *seen,
            other => panic!("{other:?}"),
        }
    }
}

/// Tells each service where the others are.
fn locate(psc: &FakePsc, api: &ApiPsc, proxy: &ProxyEsante, urls: [&str; 3]) {
    let [psc_url, api_url, proxy_url] = urls;
    let issuer = format!("{psc_url}{REALM}");
    psc.issuer.set(issuer.clone()).unwrap();
    api.locate(ApiPscAddresses {
        base: api_url.to_owned(),
        psc_introspection: format!("{issuer}/protocol/openid-connect/token/introspect"),
        psc_userinfo: format!("{issuer}/protocol/openid-connect/userinfo"),
        psc_issuer: issuer.clone(),
    });
    let targets = [
        ("apipsc", api_url.to_owned()),
        ("insi", format!("{psc_url}/echo/lps")),
        ("absente", "https://localhost:1".to_owned()),
    ];
    proxy.locate(ProxyAddresses {
        base: proxy_url.to_owned(),
        psc_issuer: issuer,
        api_psc_base: api_url.to_owned(),
        targets: BTreeMap::from(targets.map(|(api, base)| (api.to_owned(), base))),
    });
}

/// One authority for every test of this file: its keys take a second to make.
fn authority(clock: &Clock) -> Authority {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("autorite-api-psc");
    Authority::open_or_create(&directory, clock).unwrap_or_else(|_| {
        // Left by another version of the bench.
        std::fs::remove_dir_all(&directory).unwrap();
        Authority::open_or_create(&directory, clock).unwrap()
    })
}

fn front_of(
    context: &LaneContext,
    authority: &Authority,
    front: &str,
    service: Arc<dyn Service>,
    policy: ClientCertificatePolicy,
) -> Listener {
    let trust = authority.trust_anchors();
    let config = ListenerConfig {
        front: front.into(),
        lane: "l".into(),
        address: SocketAddr::from(([127, 0, 0, 1], 0)),
        tls: Some(FrontTls {
            config: server_config(authority, policy).unwrap(),
            facts: Arc::new(move |connection| tls_facts(connection, &trust)),
        }),
        limits: Limits::default(),
    };
    let router = router(context, front, service);
    Listener::open(
        config,
        router,
        context.journal.clone(),
        context.clock.clone(),
    )
    .unwrap()
}
