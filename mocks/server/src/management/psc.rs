//! The simulated Pro Santé Connect of a lane: who answers its requests, what it answers wrongly, how
//! long things last, who is signed in.

use std::time::Duration;

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use banc_psc::{Approval, Deviation, Psc, Registration};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::failure::{Erreur, Failure};

/// Qui répond aux demandes d'identification.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "mode", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Approbation {
    /// Approuvée aussitôt, sans page.
    Automatique,
    /// CIBA : approuvée après ce nombre d'interrogations restées en attente.
    ApresInterrogations {
        /// Nombre d'interrogations.
        interrogations: u32,
    },
    /// Une personne répond sur la page d'identification ou sur l'e-CPS simulée.
    Personne,
    /// Refusée aussitôt.
    Refus,
    /// Personne ne répond : la demande expire.
    Silence,
}

impl From<Approbation> for Approval {
    fn from(asked: Approbation) -> Self {
        match asked {
            Approbation::Automatique => Self::Automatique,
            Approbation::ApresInterrogations { interrogations } => {
                Self::ApresInterrogations(interrogations)
            }
            Approbation::Personne => Self::Personne,
            Approbation::Refus => Self::Refus,
            Approbation::Silence => Self::Silence,
        }
    }
}

/// Une réponse fausse à rendre.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReponseFausse {
    /// Son nom, par exemple `nonce_altere` ; aucune si absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nom: Option<String>,
}

/// Durées, en secondes ; celles qui sont absentes ne changent pas.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "names end with their unit")]
pub(super) struct Durees {
    /// Jeton d'accès.
    #[serde(skip_serializing_if = "Option::is_none")]
    jeton_acces_s: Option<u64>,
    /// Jeton de renouvellement.
    #[serde(skip_serializing_if = "Option::is_none")]
    jeton_renouvellement_s: Option<u64>,
    /// Session sans activité.
    #[serde(skip_serializing_if = "Option::is_none")]
    session_inactive_s: Option<u64>,
    /// Session, au plus.
    #[serde(skip_serializing_if = "Option::is_none")]
    session_s: Option<u64>,
    /// Demande CIBA.
    #[serde(skip_serializing_if = "Option::is_none")]
    demande_s: Option<u64>,
    /// Intervalle entre deux interrogations CIBA.
    #[serde(skip_serializing_if = "Option::is_none")]
    intervalle_s: Option<u64>,
}

/// Une demande CIBA qui attend sur l'e-CPS simulée.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct Demande {
    /// Son numéro.
    numero: u64,
    /// Identifiant national du professionnel.
    identifiant: String,
    /// Code à deux chiffres affiché par le logiciel, quand il en a donné un.
    code: Option<String>,
    /// Client qui demande.
    client_id: String,
}

/// La réponse d'une personne.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    /// Vrai pour approuver, faux pour refuser.
    approuver: bool,
}

/// Ce que le logiciel déclare à Pro Santé Connect ; comparé exactement.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Declaration {
    /// Adresses de retour après identification.
    redirect_uris: Vec<String>,
    /// Adresses de retour après déconnexion.
    post_logout_redirect_uris: Vec<String>,
    /// Adresse à laquelle la fin d'une session est dite.
    #[serde(skip_serializing_if = "Option::is_none")]
    backchannel_logout_uri: Option<String>,
}

/// Combien.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct Nombre {
    /// Combien.
    nombre: usize,
}

fn psc(state: &super::State, lane: &str) -> Result<std::sync::Arc<Psc>, Failure> {
    Ok(std::sync::Arc::clone(state.stack()?.lane(lane)?.psc()))
}

/// Choisit qui répond aux demandes d'identification.
#[utoipa::path(put, path = "/voies/{voie}/psc/approbation", tag = "psc",
    params(("voie" = String, Path, description = "Nom de la voie")),
    request_body = Approbation,
    responses(
        (status = 204, description = "En vigueur dès la demande suivante"),
        (status = 404, description = "Voie inconnue", body = Erreur),
        (status = 422, description = "Corps illisible", body = Erreur),
    ))]
