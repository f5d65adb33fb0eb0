//! The management API: lanes, identities, faults, journal, clock, authority, on a port of its own.
//!
//! It is for the runner, an adapter, a person with a browser. It does nothing that [`Stack`] and
//! the services do not do, and it is no part of what a software under test is measured on.

mod authority;
mod clock;
mod exchange;
mod failure;
mod faults;
mod guard;
mod health;
mod identities;
mod journal;
mod landing;
mod lanes;
mod psc;
mod scripts;

use std::sync::Weak;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::stack::{Shared, Stack};
use failure::Failure;

/// Largest request body, in bytes: a base of identities fits, a mistake does not fill the memory.
const BODY_LIMIT: usize = 1024 * 1024;

/// What the handlers share.
#[derive(Clone)]
pub(crate) struct State {
    /// The stack, which the API must not keep alive.
    pub(crate) shared: Weak<Shared>,
}

impl State {
    fn stack(&self) -> Result<Stack, Failure> {
        let shared = self.shared.upgrade().ok_or(crate::ServerError::Ended)?;
        Ok(Stack { shared })
    }
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Banc Ségur : API de gestion des simulateurs",
        description = "Simulateur — données fictives. Voies, identités, fautes, journal, horloge et \
                       autorité de test. Les erreurs ont la forme {\"erreur\": \"…\"}."
    ),
    tags(
        (name = "voies", description = "Une voie : un jeu de services sur ses propres ports."),
        (name = "insi", description = "Identités et réponses programmées de l'INSi d'une voie."),
        (name = "psc", description = "Pro Santé Connect d'une voie : qui répond, durées, sessions, clients."),
        (name = "fautes", description = "Catalogue des fautes et plan de fautes d'une voie."),
        (name = "journal", description = "Échanges et notes, dans l'ordre."),
        (name = "horloge", description = "Heure simulée."),
        (name = "autorite", description = "Autorité de certification de test."),
        (name = "etat", description = "État du banc.")
    )
)]
struct Description;

fn documented() -> OpenApiRouter<State> {
    let mut described = Description::openapi();
    // Filled from the package, which states no licence: an empty name would say that there is one.
    described.info.license = None;
    OpenApiRouter::with_openapi(described)
        .routes(routes!(health::sante))
        .routes(routes!(health::pret))
        .routes(routes!(lanes::lister, lanes::ouvrir))
        .routes(routes!(lanes::lire, lanes::fermer))
        .routes(routes!(identities::lister, identities::ajouter))
        .routes(routes!(identities::lire, identities::retirer))
        .routes(routes!(identities::reinitialiser))
        .routes(routes!(scripts::lister, scripts::programmer))
        .routes(routes!(psc::approuver))
        .routes(routes!(psc::fausser))
        .routes(routes!(psc::durer))
        .routes(routes!(psc::demandes))
        .routes(routes!(psc::decider))
        .routes(routes!(psc::declarer))
        .routes(routes!(psc::changer_de_cle))
        .routes(routes!(psc::terminer))
        .routes(routes!(faults::catalogue))
        .routes(routes!(faults::lire, faults::remplacer))
        .routes(routes!(journal::curseur))
        .routes(routes!(journal::entrees))
        .routes(routes!(journal::echange))
        .routes(routes!(journal::attente))
        .routes(routes!(clock::lire))
        .routes(routes!(clock::avancer))
        .routes(routes!(authority::autorites))
        .routes(routes!(authority::revocation))
        .routes(routes!(authority::certificats))
}

/// The router of the API.
pub(crate) fn router(state: State, wide: bool) -> Router {
    let guard = guard::Guard {
        state: state.clone(),
        wide,
    };
    let (routes, _) = documented().split_for_parts();
    routes
        .route("/", axum::routing::get(landing::page))
        .route("/openapi.json", axum::routing::get(openapi))
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(guard, guard::guard))
        .with_state(state)
}

/// The description of the API, OpenAPI in JSON, generated from the code; it ends with a newline.
pub fn openapi_json() -> String {
    let mut text = documented()
        .get_openapi()
        .to_pretty_json()
        // A map of strings and schemas: it always has a JSON form.
        .unwrap_or_default();
    text.push('\n');
    text
}

async fn openapi() -> impl axum::response::IntoResponse {
    ([("content-type", "application/json")], openapi_json())
}

async fn unknown(uri: axum::http::Uri) -> Failure {
    Failure::not_found(format!("nothing at {}: see /openapi.json", uri.path()))
}

async fn wrong_method(method: axum::http::Method, uri: axum::http::Uri) -> Failure {
    Failure::new(
        axum::http::StatusCode::METHOD_NOT_ALLOWED,
        format!(
            "{method} is not served at {}: see /openapi.json",
            uri.path()
        ),
    )
}
