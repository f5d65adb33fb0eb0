//! Identities of a lane's INSi: list, add, remove, return to the embedded ones.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use banc_fixtures::identity::{Behaviour, Card, Confidence, Identity, Matricule, Nature, Section};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::failure::{Erreur, Failure};

/// Une identité connue de l'INSi d'une voie.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IdentiteInsi {
    /// Nom stable.
    id: String,
    /// Nom de naissance, tel qu'en base.
    nom_naissance: String,
    /// Prénoms de naissance, séparés par une espace.
    prenoms: String,
    /// `M` ou `F`.
    sexe: String,
    /// `AAAA-MM-JJ`.
    date_naissance: String,
    /// Code INSEE du lieu de naissance, cinq caractères.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lieu_naissance: Option<String>,
    /// Matricule actif.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    matricule: Option<MatriculeInsi>,
    /// Anciens matricules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    historique: Vec<MatriculeInsi>,
    /// Comment répondre à une recherche qui la trouve.
    #[serde(default)]
    comportement: Comportement,
    /// Carte Vitale qui porte la personne.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    carte: Option<Carte>,
}

/// Un matricule INS.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MatriculeInsi {
    /// Treize caractères.
    numero: String,
    /// Deux chiffres.
    cle: String,
    /// `nir` ou `nia`.
    #[serde(default)]
    nature: NatureMatricule,
    /// Premier jour de validité, `AAAA-MM-JJ`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    debut: Option<String>,
    /// Dernier jour de validité, `AAAA-MM-JJ`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fin: Option<String>,
}

/// Nature d'un matricule.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum NatureMatricule {
    /// INS-NIR.
    #[default]
    Nir,
    /// INS-NIA.
    Nia,
}

/// Comment répondre à une recherche qui trouve l'identité.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Comportement {
    /// Par la règle de rapprochement.
    #[default]
    Normal,
    /// Toujours 01.
    Aucune,
    /// Toujours la faute insi_102.
    Erreur,
    /// 02 tant que le lieu de naissance n'est pas envoyé.
    PlusieursSansLieu,
}

/// Présence sur une carte Vitale.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Carte {
    /// NIR de l'ouvrant droit, treize caractères.
    ouvrant_droit: String,
    /// Rang de naissance.
    rang: String,
}

impl From<&Identity> for IdentiteInsi {
    fn from(identity: &Identity) -> Self {
        Self {
            id: identity.id.clone(),
            nom_naissance: identity.nom_naissance.clone(),
            prenoms: identity.prenoms.clone(),
            sexe: identity.sexe.clone(),
            date_naissance: identity.date_naissance.clone(),
            lieu_naissance: identity.lieu_naissance.clone(),
            matricule: identity.matricule.as_ref().map(MatriculeInsi::from),
            historique: identity
                .historique
                .iter()
                .map(MatriculeInsi::from)
                .collect(),
            comportement: match identity.comportement {
                Behaviour::Normal => Comportement::Normal,
                Behaviour::Aucune => Comportement::Aucune,
                Behaviour::Erreur => Comportement::Erreur,
                Behaviour::PlusieursSansLieu => Comportement::PlusieursSansLieu,
            },
            carte: identity.carte.as_ref().map(|card| Carte {
                ouvrant_droit: card.ouvrant_droit.clone(),
                rang: card.rang.clone(),
            }),
        }
    }
}

impl From<&Matricule> for MatriculeInsi {
    fn from(matricule: &Matricule) -> Self {
        Self {
            numero: matricule.numero.clone(),
            cle: matricule.cle.clone(),
            nature: match matricule.nature {
                Nature::Nir => NatureMatricule::Nir,
                Nature::Nia => NatureMatricule::Nia,
            },
            debut: matricule.debut.clone(),
            fin: matricule.fin.clone(),
        }
    }
}

impl IdentiteInsi {
    /// The identity, when the simulated INSi could answer with it by the official schema.
    fn checked(self) -> Result<Identity, Failure> {
        let wrong = |what: &str| {
            let message = format!("identity '{}': {what}", self.id);
            Err(Failure::unprocessable(message))
        };
        let in_path = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if self.id.is_empty() || self.id.len() > 80 || !self.id.chars().all(in_path) {
            return wrong("an id has 1 to 80 letters, digits and . _ -");
        }
        if self.nom_naissance.is_empty() || self.prenoms.is_empty() {
            return wrong("nom_naissance and prenoms are not empty");
        }
        if !matches!(self.sexe.as_str(), "M" | "F") {
            return wrong("sexe is M or F");
        }
        if !is_date(&self.date_naissance) {
            return wrong("date_naissance is written AAAA-MM-JJ");
        }
        for matricule in self.matricule.iter().chain(&self.historique) {
            if let Err(reason) = matricule.check() {
                return wrong(reason);
            }
        }
        Ok(Identity {
            id: self.id,
            ligne: None,
            section: Section::Banc,
            nom_naissance: self.nom_naissance,
            prenoms: self.prenoms,
            sexe: self.sexe,
            date_naissance: self.date_naissance,
            lieu_naissance: self.lieu_naissance,
            matricule: self.matricule.map(MatriculeInsi::into_fixture),
            historique: self
                .historique
                .into_iter()
                .map(MatriculeInsi::into_fixture)
                .collect(),
            historique_du_fichier: Vec::new(),
            comportement: match self.comportement {
                Comportement::Normal => Behaviour::Normal,
                Comportement::Aucune => Behaviour::Aucune,
                Comportement::Erreur => Behaviour::Erreur,
                Comportement::PlusieursSansLieu => Behaviour::PlusieursSansLieu,
            },
            insi_102_en_qualification: false,
            carte: self.carte.map(|card| Card {
                ouvrant_droit: card.ouvrant_droit,
                rang: card.rang,
            }),
            confiance: Confidence::Banc,
            source: "API de gestion".to_owned(),
            note: String::new(),
        })
    }
}

