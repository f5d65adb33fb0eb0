//! A practice prepared for Pro Santé Connect, and its fake.

use std::time::Duration;

use banc_contract::preparation::Endpoint;
use banc_contract::sign_in::{Channel, SignInEvent};
use banc_contract::{
    Account, Action, Answer, Done, LocalAccount, Outcome, Preparation, PscClient, Question,
    SessionState, SignInMode,
};
use banc_lgc::{DefectSet, LgcConfig, Timeouts};
use serde_json::json;

use super::fake::Fake;
use crate::certificates;
use crate::driver::{Bench, software_certificates};

pub(crate) const KIT: &str = "899700427885";
pub(crate) const PASSWORD: &str = "mot-de-passe-de-test";

pub(crate) struct Cabinet {
    pub(crate) bench: Bench,
    pub(crate) fake: Fake,
}

impl Cabinet {
    pub(crate) async fn sound() -> Self {
        Self::with(&[]).await
    }

    pub(crate) async fn with(names: &[&str]) -> Self {
        Self::prepared(names, |_| {}).await
    }

    pub(crate) async fn prepared(names: &[&str], change: impl FnOnce(&mut Preparation)) -> Self {
        let config = LgcConfig {
            defects: DefectSet::named(names).unwrap(),
            timeouts: patient(),
            ..LgcConfig::default()
        };
        Self::configured(config, change).await
    }

    pub(crate) async fn configured(
        config: LgcConfig,
        change: impl FnOnce(&mut Preparation),
    ) -> Self {
        let mut certificates = software_certificates();
        certificates.insert("psc_client".to_owned(), certificates::software("PSC"));
        let bench = Bench::configured(config, certificates.clone()).await;
        let fake = Fake::start().await;
        let mut preparation = bench.preparation(certificates);
        for (service, url) in [
            ("psc", fake.issuer()),
            ("api_psc", fake.base()),
            ("proxy_esante", fake.base()),
        ] {
            preparation
                .services
                .insert(service.to_owned(), Endpoint { url });
        }
        preparation.psc = Some(PscClient {
            client_id: "banc-lgc".to_owned(),
            client_secret: "secret de test".to_owned(),
            client_id_mtls: "banc-lgc-mtls".to_owned(),
            client_id_api: "banc-lgc-api".to_owned(),
            client_id_proxy: "banc-lgc-proxy".to_owned(),
        });
        preparation.comptes = vec![
            account("dr.kit", "DOC0042788", Some("99700427885")),
            account("dr.sans.rpps", "DOC0042788", None),
        ];
        change(&mut preparation);
        let (status, answer) = bench.post("/preparer", &json!(preparation)).await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(
            answer["psc"]["redirect_uris"],
            json!([format!("{}/psc/retour", bench.running.url())])
        );
        Self { bench, fake }
    }

    pub(crate) async fn sign_in(&self, mode: SignInMode) -> Outcome {
        self.bench.act_within(sign_in(mode), 20_000).await
    }

    pub(crate) async fn signed_in(&self, mode: SignInMode) -> Done {
        match self.sign_in(mode).await {
            Outcome::Fait(done) => *done,
            other => panic!("expected a session, got {other:?}"),
        }
    }

    pub(crate) async fn not_signed_in(&self, mode: SignInMode) -> String {
        match self.sign_in(mode).await {
            Outcome::Refuse { message, .. } => message,
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    pub(crate) async fn local(&self, login: &str) -> Outcome {
        self.bench.act(open(login, PASSWORD)).await
    }

    pub(crate) async fn session(&self) -> SessionState {
        match self.bench.ask(Question::Session {}).await {
            Answer::Session(session) => session,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn account(&self, login: &str) -> Option<Account> {
        let compte = login.to_owned();
        match self.bench.ask(Question::Account { compte }).await {
            Answer::Compte(account) => account,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn journal(&self) -> Vec<SignInEvent> {
        match self.bench.ask(Question::SignInJournal {}).await {
            Answer::Connexions(events) => events,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn screen(&self) -> String {
        match self.bench.ask(Question::ScreenMessage {}).await {
            Answer::Message(message) => message.unwrap_or_default(),
            other => panic!("{other:?}"),
        }
    }

    /// Everything the practice keeps on disk, joined.
    pub(crate) async fn disk(&self) -> String {
        let Answer::Stockage(folders) = self.bench.ask(Question::Storage {}).await else {
            panic!("no storage");
        };
        let mut text = String::new();
        for folder in folders {
            for file in std::fs::read_dir(folder).unwrap() {
                text.push_str(&std::fs::read_to_string(file.unwrap().path()).unwrap());
            }
        }
        text
    }
}

/// Bounds that a busy machine keeps: no test of sign-in waits for them.
pub(crate) fn patient() -> Timeouts {
    Timeouts {
        connect: Duration::from_secs(5),
        total: Duration::from_secs(5),
        back_off: Duration::from_millis(10),
    }
}

pub(crate) fn sign_in(mode: SignInMode) -> Action {
    Action::SignIn {
        mode,
        identifiant: KIT.to_owned(),
        moyen: Channel::Mobile,
    }
}

pub(crate) fn open(login: &str, password: &str) -> Action {
    Action::OpenSession {
        compte: login.to_owned(),
        mot_de_passe: password.to_owned(),
    }
}

pub(crate) fn account(login: &str, nom: &str, rpps: Option<&str>) -> LocalAccount {
    LocalAccount {
        compte: login.to_owned(),
        mot_de_passe: PASSWORD.to_owned(),
        nom: nom.to_owned(),
        prenom: "KIT".to_owned(),
        rpps: rpps.map(ToOwned::to_owned),
    }
}
