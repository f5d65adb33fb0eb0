//! Scripted answers of a lane's INSi: the next ones, or all of them.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use banc_core::observed::insi::InsiOperation;
use banc_insi::script::{Alteration, Reply, ScriptedAnswer};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::failure::{Erreur, Failure};

/// Une réponse programmée. Elles servent dans l'ordre ; l'authentification, les contextes et les
/// règles lexicales sont contrôlés d'abord, comme pour tout appel.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReponseProgrammee {
    /// Opération attendue ; toutes si absente.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    operation: Option<OperationInsi>,
    /// Nombre d'appels auxquels répondre ainsi, 1 par défaut.
    #[serde(default = "once")]
    fois: u32,
    /// Répondre ainsi à tous les appels suivants.
    #[serde(default)]
    toujours: bool,
    /// La réponse.
    reponse: Reponse,
}

fn once() -> u32 {
    1
}

/// Une opération d'INSi.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum OperationInsi {
    /// Recherche par traits.
    RechercheTraits,
    /// Recherche par carte Vitale.
    RechercheCarteVitale,
    /// Vérification unitaire (contrat provisoire).
    Verification,
}

/// Ce qui est répondu.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "nature", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Reponse {
    /// La réponse de la base.
    Normale,
    /// Un code, sans individu.
    Code {
        /// `CodeCR` ; `OK` et `KO` pour une vérification.
        code: String,
        /// `LibelleCR` ; le libellé usuel si absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        libelle: Option<String>,
    },
    /// La réponse de la base, altérée si c'est un 00.
    Alteree(Modification),
    /// Un 00 avec cette identité, quoi qu'il soit demandé.
    Identite {
        /// Son nom dans la base de la voie.
        id: String,
        /// Ce qui y est changé.
        #[serde(default)]
        alteration: Modification,
    },
    /// Un refus, officiel ou configuré.
    Refus {
        /// `Erreur/@code`.
        code: String,
    },
}

/// Changements d'un 00. Un texte vide écrit un élément vide ; un nom dans `absents` n'écrit rien.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Modification {
    /// `TIQ/NomNaissance`.
    #[serde(skip_serializing_if = "Option::is_none")]
    nom_naissance: Option<String>,
    /// `TIQ/ListePrenom`.
    #[serde(skip_serializing_if = "Option::is_none")]
    prenoms: Option<String>,
    /// `TIQ/Sexe`.
    #[serde(skip_serializing_if = "Option::is_none")]
    sexe: Option<String>,
    /// `TIQ/DateNaissance`.
    #[serde(skip_serializing_if = "Option::is_none")]
    date_naissance: Option<String>,
    /// `TIQ/LieuNaissance`.
    #[serde(skip_serializing_if = "Option::is_none")]
    lieu_naissance: Option<String>,
    /// `INSACTIF/IdIndividu/NumIdentifiant`.
    #[serde(skip_serializing_if = "Option::is_none")]
    numero: Option<String>,
    /// `INSACTIF/IdIndividu/Cle`.
    #[serde(skip_serializing_if = "Option::is_none")]
    cle: Option<String>,
    /// `INSACTIF/OID`.
    #[serde(skip_serializing_if = "Option::is_none")]
    oid: Option<String>,
    /// Éléments de `TIQ` à ne pas écrire.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    absents: Vec<String>,
}

impl From<ReponseProgrammee> for ScriptedAnswer {
    fn from(asked: ReponseProgrammee) -> Self {
        Self {
            operation: asked.operation.map(|operation| match operation {
                OperationInsi::RechercheTraits => InsiOperation::RechercheTraits,
                OperationInsi::RechercheCarteVitale => InsiOperation::RechercheCarteVitale,
                OperationInsi::Verification => InsiOperation::Verification,
            }),
            fois: asked.fois,
            toujours: asked.toujours,
            reponse: match asked.reponse {
                Reponse::Normale => Reply::Normale,
                Reponse::Code { code, libelle } => Reply::Code { code, libelle },
                Reponse::Alteree(change) => Reply::Alteree(change.into()),
                Reponse::Identite { id, alteration } => Reply::Identite {
                    id,
                    alteration: alteration.into(),
                },
                Reponse::Refus { code } => Reply::Refus { code },
            },
        }
    }
}