impl MatriculeInsi {
    /// Source: CNAM schema of the answer (patterns of `NumIdentifiant`, `Cle` and the dates).
    fn check(&self) -> Result<(), &'static str> {
        let numero = self.numero.as_bytes();
        let digits = |range: std::ops::Range<usize>| numero[range].iter().all(u8::is_ascii_digit);
        if numero.len() != 13
            || !digits(0..6)
            || !numero[6].is_ascii_alphanumeric()
            || !digits(7..13)
        {
            return Err("a matricule's numero has six digits, a digit or letter, six digits");
        }
        if self.cle.len() != 2 || !self.cle.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("a matricule's cle has two digits");
        }
        if self
            .debut
            .iter()
            .chain(&self.fin)
            .any(|date| !is_date(date))
        {
            return Err("a matricule's debut and fin are written AAAA-MM-JJ");
        }
        Ok(())
    }

    fn into_fixture(self) -> Matricule {
        Matricule {
            numero: self.numero,
            cle: self.cle,
            nature: match self.nature {
                NatureMatricule::Nir => Nature::Nir,
                NatureMatricule::Nia => Nature::Nia,
            },
            debut: self.debut,
            fin: self.fin,
        }
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// Les identités connues de l'INSi d'une voie.
#[utoipa::path(get, path = "/voies/{voie}/insi/identites", tag = "insi",
    params(("voie" = String, Path, description = "Nom de la voie")),
    responses(
        (status = 200, description = "Identités", body = Vec<IdentiteInsi>),
        (status = 404, description = "Voie inconnue", body = Erreur),
    ))]
pub(super) async fn lister(
    State(state): State<super::State>,
    voie: Result<Path<String>, PathRejection>,
) -> Result<Json<Vec<IdentiteInsi>>, Failure> {
    let Path(voie) = voie?;
    let base = state.stack()?.lane(&voie)?.insi().state().base();
    Ok(Json(
        base.identities()
            .iter()
            .map(|one| IdentiteInsi::from(&**one))
            .collect(),
    ))
}

/// Ajoute une identité, ou remplace celle de même `id`, dans cette voie seulement.
#[utoipa::path(post, path = "/voies/{voie}/insi/identites", tag = "insi",
    params(("voie" = String, Path, description = "Nom de la voie")),
    request_body = IdentiteInsi,
    responses(
        (status = 201, description = "Identité ajoutée", body = IdentiteInsi),
        (status = 404, description = "Voie inconnue", body = Erreur),
        (status = 422, description = "Identité inutilisable", body = Erreur),
    ))]
pub(super) async fn ajouter(
    State(state): State<super::State>,
    voie: Result<Path<String>, PathRejection>,
    body: Result<Json<IdentiteInsi>, JsonRejection>,
) -> Result<(StatusCode, Json<IdentiteInsi>), Failure> {
    let Path(voie) = voie?;
    let lane = state.stack()?.lane(&voie)?;
    let Json(asked) = body?;
    let identity = asked.checked()?;
    let written = IdentiteInsi::from(&identity);
    lane.insi().state().add(identity);
    Ok((StatusCode::CREATED, Json(written)))
}

/// Une identité.
#[utoipa::path(get, path = "/voies/{voie}/insi/identites/{id}", tag = "insi",
    params(
        ("voie" = String, Path, description = "Nom de la voie"),
        ("id" = String, Path, description = "Nom de l'identité"),
    ),
    responses(
        (status = 200, description = "Identité", body = IdentiteInsi),
        (status = 404, description = "Voie ou identité inconnue", body = Erreur),
    ))]
pub(super) async fn lire(
    State(state): State<super::State>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Json<IdentiteInsi>, Failure> {
    let Path((voie, id)) = path?;
    let base = state.stack()?.lane(&voie)?.insi().state().base();
    let found = base.by_id(&id).ok_or_else(|| unknown(&id))?;
    Ok(Json(IdentiteInsi::from(&**found)))
}

/// Retire une identité de cette voie.
#[utoipa::path(delete, path = "/voies/{voie}/insi/identites/{id}", tag = "insi",
    params(
        ("voie" = String, Path, description = "Nom de la voie"),
        ("id" = String, Path, description = "Nom de l'identité"),
    ),
    responses(
        (status = 204, description = "Identité retirée"),
        (status = 404, description = "Voie ou identité inconnue", body = Erreur),
    ))]
pub(super) async fn retirer(
    State(state): State<super::State>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<StatusCode, Failure> {
    let Path((voie, id)) = path?;
    if state.stack()?.lane(&voie)?.insi().state().remove(&id) {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(unknown(&id))
}

/// Rend à l'INSi d'une voie ses identités d'origine, sans réponse programmée.
#[utoipa::path(post, path = "/voies/{voie}/insi/reinitialiser", tag = "insi",
    params(("voie" = String, Path, description = "Nom de la voie")),
    responses(
        (status = 204, description = "INSi réinitialisé"),
        (status = 404, description = "Voie inconnue", body = Erreur),
    ))]
pub(super) async fn reinitialiser(
    State(state): State<super::State>,
    voie: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Failure> {
    let Path(voie) = voie?;
    state.stack()?.lane(&voie)?.insi().state().reset();
    Ok(StatusCode::NO_CONTENT)
}

fn unknown(id: &str) -> Failure {
    Failure::not_found(format!("no identity is named '{id}' in this lane"))
}
