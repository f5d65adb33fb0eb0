//! Faults: the catalogue, and the plan of a lane.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use banc_core::fault::CATALOGUE;
use serde::Serialize;
use utoipa::ToSchema;

use super::failure::{Erreur, Failure};
use crate::LaneHandle;

/// Une faute du catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Faute {
    /// Nom, tel qu'écrit dans un plan.
    nom: &'static str,
    /// Ce qu'elle fait.
    resume: &'static str,
    /// Ce qu'en voit un client.
    vu_du_client: &'static str,
    /// Ses paramètres.
    parametres: Vec<Parametre>,
}

/// Un paramètre d'une faute.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Parametre {
    /// Nom, tel qu'écrit dans un plan.
    nom: &'static str,
    /// Signification.
    sens: &'static str,
}

/// Un plan de fautes en vigueur.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Plan {
    /// Le plan, TOML.
    toml: String,
    /// Le même, en JSON.
    #[serde(rename = "plan")]
    #[schema(value_type = Object)]
    json: serde_json::Value,
    /// Noms des règles, fautes d'abord.
    regles: Vec<String>,
    /// Mots admis par service.
    mots: Mots,
}

/// Les mots qu'un plan peut employer au sujet d'INSi.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Mots {
    /// Opérations.
    operations: Vec<String>,
    /// Codes des refus officiels ou configurés.
    refus: Vec<String>,
    /// Variations.
    variations: Vec<String>,
}

/// Le catalogue des fautes.
#[utoipa::path(get, path = "/fautes", tag = "fautes", responses(
    (status = 200, description = "Catalogue", body = Vec<Faute>),
))]
pub(super) async fn catalogue() -> Json<Vec<Faute>> {
    let faults = CATALOGUE.iter().map(|spec| Faute {
        nom: spec.name,
        resume: spec.summary,
        vu_du_client: spec.client_sees,
        parametres: spec
            .parameters
            .iter()
            .map(|parameter| Parametre {
                nom: parameter.name,
                sens: parameter.meaning,
            })
            .collect(),
    });
    Json(faults.collect())
}

/// Le plan de fautes d'une voie, en JSON, ou en TOML si `Accept: application/toml`.
#[utoipa::path(get, path = "/voies/{voie}/fautes", tag = "fautes",
    params(("voie" = String, Path, description = "Nom de la voie")),
    responses(
        (status = 200, description = "Plan en vigueur", content(
            (Plan = "application/json"), (String = "application/toml"))),
        (status = 404, description = "Voie inconnue", body = Erreur),
    ))]
pub(super) async fn lire(
    State(state): State<super::State>,
    voie: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Path(voie) = voie?;
    let lane = state.stack()?.lane(&voie)?;
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    if accept.is_some_and(|accept| accept.contains("toml")) {
        return Ok(([(header::CONTENT_TYPE, "application/toml")], lane.plan()).into_response());
    }
    Ok(Json(described(&lane)?).into_response())
}

/// Remplace le plan de fautes d'une voie, pour les appels dont l'en-tête arrive ensuite. Le corps
/// est en TOML (`Content-Type: application/toml`) ou, de même forme, en JSON.
#[utoipa::path(put, path = "/voies/{voie}/fautes", tag = "fautes",
    params(("voie" = String, Path, description = "Nom de la voie")),
    request_body(content((String = "application/toml"), (Object = "application/json"))),
    responses(
        (status = 200, description = "Plan en vigueur", body = Plan),
        (status = 404, description = "Voie inconnue", body = Erreur),
        (status = 415, description = "Ni TOML ni JSON", body = Erreur),
        (status = 422, description = "Plan refusé", body = Erreur),
    ))]
pub(super) async fn remplacer(
    State(state): State<super::State>,
    voie: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Plan>, Failure> {
    let Path(voie) = voie?;
    let lane = state.stack()?.lane(&voie)?;
    let body = body?;
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim();
    let toml = match kind {
        "application/toml" | "text/toml" => std::str::from_utf8(&body)
            .map_err(|_| Failure::unprocessable("the plan is not UTF-8"))?
            .to_owned(),
        "application/json" => {
            let plan: toml::Table = serde_json::from_slice(&body).map_err(|error| {
                Failure::unprocessable(format!("the plan is not JSON of its shape: {error}"))
            })?;
            toml::to_string_pretty(&plan)
                .map_err(|error| Failure::unprocessable(error.to_string()))?
        }
        _ => {
            return Err(Failure::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "send the plan as application/toml or application/json",
            ));
        }
    };
    lane.set_plan(&toml)?;
    Ok(Json(described(&lane)?))
}

fn described(lane: &LaneHandle) -> Result<Plan, Failure> {
    let toml = lane.plan();
    // It was accepted, so it parses.
    let table: toml::Table = toml::from_str(&toml).unwrap_or_default();
    let words = lane.words("insi");
    let of = |pick: fn(&banc_core::fault::ServiceWords) -> &Vec<String>| {
        words.map(pick).cloned().unwrap_or_default()
    };
    Ok(Plan {
        json: serde_json::to_value(table)
            .map_err(|error| Failure::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?,
        toml,
        regles: lane.rules(),
        mots: Mots {
            operations: of(|words| &words.operations),
            refus: of(|words| &words.refusals),
            variations: of(|words| &words.variations),
        },
    })
}
