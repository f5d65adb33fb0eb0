//! The four routes of the driver contract, over HTTP.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use banc_contract::{
    Answer, CONTRACT_VERSION, Declaration, EXECUTION_HEADER, Isolation, Outcome, Preparation,
    PreparationAnswer, SCENARIO_HEADER,
};

use super::message::{Read, read_action, read_question};
use super::practices::{PracticeKey, Practices};
use crate::clock::monotonic;
use crate::config::LgcConfig;
use crate::practice::{Place, Practice};
use crate::psc::access::registration;

/// No action is waited for longer, whatever the deadline given.
const LONGEST_ACTION: Duration = Duration::from_hours(1);

/// What the routes share.
#[derive(Clone)]
pub struct Shared {
    /// Configuration.
    pub config: Arc<LgcConfig>,
    /// Practices.
    pub practices: Arc<Practices>,
    /// Base URL of this software, as the browser of the workstation reaches it.
    pub own_url: Arc<str>,
    /// Folder where practices keep their files.
    pub storage: Arc<Path>,
}

/// The routes of the contract.
pub fn router() -> axum::Router<Shared> {
    axum::Router::new()
        .route("/", get(declare))
        .route("/preparer", post(prepare))
        .route("/agir", post(act))
        .route("/observer", post(observe))
}

/// What this software can do; what later versions of the contract add is not declared by itself.
const CAPABILITIES: &[&str] = &[
    "patient.creer",
    "patient.chercher",
    "patient.justifier",
    "patient.attribuer",
    "ins.rechercher",
    "ins.carte_vitale",
    "ins.certificat_logiciel",
    "ins.cpx",
    "ins.verifier",
    "identite.recevoir",
    "utilisateur.changer",
    "journal.appels",
    "journal.identite",
    "liste.travail",
    "psc.navigateur",
    "psc.ciba",
    "psc.proxy",
    "ins.psc",
    "session.locale",
    "journal.connexions",
    "stockage",
    "horloge.avancer",
    "brouillon",
    "annuaire.rechercher",
    "annuaire.importer",
    "compte.creer",
];

async fn declare() -> Json<Declaration> {
    Json(Declaration {
        contrat: CONTRACT_VERSION.to_owned(),
        editeur: "Banc Ségur".to_owned(),
        logiciel: "LGC de référence".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        capacites: CAPABILITIES.iter().map(|name| (*name).to_owned()).collect(),
        actions_simultanees: true,
    })
}

async fn prepare(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let preparation: Preparation = match serde_json::from_slice(&body) {
        Ok(preparation) => preparation,
        Err(error) => return malformed(&format!("the preparation cannot be read: {error}")),
    };
    let asked = key(&headers);
    let own = PracticeKey {
        execution: asked.execution.or(Some(preparation.execution.clone())),
        scenario: asked.scenario.or(Some(preparation.scenario.clone())),
    };
    let place = Place {
        own_url: &shared.own_url,
        storage: &shared.storage,
    };
    match Practice::new(&preparation, &shared.config, place) {
        Err(error) => malformed(&error.to_string()),
        Ok(practice) => {
            shared.practices.prepare(own, practice);
            Json(PreparationAnswer {
                isolement: Isolation::Parallele,
                horloge_deplacee: preparation.maintenant.is_some(),
                psc: preparation
                    .psc
                    .is_some()
                    .then(|| registration(&shared.own_url)),
            })
            .into_response()
        }
    }
}

async fn act(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let request = match read_action(&body) {
        Read::Known(request) => request,
        Read::Unknown => return Json(Outcome::NonSupporte).into_response(),
        Read::Malformed(reason) => return malformed(&reason),
    };
    let Some(practice) = shared.practices.find(&key(&headers)) else {
        return Json(Outcome::Inconnu {
            cause: "no practice was prepared for this scenario".to_owned(),
        })
        .into_response();
    };
    let patience = Duration::from_millis(request.echeance_ms).min(LONGEST_ACTION);
    let deadline = monotonic() + patience;
    // A task of its own: a caller that hangs up does not cut a call in two, and a panic becomes an answer.
    let task = tokio::spawn(async move { practice.act(request.action, deadline).await });
    let outcome = task.await.unwrap_or_else(|error| Outcome::Inconnu {
        cause: format!("the software failed inside: {error}"),
    });
    Json(outcome).into_response()
}

async fn observe(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let request = match read_question(&body) {
        Read::Known(request) => request,
        Read::Unknown => return Json(Answer::NonSupporte).into_response(),
        Read::Malformed(reason) => return malformed(&reason),
    };
    let Some(practice) = shared.practices.find(&key(&headers)) else {
        return Json(Answer::NonSupporte).into_response();
    };
    let answer = practice.observe(&request.question);
    Json(answer).into_response()
}

fn key(headers: &HeaderMap) -> PracticeKey {
    let value = |name: &str| {
        headers
            .get(name)
            .and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
            .filter(|value| !value.is_empty())
            .map(ToOwned::to_owned)
    };
    PracticeKey {
        execution: value(EXECUTION_HEADER),
        scenario: value(SCENARIO_HEADER),
    }
}

fn malformed(reason: &str) -> Response {
    let body = Json(serde_json::json!({ "erreur": reason }));
    (StatusCode::BAD_REQUEST, body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_capability_declared_is_a_word_of_the_contract() {
        for name in CAPABILITIES {
            assert!(banc_contract::capability::find(name).is_some(), "{name}");
        }
    }
}
