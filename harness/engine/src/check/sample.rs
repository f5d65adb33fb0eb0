//! Hand-made facts for the unit tests of checks.

use std::collections::BTreeMap;
use std::sync::Arc;

use banc_contract::{Action, Answer, Identity, Matricule, Outcome, Question, Status, Traits};
use banc_core::clock::Mono;
use banc_core::exchange::{
    AppliedFault, Body, Connection, Exchange, Instants, Request, Response, Stage,
};
use banc_core::observed::Observed;
use banc_core::observed::insi::{InsiAnswer, InsiOperation, ObservedInsi};
use banc_core::observed::psc::ObservedPsc;

use crate::fact::{Act, Facts, FactsRecord, Observation, QuietRecord};

/// Facts being made: what comes before [`Sample::act`] is before the window.
pub(crate) struct Sample(Facts);

impl Sample {
    /// Facts about one record, `p1`, kept under the name `usager`.
    pub(crate) fn new() -> Self {
        let names = BTreeMap::from([("usager".to_owned(), "p1".to_owned())]);
        let record = FactsRecord {
            names,
            window_from: 1,
            window_to: 1,
            ..FactsRecord::default()
        };
        Self(Facts {
            exchanges: Vec::new(),
            record,
        })
    }

    /// An answer to a question, asked now.
    pub(crate) fn saw(mut self, question: Question, answer: Answer) -> Self {
        let after_acts = self.0.record.acts.len();
        self.0.record.observations.push(Observation {
            question,
            answer: Some(answer),
            failure: None,
            after_acts,
        });
        self
    }

    /// The identity of `p1` as shown now.
    pub(crate) fn shows(self, identity: Identity) -> Self {
        let question = Question::Identity {
            usager: "p1".to_owned(),
        };
        self.saw(question, Answer::Identite(Box::new(identity)))
    }

    /// An exchange with INSi, in the window when no action follows.
    pub(crate) fn call(self, observed: ObservedInsi, body: &str) -> Self {
        self.exchange(Observed::Insi(Box::new(observed)), body)
    }

    /// An exchange with Pro Santé Connect.
    pub(crate) fn psc(self, observed: ObservedPsc, body: &str) -> Self {
        self.exchange(Observed::Psc(Box::new(observed)), body)
    }

    /// An exchange with any service, named as its observed type is.
    pub(crate) fn exchange(mut self, observed: Observed, body: &str) -> Self {
        let exchange = exchange(self.0.exchanges.len() as u64 + 1, observed, body);
        self.0.exchanges.push(Arc::new(exchange));
        self.0.record.window_to = self.0.exchanges.len() as u64 + 1;
        self
    }

    /// Changes the last exchange.
    pub(crate) fn last(mut self, change: impl FnOnce(&mut Exchange)) -> Self {
        if let Some(last) = self.0.exchanges.last_mut().and_then(Arc::get_mut) {
            change(last);
        }
        self
    }

    /// Stamps the last exchange: its request arrived at this instant, in milliseconds.
    pub(crate) fn at(self, millis: u64) -> Self {
        let instant = Mono(millis * 1_000_000);
        self.last(|exchange| {
            exchange.instants.stamp(Stage::FirstRequestByte, instant);
            exchange.instants.stamp(Stage::Head, instant);
        })
    }

    /// The same with a fault.
    pub(crate) fn injured_call(self, observed: ObservedInsi, fault: &str) -> Self {
        let mut sample = self.call(observed, "");
        if let Some(last) = sample.0.exchanges.last_mut().and_then(Arc::get_mut) {
            last.faults.push(AppliedFault {
                rule: "essai".to_owned(),
                fault: fault.to_owned(),
                parameters: serde_json::Map::new(),
            });
        }
        sample
    }

    /// Begins the window: what was called before is outside.
    pub(crate) fn window(mut self) -> Self {
        self.0.record.window_from = self.0.exchanges.len() as u64 + 1;
        self.0.record.window_to = self.0.record.window_from;
        self.0.record.window_act = self.0.record.acts.len();
        self
    }

    /// An action of a `Quand` with its outcome.
    pub(crate) fn act(self, outcome: Outcome) -> Self {
        self.act_of(Action::Nothing {}, Some(outcome))
    }

