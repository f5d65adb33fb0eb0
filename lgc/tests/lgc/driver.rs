//! A bench in miniature: prepares a practice, acts, observes, over the four routes.

use std::collections::BTreeMap;
use std::time::Duration;

use banc_contract::action::{Right, SearchMode};
use banc_contract::answer::{IdentityEvent, TracedCall, WorkItem};
use banc_contract::preparation::{ClientCertificate, Endpoint};
use banc_contract::{
    Action, Answer, Done, Identity, Outcome, Preparation, Question, SCENARIO_HEADER, Traits,
};
use banc_lgc::{DefectSet, LgcConfig, Running, Timeouts, serve};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

use crate::certificates;
use crate::gateway::Gateway;

/// A reference software, its fake gateway, and one prepared scenario.
pub(crate) struct Bench {
    pub(crate) running: Running,
    pub(crate) gateway: Gateway,
    http: Client<HttpConnector, Full<Bytes>>,
    scenario: String,
}

/// Short bounds, so that failures are quick.
pub(crate) fn quick() -> Timeouts {
    Timeouts {
        connect: Duration::from_millis(500),
        total: Duration::from_millis(400),
        back_off: Duration::from_millis(10),
    }
}

impl Bench {
    /// A sound software with a software certificate.
    pub(crate) async fn sound() -> Self {
        Self::with(&[], software_certificates()).await
    }

    /// A software with these defects and certificates.
    pub(crate) async fn with(
        defects: &[&str],
        certificates: BTreeMap<String, ClientCertificate>,
    ) -> Self {
        let config = LgcConfig {
            defects: DefectSet::named(defects).unwrap(),
            timeouts: quick(),
            ..LgcConfig::default()
        };
        Self::configured(config, certificates).await
    }

    /// A software so configured, with these certificates.
    pub(crate) async fn configured(
        config: LgcConfig,
        certificates: BTreeMap<String, ClientCertificate>,
    ) -> Self {
        let gateway = Gateway::start().await;
        let bench = Self {
            running: serve(config).await.unwrap(),
            http: Client::builder(TokioExecutor::new()).build_http(),
            scenario: "INS-00".to_owned(),
            gateway,
        };
        let (status, body) = bench
            .post("/preparer", &json!(bench.preparation(certificates)))
            .await;
        assert_eq!(status, 200, "{body}");
        assert_eq!(body["isolement"], "parallele");
        bench
    }

    /// A preparation that points to the fake gateway.
    pub(crate) fn preparation(
        &self,
        certificats: BTreeMap<String, ClientCertificate>,
    ) -> Preparation {
        let endpoint = Endpoint {
            url: self.gateway.url(),
        };
        Preparation {
            scenario: self.scenario.clone(),
            execution: "essai".to_owned(),
            services: BTreeMap::from([
                ("insi".to_owned(), endpoint.clone()),
                ("insi_tlsm".to_owned(), endpoint),
            ]),
            autorites_pem: String::new(),
            certificats,
            idam: Some("AAA17NF00AA0".to_owned()),
            ..Preparation::default()
        }
    }

    /// Posts JSON to a route; gives the status and the JSON answered.
    pub(crate) async fn post(&self, route: &str, body: &Value) -> (u16, Value) {
        self.post_text(route, &body.to_string()).await
    }

