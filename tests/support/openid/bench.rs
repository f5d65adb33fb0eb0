//! A running `banc serve` and one lane of it for one test, driven through the management API.
//!
//! Tests that run at the same time share a process and never a lane. The simulated time is of the
//! whole process: a test that moves it takes a process for itself.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use banc_core::Clock;
use reqwest::{Certificate, Client, Identity, Method, Url, redirect};
use serde_json::{Value, json};

use super::answer::Answer;
use super::{POST_LOGOUT_URI, REDIRECT_URI, random};
use crate::process::Served;

/// Longest that a call may take.
const DEADLINE: Duration = Duration::from_secs(20);

/// The process shared by the tests that run now; stopped with the last of them.
static SHARED: Mutex<Weak<Served>> = Mutex::new(Weak::new());

/// A lane, with a professional who answers on the login page unless told otherwise.
pub(crate) struct Bench {
    served: Arc<Served>,
    lane: String,
    services: Value,
    authorities: Vec<Certificate>,
    management: Client,
    clock: Clock,
    /// What the test added to the simulated time, in seconds.
    ahead: i64,
}

impl Bench {
    /// A lane of the shared process.
    pub(crate) async fn open() -> Self {
        let served = {
            let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
            shared.upgrade().unwrap_or_else(|| {
                let served = Arc::new(Served::start(&[]));
                *shared = Arc::downgrade(&served);
                served
            })
        };
        Self::on(served).await
    }

    /// A lane of a process of its own, whose time the test may move.
    pub(crate) async fn alone() -> Self {
        Self::on(Arc::new(Served::start(&[]))).await
    }

    async fn on(served: Arc<Served>) -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let management = Client::builder()
            .no_proxy()
            .timeout(DEADLINE)
            .build()
            .unwrap();
        let mut bench = Self {
            served,
            lane: format!("openid-{}", random()),
            services: Value::Null,
            authorities: Vec::new(),
            management,
            clock: Clock::system(),
            ahead: 0,
        };
        let opened = bench
            .manage(Method::POST, "/voies", Some(json!({ "nom": bench.lane })))
            .await;
        bench.services = opened.body["services"].clone();
        let pem = bench
            .manage(Method::GET, "/autorite/autorites.pem", None)
            .await;
        bench.authorities = Certificate::from_pem_bundle(pem.text.as_bytes()).unwrap();
        bench.approval(json!({ "mode": "personne" })).await;
        bench.declare(&[REDIRECT_URI], None).await;
        bench
    }

    /// Declares the addresses of `banc-lgc` and `banc-lgc-autre`.
    pub(crate) async fn declare(&self, redirect_uris: &[&str], backchannel: Option<&str>) {
        let mut declared = json!({
            "redirect_uris": redirect_uris,
            "post_logout_redirect_uris": [POST_LOGOUT_URI],
        });
        if let Some(uri) = backchannel {
            declared["backchannel_logout_uri"] = json!(uri);
        }
        for client in ["banc-lgc", "banc-lgc-autre"] {
            self.put(&format!("clients/{client}"), declared.clone())
                .await;
        }
    }

    /// Who answers the requests.
    pub(crate) async fn approval(&self, approval: Value) {
        self.put("approbation", approval).await;
    }

    /// The wrong answer that the provider gives from now on.
    pub(crate) async fn answer_wrongly(&self, name: Option<&str>) {
        self.put("reponse-fausse", json!({ "nom": name })).await;
    }

    /// Lifetimes, in seconds.
    pub(crate) async fn lifetimes(&self, lifetimes: Value) {
        self.put("durees", lifetimes).await;
    }

    /// Approves or refuses the only CIBA request that waits; gives what the professional read.
    pub(crate) async fn decide(&self, approve: bool) -> Value {
        let waiting = self.waiting().await;
        let [request] = waiting.as_slice() else {
            panic!("one request should wait: {waiting:?}");
        };
        let path = format!("/voies/{}/psc/demandes/{}", self.lane, request["numero"]);
        self.manage(Method::POST, &path, Some(json!({ "approuver": approve })))
            .await;
        request.clone()
    }

    /// Ends every session, as the provider does by itself; gives how many.
    pub(crate) async fn end_sessions(&self) -> u64 {
        let path = format!("/voies/{}/psc/sessions", self.lane);
        let answer = self.manage(Method::DELETE, &path, None).await;
        answer.body["nombre"].as_u64().unwrap()
    }

    /// The CIBA requests that wait on the simulated e-CPS.
    pub(crate) async fn waiting(&self) -> Vec<Value> {
        let path = format!("/voies/{}/psc/demandes", self.lane);
        let answer = self.manage(Method::GET, &path, None).await;
        answer.body.as_array().unwrap().clone()
    }

    /// Moves the simulated time of the whole process.
    pub(crate) async fn advance(&mut self, seconds: i64) {
        assert_eq!(
            Arc::strong_count(&self.served),
            1,
            "only a test alone with its process moves the time"
        );
        let by = json!({ "duree": format!("{seconds}s") });
        self.manage(Method::POST, "/horloge/avancer", Some(by))
            .await;
        self.ahead += seconds;
    }

    /// The present of the bench, in seconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        self.clock.wall().as_second() + self.ahead
    }

    /// Waits on the machine's clock, for what is too short to be moved over.
    pub(crate) async fn wait(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    /// URL of a front.
    pub(crate) fn url(&self, front: &str) -> &str {
        self.services[front]
            .as_str()
            .unwrap_or_else(|| panic!("no front {front} in {}", self.services))
    }

    /// Scheme, host and port of the provider's two fronts.
    pub(crate) fn origins(&self) -> Vec<String> {
        ["psc", "psc_portefeuille"]
            .iter()
            .map(|front| {
                let url: Url = self.url(front).parse().unwrap();
                url.origin().ascii_serialization()
            })
            .collect()
    }

    /// A client that trusts the bench's authority and follows nothing, with a certificate or not.
    pub(crate) fn http(&self, certificate: Option<Identity>) -> Client {
        let builder = Client::builder()
            .no_proxy()
            .timeout(DEADLINE)
            .redirect(redirect::Policy::none())
            .tls_certs_only(self.authorities.clone());
        match certificate {
            Some(identity) => builder.identity(identity).build().unwrap(),
            None => builder.build().unwrap(),
        }
    }

    /// A test client certificate, by its name.
    pub(crate) async fn certificate(&self, name: &str) -> Identity {
        let all = self
            .manage(Method::GET, "/autorite/certificats", None)
            .await;
        let all = all.body.as_array().unwrap();
        let one = all
            .iter()
            .find(|one| one["nom"] == name)
            .unwrap_or_else(|| panic!("no certificate {name} among {all:?}"));
        let pem = format!(
            "{}{}",
            one["cle_pem"].as_str().unwrap(),
            one["certificat_pem"].as_str().unwrap()
        );
        Identity::from_pem(pem.as_bytes()).unwrap()
    }

    async fn put(&self, what: &str, body: Value) {
        let path = format!("/voies/{}/psc/{what}", self.lane);
        self.manage(Method::PUT, &path, Some(body)).await;
    }

    async fn manage(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let url = format!("{}{path}", self.served.management());
        let mut request = self.management.request(method, &url);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = Answer::read(request.send().await.unwrap()).await;
        assert!(
            answer.status < 300,
            "{url}: {} {}",
            answer.status,
            answer.text
        );
        answer
    }
}
