//! `check-driver`: what an adapter must do before a scenario is worth playing.
//!
//! It judges the adapter, not the software: each message says, in French, what to put right.

mod declaration;
mod fixture;
mod sign_in;

use std::time::Duration;

use banc_contract::{Action, Declaration, Identity, Outcome, Question};
use banc_core::Clock;
use serde_json::{Map, Value, json};

use fixture::{fake_preparation, fictitious_traits};

use super::{Caller, DriverError, RawCall, RawDriver, Route};

/// One check of an adapter.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DriverCheck {
    /// Stable name, e.g. `declaration`.
    pub name: String,
    /// True when the adapter passes.
    pub ok: bool,
    /// What was seen and, on a failure, what to put right. French.
    pub message: String,
}

/// What an inspection found.
#[derive(Clone, Debug, Default)]
pub struct Inspection {
    /// The checks, in the order made.
    pub checks: Vec<DriverCheck>,
    /// What the adapter declared, when it could be read.
    pub declaration: Option<Declaration>,
    /// Median time of an action that does nothing, in milliseconds, with the number of samples.
    pub overhead: Option<(f64, usize)>,
    /// True when nobody answered at all.
    pub unreachable: bool,
}

/// Samples of the action that does nothing.
const OVERHEAD_SAMPLES: usize = 20;

/// Deadline of an action during the inspection.
const DEADLINE: Duration = Duration::from_secs(10);

/// Checks an adapter, from its declaration to the creation of a patient.
pub async fn check_driver<D: RawDriver + ?Sized>(driver: &D, clock: &Clock) -> Inspection {
    let caller = Caller {
        execution: "check-driver".to_owned(),
        scenario: "check-driver".to_owned(),
    };
    let mut inspection = Inspection::default();
    let declaration = match driver.declare().await {
        Ok(declaration) => declaration,
        Err(error) => {
            inspection.unreachable = matches!(error, DriverError::Unreachable { .. });
            inspection.fail(
                "declaration",
                format!("la déclaration n'a pas pu être lue : {error}. Répondez à « GET / » (ou à l'appel « declarer ») par contrat, editeur, logiciel, version et capacites."),
            );
            return inspection;
        }
    };
    inspection.declaration(&declaration);
    inspection.prepare(driver, &caller).await;
    inspection.unknown_action(driver, &caller).await;
    inspection.unknown_question(driver, &caller).await;
    inspection.malformed_parameters(driver, &caller).await;
    inspection.overhead(driver, &caller, clock).await;
    if declaration
        .capacites
        .iter()
        .any(|name| name == "patient.creer")
    {
        inspection.create_patient(driver, &caller).await;
    }
    inspection.sign_in(driver, &caller, &declaration).await;
    inspection.still_there(driver, &declaration).await;
    inspection.declaration = Some(declaration);
    inspection
}

/// An answer as the adapter sent it, for a message.
fn as_sent(answer: &impl serde::Serialize) -> String {
    serde_json::to_string(answer).unwrap_or_default()
}

impl Inspection {
    /// True when every check passed.
    pub fn passed(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(|check| check.ok)
    }

    fn pass(&mut self, name: &str, message: impl Into<String>) {
        self.checks.push(DriverCheck {
            name: name.to_owned(),
            ok: true,
            message: message.into(),
        });
    }

    fn fail(&mut self, name: &str, message: impl Into<String>) {
        self.checks.push(DriverCheck {
            name: name.to_owned(),
            ok: false,
            message: message.into(),
        });
    }

    async fn prepare<D: RawDriver + ?Sized>(&mut self, driver: &D, caller: &Caller) {
        match driver.prepare(caller, &fake_preparation()).await {
            Ok(answer) => self.pass(
                "preparer",
                format!("préparé, isolement {:?}", answer.isolement).to_lowercase(),
            ),
            Err(error) => self.fail("preparer", format!("{error}. « preparer » doit remettre le logiciel dans un état connu et le pointer vers les adresses reçues, sans les appeler.")),
        }
    }