pub(super) async fn approuver(
    State(state): State<super::State>,
    lane: Result<Path<String>, PathRejection>,
    asked: Result<Json<Approbation>, JsonRejection>,
) -> Result<StatusCode, Failure> {
    let (Path(lane), Json(asked)) = (lane?, asked?);
    psc(&state, &lane)?.set_approval(asked.into());
    Ok(StatusCode::NO_CONTENT)
}

/// Fait rendre une réponse fausse, ou aucune.
#[utoipa::path(put, path = "/voies/{voie}/psc/reponse-fausse", tag = "psc",
    params(("voie" = String, Path, description = "Nom de la voie")),
    request_body = ReponseFausse,
    responses(
        (status = 204, description = "En vigueur dès la réponse suivante"),
        (status = 404, description = "Voie inconnue", body = Erreur),
        (status = 422, description = "Nom inconnu", body = Erreur),
    ))]
pub(super) async fn fausser(
    State(state): State<super::State>,
    lane: Result<Path<String>, PathRejection>,
    asked: Result<Json<ReponseFausse>, JsonRejection>,
) -> Result<StatusCode, Failure> {
    let (Path(lane), Json(asked)) = (lane?, asked?);
    let psc = psc(&state, &lane)?;
    let deviation = match asked.nom {
        None => None,
        Some(name) => Some(Deviation::named(&name).ok_or_else(|| unknown_deviation(&name))?),
    };
    psc.deviate(deviation);
    Ok(StatusCode::NO_CONTENT)
}

fn unknown_deviation(name: &str) -> Failure {
    let known: Vec<_> = Deviation::ALL.iter().map(|one| one.name()).collect();
    Failure::unprocessable(format!(
        "no wrong answer is named '{name}': choose among {}",
        known.join(", ")
    ))
}

/// Change les durées.
#[utoipa::path(put, path = "/voies/{voie}/psc/durees", tag = "psc",
    params(("voie" = String, Path, description = "Nom de la voie")),
    request_body = Durees,
    responses(
        (status = 204, description = "Pour ce qui est émis ensuite"),
        (status = 404, description = "Voie inconnue", body = Erreur),
        (status = 422, description = "Durée nulle", body = Erreur),
    ))]
pub(super) async fn durer(
    State(state): State<super::State>,
    lane: Result<Path<String>, PathRejection>,
    asked: Result<Json<Durees>, JsonRejection>,
) -> Result<StatusCode, Failure> {
    let (Path(lane), Json(asked)) = (lane?, asked?);
    let given = [
        asked.jeton_acces_s,
        asked.jeton_renouvellement_s,
        asked.session_inactive_s,
        asked.session_s,
        asked.demande_s,
        asked.intervalle_s,
    ];
    if given.contains(&Some(0)) {
        return Err(Failure::unprocessable(
            "a duration is at least one second: leave it out to keep it",
        ));
    }
    psc(&state, &lane)?.set_lifetimes(|lifetimes| {
        let set = |kept: &mut Duration, asked: Option<u64>| {
            if let Some(seconds) = asked {
                *kept = Duration::from_secs(seconds);
            }
        };
        set(&mut lifetimes.access, asked.jeton_acces_s);
        set(&mut lifetimes.refresh, asked.jeton_renouvellement_s);
        set(&mut lifetimes.session_idle, asked.session_inactive_s);
        set(&mut lifetimes.session_max, asked.session_s);
        set(&mut lifetimes.auth_req, asked.demande_s);
        set(&mut lifetimes.interval, asked.intervalle_s);
    });
    Ok(StatusCode::NO_CONTENT)
}

/// Les demandes CIBA qui attendent sur l'e-CPS simulée.
#[utoipa::path(get, path = "/voies/{voie}/psc/demandes", tag = "psc",
    params(("voie" = String, Path, description = "Nom de la voie")),
    responses(
        (status = 200, description = "Demandes en attente", body = Vec<Demande>),
        (status = 404, description = "Voie inconnue", body = Erreur),
    ))]
