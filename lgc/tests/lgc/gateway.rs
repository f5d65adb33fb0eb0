//! A fake gateway: answers in the order of a script, keeps what it received. It is written apart from
//! the software and from the simulated service, from the published shape of answers.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use wiremock::matchers::method;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// A scripted gateway; the last answer of the script is repeated.
pub(crate) struct Gateway {
    server: MockServer,
    script: Script,
}

#[derive(Clone, Default)]
struct Script(Arc<Mutex<VecDeque<ResponseTemplate>>>);

impl Respond for Script {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let mut script = self.0.lock().unwrap();
        if script.len() > 1 {
            script.pop_front().unwrap()
        } else {
            script
                .front()
                .cloned()
                .unwrap_or_else(|| ResponseTemplate::new(404))
        }
    }
}

impl Gateway {
    pub(crate) async fn start() -> Self {
        let server = MockServer::start().await;
        let script = Script::default();
        Mock::given(method("POST"))
            .respond_with(script.clone())
            .mount(&server)
            .await;
        Self { server, script }
    }

    pub(crate) fn url(&self) -> String {
        format!("{}/lps", self.server.uri())
    }

    /// Sets the answers to come.
    pub(crate) fn script(&self, answers: impl IntoIterator<Item = ResponseTemplate>) {
        *self.script.0.lock().unwrap() = answers.into_iter().collect();
    }

    /// What was received, oldest first.
    pub(crate) async fn received(&self) -> Vec<Request> {
        self.server.received_requests().await.unwrap()
    }

    /// The bodies received, as text.
    pub(crate) async fn bodies(&self) -> Vec<String> {
        self.received()
            .await
            .into_iter()
            .map(|request| String::from_utf8(request.body).unwrap())
            .collect()
    }

    /// Text of an element in each body received; empty where it is absent.
    pub(crate) async fn values(&self, element: &str) -> Vec<String> {
        self.bodies()
            .await
            .iter()
            .map(|body| value(body, element))
            .collect()
    }
}

/// Text of the first element of that qualified name.
pub(crate) fn value(body: &str, element: &str) -> String {
    body.split_once(&format!("<{element}>"))
        .and_then(|(_, rest)| rest.split_once(&format!("</{element}>")))
        .map(|(text, _)| text.to_owned())
        .unwrap_or_default()
}

pub(crate) fn soap(status: u16, body: &str) -> ResponseTemplate {
    let text = format!(
        "<env:Envelope xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\"><env:Body>{body}</env:Body></env:Envelope>"
    );
    ResponseTemplate::new(status).set_body_raw(text, "application/soap+xml; charset=utf-8")
}

/// An answer without identity.
pub(crate) fn code(code: &str) -> ResponseTemplate {
    soap(
        200,
        &format!(
            "<RESULTAT xmlns=\"http://www.cnamts.fr/INSiResultat\"><CR><CodeCR>{code}</CodeCR><LibelleCR>libelle</LibelleCR></CR></RESULTAT>"
        ),
    )
}

/// Traits of an answer `00`.
pub(crate) struct Returned<'a> {
    pub(crate) name: &'a str,
    pub(crate) first_names: &'a str,
    pub(crate) sex: &'a str,
    pub(crate) date: &'a str,
    pub(crate) number: &'a str,
    pub(crate) key: &'a str,
}

/// The fictitious identity most tests use.
pub(crate) const ECETINSI: Returned<'static> = Returned {
    name: "ECETINSI",
    first_names: "PIERRE-ALAIN MURIEL FLORIANT",
    sex: "M",
    date: "2009-07-14",
    number: "1090763220834",
    key: "89",
};

/// An answer `00`.
pub(crate) fn found(identity: &Returned<'_>) -> ResponseTemplate {
    let Returned {
        name,
        first_names,
        sex,
        date,
        number,
        key,
    } = identity;
    soap(
        200,
        &format!(
            "<r:RESULTAT xmlns:r=\"http://www.cnamts.fr/INSiResultat\"><r:CR><r:CodeCR>00</r:CodeCR><r:LibelleCR>OK</r:LibelleCR></r:CR><r:INDIVIDU><r:INSACTIF><r:IdIndividu><r:NumIdentifiant>{number}</r:NumIdentifiant><r:Cle>{key}</r:Cle></r:IdIndividu><r:OID>1.2.250.1.213.1.4.8</r:OID></r:INSACTIF><r:INSHISTO><r:IdIndividu><r:NumIdentifiant>2090763220834</r:NumIdentifiant><r:Cle>39</r:Cle></r:IdIndividu><r:OID>1.2.250.1.213.1.4.8</r:OID><r:DateDeb>2019-03-01</r:DateDeb><r:DateFin>2019-02-28</r:DateFin></r:INSHISTO><r:TIQ><r:NomNaissance>{name}</r:NomNaissance><r:ListePrenom>{first_names}</r:ListePrenom><r:Sexe>{sex}</r:Sexe><r:DateNaissance>{date}</r:DateNaissance><r:LieuNaissance>63220</r:LieuNaissance></r:TIQ></r:INDIVIDU></r:RESULTAT>"
        ),
    )
}

/// An answer of the provisional verification contract.
pub(crate) fn verified(code: &str) -> ResponseTemplate {
    soap(
        200,
        &format!(
            "<RESULTAT xmlns=\"http://www.cnamts.fr/INSiLot2/REPUnitaire\"><CR><CodeCR>{code}</CodeCR><LibelleCR>x</LibelleCR></CR></RESULTAT>"
        ),
    )
}

/// A fault in the gateway's shape.
pub(crate) fn fault() -> ResponseTemplate {
    soap(
        500,
        "<env:Fault><env:Code><env:Value>env:Sender</env:Value><env:Subcode><env:Value>env:siram_100</env:Value></env:Subcode></env:Code><env:Reason><env:Text xml:lang=\"fr\">Accès non autorisé.</env:Text></env:Reason><env:Detail><siram:Erreur xmlns:siram=\"urn:siram\" code=\"desir_550\" severite=\"erreur\">Numéro d'autorisation inconnu.</siram:Erreur></env:Detail></env:Fault>",
    )
}

/// The same answer, late.
pub(crate) fn late(answer: ResponseTemplate) -> ResponseTemplate {
    answer.set_delay(Duration::from_secs(3))
}
