//! The journal: where it is, what came after a place, one exchange, waiting for calls.

use std::time::Duration;

use axum::Json;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use banc_core::exchange::Exchange;
use banc_core::journal::{Cursor, Entry};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::exchange::{Complet, Entree, Resume};
use super::failure::{Erreur, Failure};
use crate::Stack;

/// Entries given at once, at most.
const LIMIT_MAX: usize = 1_000;
/// Entries given at once, unless told otherwise.
const LIMIT: usize = 100;
/// Longest that a request may wait.
const WAIT_MAX: Duration = Duration::from_mins(1);

/// Une place dans le journal.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Place {
    /// Numéro de la dernière entrée enregistrée ; zéro au début.
    curseur: u64,
}

/// Une fenêtre du journal.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Fenetre {
    /// Les entrées, dans l'ordre.
    entrees: Vec<Entree>,
    /// Place où reprendre la lecture.
    curseur: u64,
    /// Vrai s'il y a d'autres entrées après cette place.
    suite: bool,
}

/// Ce qu'une attente a vu.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Attente {
    /// Vrai si le nombre attendu est venu avant l'échéance.
    satisfaite: bool,
    /// Les échanges attendus qui sont venus.
    echanges: Vec<Resume>,
    /// Durée réelle de l'attente, en millisecondes.
    duree_ms: f64,
    /// Troubles du banc : s'il y en a un, une absence ne peut être conclue.
    troubles: Vec<String>,
}

/// Quelle fenêtre du journal lire.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Lecture {
    /// Place après laquelle lire ; le début si absente.
    #[serde(default)]
    depuis: u64,
    /// Une seule voie. Les notes sans voie en font partie.
    voie: Option<String>,
    /// Nombre d'entrées, 100 par défaut, 1000 au plus.
    limite: Option<usize>,
}

/// Ce qui est attendu.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Attendu {
    /// Place après laquelle attendre ; le début si absente.
    #[serde(default)]
    depuis: u64,
    /// Voie.
    voie: Option<String>,
    /// Service.
    service: Option<String>,
    /// Opération.
    operation: Option<String>,
    /// Nombre d'échanges attendus, 1 par défaut.
    nombre: Option<usize>,
    /// Échéance en millisecondes, 60 000 au plus.
    echeance_ms: u64,
}

impl Attendu {
    fn matches(&self, exchange: &Exchange) -> bool {
        let same = |wanted: &Option<String>, found: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == found)
        };
        same(&self.service, &exchange.service) && same(&self.operation, &exchange.operation)
    }
}

/// La place après tout ce qui est enregistré.
#[utoipa::path(get, path = "/journal/curseur", tag = "journal", responses(
    (status = 200, description = "Place", body = Place),
))]
pub(super) async fn curseur(State(state): State<super::State>) -> Result<Json<Place>, Failure> {
    let curseur = state.stack()?.journal().cursor().0;
    Ok(Json(Place { curseur }))
}

/// Les entrées après une place.
#[utoipa::path(get, path = "/journal/entrees", tag = "journal", params(Lecture), responses(
    (status = 200, description = "Fenêtre", body = Fenetre),
    (status = 400, description = "Paramètres inutilisables", body = Erreur),
))]
pub(super) async fn entrees(
    State(state): State<super::State>,
    query: Result<Query<Lecture>, QueryRejection>,
) -> Result<Json<Fenetre>, Failure> {
    let Query(asked) = query?;
    let limit = asked.limite.unwrap_or(LIMIT);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Failure::bad_request(format!(
            "limite is from 1 to {LIMIT_MAX}"
        )));
    }
    let stack = state.stack()?;
    let end = stack.journal().cursor();
    let mut entries = window(&stack, Cursor(asked.depuis), asked.voie).await?;
    let suite = entries.len() > limit;
    entries.truncate(limit);
    let last = entries.last().map(Entry::number);
    let curseur = if suite {
        last.unwrap_or(asked.depuis)
    } else {
        // Entries of other lanes lie behind too, and what came meanwhile was given.
        last.unwrap_or(0).max(end.0).max(asked.depuis)
    };
    let clock = stack.clock();
    Ok(Json(Fenetre {
        entrees: entries
            .iter()
            .map(|entry| Entree::of(entry, clock))
            .collect(),
        curseur,
        suite,
    }))
}

/// Un échange, avec ses en-têtes et ses corps.
#[utoipa::path(get, path = "/journal/echanges/{numero}", tag = "journal",
    params(("numero" = u64, Path, description = "Rang dans le journal")),
    responses(
        (status = 200, description = "Échange", body = Complet),
        (status = 404, description = "Aucun échange à ce rang", body = Erreur),
    ))]
pub(super) async fn echange(
    State(state): State<super::State>,
    numero: Result<Path<u64>, PathRejection>,
) -> Result<Json<Complet>, Failure> {
    let Path(numero) = numero?;
    let stack = state.stack()?;
    let none = || Failure::not_found(format!("entry {numero} of the journal is no exchange"));
    if numero == 0 || numero > stack.journal().cursor().0 {
        return Err(none());
    }
    let entries = window(&stack, Cursor(numero - 1), None).await?;
    let found = entries.iter().find(|entry| entry.number() == numero);
    let exchange = found.and_then(Entry::exchange).ok_or_else(none)?;
    Ok(Json(Complet::of(exchange, stack.clock())))
}

/// Attend des échanges, jusqu'à une échéance.
#[utoipa::path(get, path = "/journal/attente", tag = "journal", params(Attendu), responses(
    (status = 200, description = "Ce qui a été vu", body = Attente),
    (status = 400, description = "Paramètres inutilisables", body = Erreur),
    (status = 503, description = "Le banc s'arrête", body = Erreur),
))]
pub(super) async fn attente(
    State(state): State<super::State>,
    query: Result<Query<Attendu>, QueryRejection>,
) -> Result<Json<Attente>, Failure> {
    let Query(asked) = query?;
    let deadline = Duration::from_millis(asked.echeance_ms);
    if deadline > WAIT_MAX {
        return Err(Failure::bad_request("echeance_ms is 60000 at most"));
    }
    let wanted = asked.nombre.unwrap_or(1);
    let stack = state.stack()?;
    let mut ending = stack.ending();
    let journal = stack.journal();
    let waiting = journal.wait_until(
        Cursor(asked.depuis),
        asked.voie.as_deref(),
        deadline,
        |exchanges| exchanges.iter().filter(|one| asked.matches(one)).count() >= wanted,
    );
    let waited = tokio::select! {
        waited = waiting => waited,
        _ = ending.wait_for(|ending| *ending) => return Err(crate::ServerError::Ended.into()),
    };
    let clock = stack.clock();
    let seen = waited.exchanges.iter().filter(|one| asked.matches(one));
    Ok(Json(Attente {
        satisfaite: waited.satisfied,
        echanges: seen
            .take(LIMIT_MAX)
            .map(|one| Resume::of(one, clock))
            .collect(),
        duree_ms: banc_core::duration::millis(waited.waited),
        troubles: waited.troubles,
    }))
}

/// The entries after a place. What left memory is read from disk, so not on this thread.
async fn window(stack: &Stack, from: Cursor, lane: Option<String>) -> Result<Vec<Entry>, Failure> {
    let journal = stack.journal().clone();
    tokio::task::spawn_blocking(move || journal.since(from, lane.as_deref()))
        .await
        .map_err(|error| Failure::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))
}
