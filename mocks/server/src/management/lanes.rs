//! Lanes: list, open, close.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::failure::{Erreur, Failure};
use crate::{LaneHandle, LaneOptions, LanePorts};

/// Une voie ouverte.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Voie {
    /// Nom.
    nom: String,
    /// Adresse de chaque façade : `insi`, `insi_tlsm`, et `insi_clair` si elle est ouverte.
    services: BTreeMap<String, String>,
    /// Règles du plan de fautes en vigueur.
    regles: Vec<String>,
    /// Nombre d'identités connues de son INSi.
    identites: usize,
}

/// Demande d'ouverture d'une voie.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Ouverture {
    /// Nom, unique parmi les voies ouvertes.
    nom: String,
    /// Premier d'une suite de ports ; ports libres si absent.
    #[serde(default)]
    premier_port: Option<u16>,
    /// Prendre les ports de `[ecoute] premier_port` (mode série).
    #[serde(default)]
    serie: bool,
    /// Plan de fautes, TOML.
    #[serde(default)]
    plan: Option<String>,
    /// Ouvrir aussi la façade sans TLS ; selon la configuration si absent.
    #[serde(default)]
    clair: Option<bool>,
}

fn described(lane: &LaneHandle) -> Voie {
    Voie {
        nom: lane.name().to_owned(),
        services: lane.endpoints(),
        regles: lane.rules(),
        identites: lane.insi().state().base().identities().len(),
    }
}

/// Les voies ouvertes.
#[utoipa::path(get, path = "/voies", tag = "voies", responses(
    (status = 200, description = "Voies ouvertes", body = Vec<Voie>),
))]
pub(super) async fn lister(State(state): State<super::State>) -> Result<Json<Vec<Voie>>, Failure> {
    Ok(Json(state.stack()?.lanes().iter().map(described).collect()))
}

/// Ouvre une voie.
#[utoipa::path(post, path = "/voies", tag = "voies", request_body = Ouverture, responses(
    (status = 201, description = "Voie ouverte", body = Voie),
    (status = 409, description = "Nom ou port déjà pris", body = Erreur),
    (status = 422, description = "Demande inutilisable", body = Erreur),
))]
pub(super) async fn ouvrir(
    State(state): State<super::State>,
    body: Result<Json<Ouverture>, JsonRejection>,
) -> Result<(StatusCode, Json<Voie>), Failure> {
    let Json(asked) = body?;
    let ports = match (asked.premier_port, asked.serie) {
        (Some(_), true) => {
            let message = "premier_port and serie exclude each other";
            return Err(Failure::unprocessable(message));
        }
        (Some(first), false) => LanePorts::From(first),
        (None, true) => LanePorts::Configured,
        (None, false) => LanePorts::Free,
    };
    let lane = state.stack()?.open_lane(LaneOptions {
        name: asked.nom,
        ports,
        plan: asked.plan,
        plain: asked.clair,
    })?;
    Ok((StatusCode::CREATED, Json(described(&lane))))
}

/// Une voie.
#[utoipa::path(get, path = "/voies/{voie}", tag = "voies",
    params(("voie" = String, Path, description = "Nom de la voie")),
    responses(
        (status = 200, description = "Voie", body = Voie),
        (status = 404, description = "Voie inconnue", body = Erreur),
    ))]
pub(super) async fn lire(
    State(state): State<super::State>,
    voie: Result<Path<String>, PathRejection>,
) -> Result<Json<Voie>, Failure> {
    let Path(voie) = voie?;
    Ok(Json(described(&state.stack()?.lane(&voie)?)))
}

/// Ferme une voie ; ses appels en cours se terminent d'abord, pendant deux secondes au plus.
#[utoipa::path(delete, path = "/voies/{voie}", tag = "voies",
    params(("voie" = String, Path, description = "Nom de la voie")),
    responses(
        (status = 204, description = "Voie fermée"),
        (status = 404, description = "Voie inconnue", body = Erreur),
        (status = 500, description = "Une tâche de la voie a échoué", body = Erreur),
    ))]
pub(super) async fn fermer(
    State(state): State<super::State>,
    voie: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Failure> {
    let Path(voie) = voie?;
    state.stack()?.close_lane(&voie).await?;
    Ok(StatusCode::NO_CONTENT)
}