pub(super) async fn demandes(
    State(state): State<super::State>,
    lane: Result<Path<String>, PathRejection>,
) -> Result<Json<Vec<Demande>>, Failure> {
    let Path(lane) = lane?;
    let pending = psc(&state, &lane)?.pending();
    let shown = pending.into_iter().map(|request| Demande {
        numero: request.number,
        identifiant: request.national_id,
        code: request.binding_message,
        client_id: request.client_id,
    });
    Ok(Json(shown.collect()))
}

/// Répond à une demande CIBA, comme le professionnel sur son e-CPS.
#[utoipa::path(post, path = "/voies/{voie}/psc/demandes/{numero}", tag = "psc",
    params(
        ("voie" = String, Path, description = "Nom de la voie"),
        ("numero" = u64, Path, description = "Numéro de la demande"),
    ),
    request_body = Decision,
    responses(
        (status = 204, description = "La réponse est donnée"),
        (status = 404, description = "Voie ou demande inconnue", body = Erreur),
    ))]
pub(super) async fn decider(
    State(state): State<super::State>,
    path: Result<Path<(String, u64)>, PathRejection>,
    asked: Result<Json<Decision>, JsonRejection>,
) -> Result<StatusCode, Failure> {
    let (Path((lane, number)), Json(asked)) = (path?, asked?);
    psc(&state, &lane)?
        .decide(number, asked.approuver)
        .map_err(|error| Failure::not_found(error.to_string()))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Déclare un client, comme sur le portail de Pro Santé Connect.
#[utoipa::path(put, path = "/voies/{voie}/psc/clients/{client_id}", tag = "psc",
    params(
        ("voie" = String, Path, description = "Nom de la voie"),
        ("client_id" = String, Path, description = "Client connu de la configuration"),
    ),
    request_body = Declaration,
    responses(
        (status = 204, description = "Déclaré"),
        (status = 404, description = "Voie ou client inconnu", body = Erreur),
    ))]
pub(super) async fn declarer(
    State(state): State<super::State>,
    path: Result<Path<(String, String)>, PathRejection>,
    asked: Result<Json<Declaration>, JsonRejection>,
) -> Result<StatusCode, Failure> {
    let (Path((lane, client)), Json(asked)) = (path?, asked?);
    let registration = Registration {
        redirect_uris: asked.redirect_uris,
        post_logout_redirect_uris: asked.post_logout_redirect_uris,
        backchannel_logout_uri: asked.backchannel_logout_uri,
    };
    psc(&state, &lane)?
        .register(&client, registration)
        .map_err(|error| Failure::not_found(error.to_string()))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Signe désormais avec une autre clé.
#[utoipa::path(post, path = "/voies/{voie}/psc/cles", tag = "psc",
    params(("voie" = String, Path, description = "Nom de la voie")),
    responses(
        (status = 204, description = "La clé est changée"),
        (status = 404, description = "Voie inconnue", body = Erreur),
    ))]
pub(super) async fn changer_de_cle(
    State(state): State<super::State>,
    lane: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Failure> {
    let Path(lane) = lane?;
    psc(&state, &lane)?.rotate_keys();
    Ok(StatusCode::NO_CONTENT)
}

/// Met fin à toutes les sessions, comme Pro Santé Connect de lui-même.
#[utoipa::path(delete, path = "/voies/{voie}/psc/sessions", tag = "psc",
    params(("voie" = String, Path, description = "Nom de la voie")),
    responses(
        (status = 200, description = "Sessions terminées", body = Nombre),
        (status = 404, description = "Voie inconnue", body = Erreur),
    ))]
pub(super) async fn terminer(
    State(state): State<super::State>,
    lane: Result<Path<String>, PathRejection>,
) -> Result<Json<Nombre>, Failure> {
    let Path(lane) = lane?;
    let nombre = psc(&state, &lane)?.end_sessions();
    Ok(Json(Nombre { nombre }))
}