    /// Posts any text to a route.
    pub(crate) async fn post_text(&self, route: &str, body: &str) -> (u16, Value) {
        let request = Request::post(format!("{}{route}", self.running.url()))
            .header(SCENARIO_HEADER, &self.scenario)
            .header("Content-Type", "application/json")
            .body(Full::new(Bytes::from(body.to_owned())))
            .unwrap();
        let response = self.http.request(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    /// Posts a form to a route; gives the status.
    pub(crate) async fn post_form(&self, route: &str, body: &str) -> u16 {
        let request = Request::post(format!("{}{route}", self.running.url()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(Full::new(Bytes::from(body.to_owned())))
            .unwrap();
        self.http.request(request).await.unwrap().status().as_u16()
    }

    /// Gets a page as text.
    pub(crate) async fn page(&self, route: &str) -> String {
        let url = format!("{}{route}", self.running.url());
        let response = self.http.get(url.parse().unwrap()).await.unwrap();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    /// Acts and gives the outcome.
    pub(crate) async fn act(&self, action: Action) -> Outcome {
        self.act_within(action, 10_000).await
    }

    /// Acts with a deadline.
    pub(crate) async fn act_within(&self, action: Action, milliseconds: u64) -> Outcome {
        let mut body = serde_json::to_value(&action).unwrap();
        body["id"] = json!("1");
        body["echeance_ms"] = json!(milliseconds);
        let (status, answer) = self.post("/agir", &body).await;
        assert_eq!(status, 200, "{answer}");
        serde_json::from_value(answer).unwrap()
    }

    /// Acts; the action must have been done.
    pub(crate) async fn done(&self, action: Action) -> Done {
        match self.act(action).await {
            Outcome::Fait(done) => *done,
            other => panic!("expected a done action, got {other:?}"),
        }
    }

    /// Acts; the action must have been refused. Gives the message.
    pub(crate) async fn refused(&self, action: Action) -> String {
        match self.act(action).await {
            Outcome::Refuse { message, .. } => message,
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    /// Asks a question.
    pub(crate) async fn ask(&self, question: Question) -> Answer {
        let mut body = serde_json::to_value(&question).unwrap();
        body["id"] = json!("1");
        let (status, answer) = self.post("/observer", &body).await;
        assert_eq!(status, 200, "{answer}");
        serde_json::from_value(answer).unwrap()
    }

    pub(crate) async fn identity(&self, usager: &str) -> Identity {
        match self
            .ask(Question::Identity {
                usager: usager.to_owned(),
            })
            .await
        {
            Answer::Identite(identity) => *identity,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn calls(&self) -> Vec<TracedCall> {
        match self.ask(Question::CallJournal {}).await {
            Answer::Appels(calls) => calls,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn history(&self, usager: &str) -> Vec<IdentityEvent> {
        match self
            .ask(Question::IdentityJournal {
                usager: usager.to_owned(),
            })
            .await
        {
            Answer::Evenements(events) => events,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn worklist(&self) -> Vec<WorkItem> {
        match self.ask(Question::Worklist {}).await {
            Answer::Travail(items) => items,
            other => panic!("{other:?}"),
        }
    }

    /// Creates a record and gives its name.
    pub(crate) async fn create(&self, traits: Traits) -> String {
        self.done(Action::CreatePatient { traits })
            .await
            .usager
            .unwrap()
    }

    /// The codes and failures traced, in order.
    pub(crate) async fn codes(&self) -> Vec<String> {
        self.calls()
            .await
            .into_iter()
            .map(|call| call.code.or(call.echec).unwrap())
            .collect()
    }

    pub(crate) async fn become_user(&self, name: &str, rights: &[Right]) {
        self.done(Action::ChangeUser {
            utilisateur: name.to_owned(),
            droits: rights.to_vec(),
        })
        .await;
    }
}

/// Both software certificates.
pub(crate) fn software_certificates() -> BTreeMap<String, ClientCertificate> {
    BTreeMap::from([
        ("insi_manu".to_owned(), certificates::software("INSI-MANU")),
        ("insi_auto".to_owned(), certificates::software("INSI-AUTO")),
    ])
}

/// A search by traits, plain.
pub(crate) fn search(usager: &str) -> Action {
    search_with(usager, SearchMode::Traits, false, false)
}

pub(crate) fn search_with(
    usager: &str,
    mode: SearchMode,
    tous_prenoms: bool,
    avec_lieu: bool,
) -> Action {
    Action::SearchIns {
        usager: usager.to_owned(),
        mode,
        tous_prenoms,
        avec_lieu,
    }
}

pub(crate) fn decide(usager: &str, accepter: bool) -> Action {
    Action::DecideIns {
        usager: usager.to_owned(),
        accepter,
    }
}

pub(crate) fn justify(usager: &str, justificatif: &str) -> Action {
    Action::JustifyPatient {
        usager: usager.to_owned(),
        justificatif: justificatif.to_owned(),
    }
}

pub(crate) fn modify(usager: &str, traits: Traits) -> Action {
    Action::ModifyPatient {
        usager: usager.to_owned(),
        traits,
    }
}