    async fn unknown_action<D: RawDriver + ?Sized>(&mut self, driver: &D, caller: &Caller) {
        let body = fields(json!({
            "action": "banc.action_inconnue", "parametres": {}, "echeance_ms": 5000
        }));
        let call = RawCall {
            route: Route::Act,
            body,
        };
        let advice = "une action inconnue doit recevoir {\"issue\":\"non_supporte\"} (HTTP 200), pour que la suite puisse grandir.";
        match driver.raw(caller, call).await {
            Ok(answer)
                if answer.body["issue"] == "non_supporte"
                    && answer.status.is_none_or(|status| status == 200) =>
            {
                self.pass("action_inconnue", "répond « non_supporte »");
            }
            Ok(answer) => self.fail(
                "action_inconnue",
                format!(
                    "a répondu {}{} ; {advice}",
                    status(answer.status),
                    answer.body
                ),
            ),
            Err(error) => self.fail("action_inconnue", format!("{error} ; {advice}")),
        }
    }

    async fn unknown_question<D: RawDriver + ?Sized>(&mut self, driver: &D, caller: &Caller) {
        let body = fields(json!({"question": "banc.question_inconnue", "parametres": {}}));
        let call = RawCall {
            route: Route::Observe,
            body,
        };
        let advice =
            "une question inconnue doit recevoir {\"reponse\":\"non_supporte\"} (HTTP 200).";
        match driver.raw(caller, call).await {
            Ok(answer)
                if answer.body["reponse"] == "non_supporte"
                    && answer.status.is_none_or(|status| status == 200) =>
            {
                self.pass("question_inconnue", "répond « non_supporte »");
            }
            Ok(answer) => self.fail(
                "question_inconnue",
                format!(
                    "a répondu {}{} ; {advice}",
                    status(answer.status),
                    answer.body
                ),
            ),
            Err(error) => self.fail("question_inconnue", format!("{error} ; {advice}")),
        }
    }

    async fn malformed_parameters<D: RawDriver + ?Sized>(&mut self, driver: &D, caller: &Caller) {
        let body = fields(json!({
            "action": "patient.ouvrir", "parametres": {"usager": 12}, "echeance_ms": 5000
        }));
        let call = RawCall {
            route: Route::Act,
            body,
        };
        let name = "parametres_invalides";
        match driver.raw(caller, call).await {
            Ok(answer) if answer.body["issue"] == "fait" => self.fail(name, "des paramètres du mauvais type (« usager » en nombre) ont reçu « fait » : répondez « inconnu » avec la cause, ou HTTP 400."),
            Ok(answer) if answer.status.is_some_and(|status| status >= 500) => self.fail(name, format!("a répondu {} : attrapez l'erreur et répondez « inconnu » avec la cause, ou HTTP 400.", status(answer.status))),
            Ok(answer) => self.pass(name, format!("n'a pas été pris pour un succès ({}{})", status(answer.status), short(&answer.body))),
            // A plain 4xx page is a refusal as well, as long as the adapter lives on.
            Err(DriverError::Garbage { reason, .. }) if reason.starts_with("HTTP 4") => {
                self.pass(name, format!("refusé ({})", short(&Value::String(reason))));
            }
            Err(error) => self.fail(name, format!("{error} ; des paramètres invalides ne doivent ni arrêter ni bloquer l'adaptateur.")),
        }
    }

    async fn overhead<D: RawDriver + ?Sized>(
        &mut self,
        driver: &D,
        caller: &Caller,
        clock: &Clock,
    ) {
        let mut samples = Vec::new();
        for _ in 0..OVERHEAD_SAMPLES {
            let start = clock.mono();
            match driver.act(caller, &Action::Nothing {}, DEADLINE).await {
                Ok(Outcome::Fait(_)) => samples.push(clock.mono().since(start)),
                Ok(other) => {
                    self.fail("surcout", format!("« banc.rien » doit répondre « fait », a répondu {} : sans cette mesure les durées perçues comprennent l'adaptateur sans qu'on sache de combien.", as_sent(&other)));
                    return;
                }
                Err(error) => {
                    self.fail("surcout", format!("« banc.rien » : {error}."));
                    return;
                }
            }
        }
        samples.sort_unstable();
        let median = samples[samples.len() / 2].as_secs_f64() * 1e3;
        self.overhead = Some((median, samples.len()));
        self.pass(
            "surcout",
            format!(
                "surcoût de l'adaptateur : médiane {median:.1} ms (n = {})",
                samples.len()
            ),
        );
    }

