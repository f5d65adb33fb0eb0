//! The directory: a fake FHIR server, and what the software makes of its answers. The fake is written
//! apart from the software and from the simulated service, from the published shape of answers.

mod accounts;
mod failures;
mod import;
mod search;

use std::time::Duration;

use banc_contract::preparation::Endpoint;
use banc_contract::{
    Account, Action, Answer, Correspondent, DirectoryCriteria, Draft, LocalAccount, Question,
};
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path, query_param};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::driver::{Bench, software_certificates};

/// Key that the fake directory knows.
const KEY: &str = "cle-de-test";
/// Password of the accounts.
pub(crate) const PASSWORD: &str = "mot-de-passe-de-test";

/// A software with its fake directory, a user signed in.
pub(crate) struct DirectoryBench {
    pub(crate) bench: Bench,
    pub(crate) server: MockServer,
}

impl DirectoryBench {
    pub(crate) async fn sound() -> Self {
        Self::with(&[]).await
    }

    pub(crate) async fn with(defects: &[&str]) -> Self {
        Self {
            bench: Bench::with(defects, software_certificates()).await,
            server: MockServer::start().await,
        }
        .prepared(Some(KEY))
        .await
    }

    /// Prepares the software towards the fake directory and signs a user in.
    pub(crate) async fn prepared(self, key: Option<&str>) -> Self {
        let mut preparation = self.bench.preparation(software_certificates());
        let base = self.server.uri();
        for (name, path) in [
            ("annuaire", "/fhir/v2"),
            ("annuaire_extraction", "/extraction/mss"),
        ] {
            let url = format!("{base}{path}");
            preparation
                .services
                .insert(name.to_owned(), Endpoint { url });
        }
        preparation.cle_annuaire = key.map(ToOwned::to_owned);
        preparation.comptes = vec![account("secretaire", "SECRETAIRE", "ANNE", None)];
        let (status, body) = self.bench.post("/preparer", &json!(preparation)).await;
        assert_eq!(status, 200, "{body}");
        self.sign_in("secretaire").await;
        self
    }

    pub(crate) async fn sign_in(&self, compte: &str) {
        self.bench
            .done(Action::OpenSession {
                compte: compte.to_owned(),
                mot_de_passe: PASSWORD.to_owned(),
            })
            .await;
    }

    /// Answers a search of a resource that bears these parameters; the first declared wins.
    pub(crate) async fn on(
        &self,
        resource: &str,
        parameters: &[(&str, &str)],
        answer: ResponseTemplate,
    ) {
        let mut mock = Mock::given(method("GET"))
            .and(path(format!("/fhir/v2/{resource}")))
            .and(header("ESANTE-API-KEY", KEY));
        for (name, value) in parameters {
            mock = mock.and(query_param(*name, *value));
        }
        mock.respond_with(answer).mount(&self.server).await;
    }

    /// Answers every call in the same way.
    pub(crate) async fn always(&self, answer: ResponseTemplate) {
        Mock::given(method("GET"))
            .respond_with(answer)
            .mount(&self.server)
            .await;
    }

    /// Forgets what was declared and what was received.
    pub(crate) async fn reset(&self) {
        self.server.reset().await;
    }

    /// Serves an extraction.
    pub(crate) async fn extraction(&self, text: &str) {
        Mock::given(path("/extraction/mss"))
            .respond_with(
                ResponseTemplate::new(200).set_body_raw(text, "text/plain; charset=utf-8"),
            )
            .mount(&self.server)
            .await;
    }

    pub(crate) async fn received(&self) -> Vec<Request> {
        self.server.received_requests().await.unwrap()
    }