impl From<&ScriptedAnswer> for ReponseProgrammee {
    fn from(script: &ScriptedAnswer) -> Self {
        Self {
            operation: script.operation.map(|operation| match operation {
                InsiOperation::RechercheTraits => OperationInsi::RechercheTraits,
                InsiOperation::RechercheCarteVitale => OperationInsi::RechercheCarteVitale,
                InsiOperation::Verification => OperationInsi::Verification,
            }),
            fois: script.fois,
            toujours: script.toujours,
            reponse: match script.reponse.clone() {
                Reply::Normale => Reponse::Normale,
                Reply::Code { code, libelle } => Reponse::Code { code, libelle },
                Reply::Alteree(change) => Reponse::Alteree(change.into()),
                Reply::Identite { id, alteration } => Reponse::Identite {
                    id,
                    alteration: alteration.into(),
                },
                Reply::Refus { code } => Reponse::Refus { code },
            },
        }
    }
}

/// Field by field both ways: a field added on one side alone does not compile.
macro_rules! same_fields {
    ($from:ty => $to:ident) => {
        impl From<$from> for $to {
            fn from(change: $from) -> Self {
                let nom_naissance = change.nom_naissance;
                let (prenoms, sexe) = (change.prenoms, change.sexe);
                let (date_naissance, lieu_naissance) =
                    (change.date_naissance, change.lieu_naissance);
                let (numero, cle, oid) = (change.numero, change.cle, change.oid);
                Self {
                    nom_naissance,
                    prenoms,
                    sexe,
                    date_naissance,
                    lieu_naissance,
                    numero,
                    cle,
                    oid,
                    absents: change.absents,
                }
            }
        }
    };
}
same_fields!(Modification => Alteration);
same_fields!(Alteration => Modification);

/// Les réponses programmées qui n'ont pas encore servi.
#[utoipa::path(get, path = "/voies/{voie}/insi/reponses", tag = "insi",
    params(("voie" = String, Path, description = "Nom de la voie")),
    responses(
        (status = 200, description = "Réponses programmées", body = Vec<ReponseProgrammee>),
        (status = 404, description = "Voie inconnue", body = Erreur),
    ))]
pub(super) async fn lister(
    State(state): State<super::State>,
    voie: Result<Path<String>, PathRejection>,
) -> Result<Json<Vec<ReponseProgrammee>>, Failure> {
    let Path(voie) = voie?;
    let pending = state.stack()?.lane(&voie)?.insi().state().pending();
    Ok(Json(pending.iter().map(ReponseProgrammee::from).collect()))
}

/// Remplace les réponses programmées ; une liste vide les retire.
#[utoipa::path(put, path = "/voies/{voie}/insi/reponses", tag = "insi",
    params(("voie" = String, Path, description = "Nom de la voie")),
    request_body = Vec<ReponseProgrammee>,
    responses(
        (status = 200, description = "Réponses programmées", body = Vec<ReponseProgrammee>),
        (status = 404, description = "Voie inconnue", body = Erreur),
        (status = 422, description = "Réponse inutilisable", body = Erreur),
    ))]
pub(super) async fn programmer(
    State(state): State<super::State>,
    voie: Result<Path<String>, PathRejection>,
    body: Result<Json<Vec<ReponseProgrammee>>, JsonRejection>,
) -> Result<Json<Vec<ReponseProgrammee>>, Failure> {
    let Path(voie) = voie?;
    let lane = state.stack()?.lane(&voie)?;
    let Json(asked) = body?;
    let scripts: Vec<ScriptedAnswer> = asked.into_iter().map(ScriptedAnswer::from).collect();
    if scripts.iter().any(|script| script.fois == 0) {
        return Err(Failure::unprocessable("fois is at least 1"));
    }
    let written = scripts.iter().map(ReponseProgrammee::from).collect();
    lane.insi()
        .script(scripts)
        .map_err(|error| Failure::unprocessable(error.to_string()))?;
    Ok(Json(written))
}