    async fn create_patient<D: RawDriver + ?Sized>(&mut self, driver: &D, caller: &Caller) {
        let name = "patient";
        let action = Action::CreatePatient {
            traits: fictitious_traits(),
        };
        let usager = match driver.act(caller, &action, DEADLINE).await {
            Ok(Outcome::Fait(done)) => match done.usager {
                Some(usager) => usager,
                None => return self.fail(name, "« patient.creer » a répondu « fait » sans « usager » : renvoyez l'identifiant du dossier créé."),
            },
            Ok(other) => return self.fail(name, format!("« patient.creer » avec les cinq traits stricts a répondu {} ; la capacité est pourtant déclarée.", as_sent(&other))),
            Err(error) => return self.fail(name, format!("« patient.creer » : {error}.")),
        };
        let question = Question::Identity {
            usager: usager.clone(),
        };
        match driver.observe(caller, &question).await {
            Ok(banc_contract::Answer::Identite(identity)) => self.identity(&usager, &identity),
            Ok(other) => self.fail(name, format!("« patient.identite » a répondu {} : montrez l'identité du dossier qui vient d'être créé.", as_sent(&other))),
            Err(error) => self.fail(name, format!("« patient.identite » : {error}.")),
        }
    }

    fn identity(&mut self, usager: &str, identity: &Identity) {
        let wanted = fictitious_traits();
        let shown = &identity.traits;
        let pairs = [
            ("nom_naissance", &wanted.nom_naissance, &shown.nom_naissance),
            (
                "premier_prenom",
                &wanted.premier_prenom,
                &shown.premier_prenom,
            ),
            (
                "date_naissance",
                &wanted.date_naissance,
                &shown.date_naissance,
            ),
            ("sexe", &wanted.sexe, &shown.sexe),
            (
                "lieu_naissance",
                &wanted.lieu_naissance,
                &shown.lieu_naissance,
            ),
        ];
        let wrong: Vec<String> = pairs
            .iter()
            .filter(|(_, wanted, shown)| wanted != shown)
            .map(|(name, wanted, shown)| {
                let words = |value: &Option<String>| {
                    value
                        .clone()
                        .map_or_else(|| "rien".to_owned(), |value| format!("« {value} »"))
                };
                format!("{name} : saisi {}, montré {}", words(wanted), words(shown))
            })
            .collect();
        if identity.usager != usager {
            self.fail(
                "patient",
                format!(
                    "« patient.identite » montre le dossier « {} » au lieu de « {usager} ».",
                    identity.usager
                ),
            );
        } else if wrong.is_empty() {
            self.pass(
                "patient",
                "créé puis relu, les cinq traits stricts sont montrés tels que saisis",
            );
        } else {
            self.fail("patient", format!("les traits montrés ne sont pas ceux saisis ({}) : l'adaptateur traduit, il n'embellit pas.", wrong.join(" ; ")));
        }
    }

    /// After all that, the adapter must still answer, and say the same of itself.
    async fn still_there<D: RawDriver + ?Sized>(&mut self, driver: &D, first: &Declaration) {
        match driver.declare().await {
            Ok(again) if again == *first => self.pass("constance", "répond encore, et la même déclaration"),
            Ok(_) => self.fail("constance", "la déclaration a changé pendant le contrôle : elle doit rester la même pendant une exécution."),
            Err(error) => self.fail("constance", format!("ne répond plus après le contrôle : {error}.")),
        }
    }
}

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn status(status: Option<u16>) -> String {
    status.map_or_else(String::new, |status| format!("HTTP {status} "))
}

fn short(value: &Value) -> String {
    super::shape::excerpt(value.to_string().as_bytes(), 120)
}