    pub(crate) async fn draft(&self) -> Draft {
        match self.bench.ask(Question::Draft {}).await {
            Answer::Brouillon(draft) => draft,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn book(&self) -> Vec<Correspondent> {
        match self.bench.ask(Question::Correspondents {}).await {
            Answer::Correspondants(book) => book,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn account(&self, compte: &str) -> Account {
        let compte = compte.to_owned();
        match self.bench.ask(Question::Account { compte }).await {
            Answer::Compte(Some(account)) => account,
            other => panic!("{other:?}"),
        }
    }
}

/// A search by surname.
pub(crate) fn by_name(nom: &str) -> Action {
    search(DirectoryCriteria {
        nom: Some(nom.to_owned()),
        ..DirectoryCriteria::default()
    })
}

pub(crate) fn search(criteres: DirectoryCriteria) -> Action {
    Action::SearchDirectory { criteres }
}

pub(crate) fn pick(correspondant: &str, adresse: Option<&str>) -> Action {
    Action::PickCorrespondent {
        correspondant: correspondant.to_owned(),
        adresse: adresse.map(ToOwned::to_owned),
    }
}

pub(crate) fn account(compte: &str, nom: &str, prenom: &str, rpps: Option<&str>) -> LocalAccount {
    LocalAccount {
        compte: compte.to_owned(),
        mot_de_passe: PASSWORD.to_owned(),
        nom: nom.to_owned(),
        prenom: prenom.to_owned(),
        rpps: rpps.map(ToOwned::to_owned),
    }
}

pub(crate) fn create(compte: &str, nom: &str, prenom: &str) -> Action {
    Action::CreateAccount {
        compte: account(compte, nom, prenom, None),
    }
}

/// A page of a search.
pub(crate) fn bundle(resources: &[Value], next: Option<&str>) -> ResponseTemplate {
    let entry: Vec<Value> = resources
        .iter()
        .map(|resource| json!({"fullUrl": "x", "resource": resource}))
        .collect();
    let mut link = vec![json!({"relation": "self", "url": "x"})];
    link.extend(next.map(|url| json!({"relation": "next", "url": url})));
    let page = json!({"resourceType": "Bundle", "type": "searchset", "id": "b", "entry": entry, "link": link});
    ResponseTemplate::new(200).set_body_raw(page.to_string(), "application/fhir+json;charset=UTF-8")
}

pub(crate) fn practitioner(
    id: &str,
    rpps: &str,
    family: &str,
    given: &str,
    mailboxes: &[&str],
) -> Value {
    json!({"resourceType": "Practitioner", "id": id, "active": true,
        "identifier": [
            {"type": {"coding": [{"code": "IDNPS"}]}, "system": "urn:oid:1.2.250.1.71.4.2.1", "value": format!("8{rpps}")},
            {"type": {"coding": [{"code": "RPPS"}]}, "system": "https://rpps.esante.gouv.fr", "value": rpps}],
        "name": [{"use": "usual", "family": family, "given": [given], "suffix": ["DR"]}],
        "telecom": telecoms(mailboxes)})
}

pub(crate) fn role(id: &str, practitioner: &str, organization: &str, mailboxes: &[&str]) -> Value {
    json!({"resourceType": "PractitionerRole", "id": id, "active": true,
        "practitioner": {"reference": format!("Practitioner/{practitioner}")},
        "organization": {"reference": format!("Organization/{organization}")},
        "telecom": telecoms(mailboxes)})
}

pub(crate) fn organization(id: &str, name: &str, mailboxes: &[&str]) -> Value {
    json!({"resourceType": "Organization", "id": id, "active": true, "name": name,
        "telecom": telecoms(mailboxes)})
}

fn telecoms(mailboxes: &[&str]) -> Vec<Value> {
    mailboxes
        .iter()
        .map(|address| {
            json!({"system": "email", "value": address, "extension": [
                {"url": "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-contact-point-email-type",
                 "valueCoding": {"system": "https://mos.esante.gouv.fr/NOS/TRE_R256-TypeMessagerie/FHIR/TRE-R256-TypeMessagerie", "code": "MSSANTE"}}]})
        })
        .collect()
}

/// A failure of the directory's server.
pub(crate) fn down() -> ResponseTemplate {
    ResponseTemplate::new(503)
}

/// An answer later than the software waits.
pub(crate) fn late() -> ResponseTemplate {
    bundle(&[], None).set_delay(Duration::from_secs(2))
}

pub(crate) const HEADER: &str = "Type de BAL|Adresse BAL|Type Identifiant PP|Identifiant PP|Identification nationale PP|Type identifiant structure|Identification Structure|Service de rattachement|Civilité d'exercice|Nom d'exercice|Prénom d'exercice|Raison Sociale structure BAL";

/// A line of the extraction for a professional.
pub(crate) fn line(rpps: &str, family: &str, given: &str, address: &str) -> String {
    format!("PER|{address}|8|{rpps}|8{rpps}||||DR|{family}|{given}|")
}
