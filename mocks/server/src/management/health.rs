//! Whether the bench lives, and whether what it observes can be relied on.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::failure::{Erreur, Failure};

/// État du banc.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Etat {
    /// Rappel : rien de ce que sert le banc n'est réel.
    avertissement: &'static str,
    /// Version du banc.
    version: &'static str,
    /// Graine des tirages.
    graine: u64,
    /// Nombre de voies ouvertes.
    voies: usize,
    /// Troubles du banc ; s'il y en a un, rien ne peut être conclu de cette exécution.
    troubles: Vec<String>,
    /// Avertissements du démarrage.
    avertissements: Vec<String>,
}

pub(super) const BANNER: &str = "simulateur — données fictives";

fn state_of(stack: &crate::Stack) -> Etat {
    Etat {
        avertissement: BANNER,
        version: env!("CARGO_PKG_VERSION"),
        graine: stack.seed().0,
        voies: stack.lanes().len(),
        troubles: stack.troubles(),
        avertissements: stack.warnings().to_vec(),
    }
}

/// Le banc répond.
#[utoipa::path(get, path = "/sante", tag = "etat", responses(
    (status = 200, description = "Le banc répond", body = Etat),
    (status = 503, description = "Le banc s'arrête", body = Erreur),
))]
pub(super) async fn sante(State(state): State<super::State>) -> Result<Json<Etat>, Failure> {
    Ok(Json(state_of(&state.stack()?)))
}

/// Le banc est prêt : il répond et n'a connu aucun trouble.
#[utoipa::path(get, path = "/pret", tag = "etat", responses(
    (status = 200, description = "Prêt", body = Etat),
    (status = 503, description = "Le banc a connu un trouble, ou s'arrête", body = Etat),
))]
pub(super) async fn pret(
    State(state): State<super::State>,
) -> Result<(StatusCode, Json<Etat>), Failure> {
    let found = state_of(&state.stack()?);
    let status = if found.troubles.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    Ok((status, Json(found)))
}