    /// The same for a given action, perhaps without outcome.
    pub(crate) fn act_of(mut self, action: Action, outcome: Option<Outcome>) -> Self {
        let from = self.0.record.window_from;
        let failure = outcome.is_none().then(|| "adaptateur muet".to_owned());
        self.0.record.acts.push(Act {
            action,
            outcome,
            failure,
            setup: false,
            from,
            to: from,
            perceived_ms: 1,
        });
        self
    }

    /// A quiet window.
    pub(crate) fn quiet(mut self, held: bool, control: Option<u64>) -> Self {
        self.0.record.quiet.push(QuietRecord {
            service: "insi".to_owned(),
            window_ms: 3000,
            held,
            control,
            lull: false,
        });
        self
    }

    /// A window that passed after calls that were expected.
    pub(crate) fn lull(mut self, service: &str) -> Self {
        self.0.record.quiet.push(QuietRecord {
            service: service.to_owned(),
            window_ms: 3000,
            held: true,
            control: None,
            lull: true,
        });
        self
    }

    /// Changes the record freely.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut FactsRecord)) -> Self {
        change(&mut self.0.record);
        self
    }

    /// The facts.
    pub(crate) fn facts(self) -> Facts {
        self.0
    }
}

fn exchange(number: u64, observed: Observed, body: &str) -> Exchange {
    Exchange {
        number,
        lane: "INS-00".into(),
        service: observed.service().into(),
        front: observed.service().into(),
        operation: "recherche_traits".into(),
        ordinal: number,
        connection: Arc::new(Connection {
            id: number,
            peer: "127.0.0.1:1".to_owned(),
            tls: None,
            accepted: Mono(1),
            tls_ready: None,
        }),
        rank: 1,
        request: Request::default(),
        response: Some(Response {
            status: 200,
            headers: Vec::new(),
            body: Body::new(body.to_owned().into()),
        }),
        faults: Vec::new(),
        variations: Vec::new(),
        observed: Some(observed),
        instants: Instants::default(),
        trouble: None,
    }
}

/// A call to an operation that got a business code.
pub(crate) fn answered(operation: InsiOperation, code: &str) -> ObservedInsi {
    ObservedInsi {
        operation: Some(operation),
        answer: InsiAnswer::Metier {
            code: code.to_owned(),
            matricule: None,
            oid: None,
            identity: None,
        },
        ..ObservedInsi::default()
    }
}

/// The traits of CLAIRE FONTANEL.
pub(crate) fn traits() -> Traits {
    Traits {
        nom_naissance: Some("FONTANEL".to_owned()),
        premier_prenom: Some("CLAIRE".to_owned()),
        prenoms_naissance: Some("CLAIRE".to_owned()),
        date_naissance: Some("1980-03-12".to_owned()),
        sexe: Some("F".to_owned()),
        lieu_naissance: Some("63220".to_owned()),
        nom_utilise: None,
        prenom_utilise: None,
    }
}

/// A matricule, not a real one.
pub(crate) fn matricule() -> Matricule {
    Matricule {
        numero: "280039999900123".to_owned(),
        oid: "1.2.250.1.213.1.4.10".to_owned(),
        debut: None,
        fin: None,
    }
}

/// The identity of CLAIRE FONTANEL at a status.
pub(crate) fn identity(statut: Status) -> Identity {
    let held = matches!(statut, Status::Recuperee | Status::Qualifiee);
    Identity {
        usager: "p1".to_owned(),
        statut,
        attributs: Vec::new(),
        traits: traits(),
        matricule: held.then(matricule),
        historique_ins: Vec::new(),
        justificatif: None,
        champs_verrouilles: Vec::new(),
    }
}

/// The answer `00` of INSi for CLAIRE FONTANEL.
pub(crate) fn found_body() -> &'static str {
    "<RESULTAT><CR><CodeCR>00</CodeCR></CR><INDIVIDU><INSACTIF><IdIndividu>\
     <NumIdentifiant>2800399999001</NumIdentifiant><Cle>23</Cle></IdIndividu>\
     <OID>1.2.250.1.213.1.4.10</OID></INSACTIF><TIQ><NomNaissance>FONTANEL</NomNaissance>\
     <ListePrenom>CLAIRE</ListePrenom><Sexe>F</Sexe><DateNaissance>1980-03-12</DateNaissance>\
     <LieuNaissance>63220</LieuNaissance></TIQ></INDIVIDU></RESULTAT>"
}
