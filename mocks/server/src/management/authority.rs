//! The test authority: what to trust, what is revoked, which client certificates exist.
//!
//! Only test clients' keys are given: the authority's own never leave its folder.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use banc_core::pki::{ClientKind, Intermediate};
use serde::Serialize;
use utoipa::ToSchema;

use super::failure::{Erreur, Failure};
use crate::material::role_of;

/// Un certificat client de test.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CertificatClient {
    /// Nom.
    nom: &'static str,
    /// Rôle dans le contrat de pilotage ; absent pour un certificat fautif exprès.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    /// Vrai si les services l'acceptent.
    accepte: bool,
    /// CN du sujet.
    cn: &'static str,
    /// Chaîne, certificat d'abord, PEM.
    certificat_pem: String,
    /// Clé privée de test, PKCS#8 PEM : sans valeur ailleurs que sur ce banc.
    cle_pem: String,
}

/// Les autorités à reconnaître, PEM.
#[utoipa::path(get, path = "/autorite/autorites.pem", tag = "autorite", responses(
    (status = 200, description = "Racine et autorités intermédiaires", body = String,
        content_type = "application/x-pem-file"),
))]
pub(super) async fn autorites(
    State(state): State<super::State>,
) -> Result<impl IntoResponse, Failure> {
    let pem = state.stack()?.authority().bundle_pem();
    Ok(([(header::CONTENT_TYPE, "application/x-pem-file")], pem))
}

/// La liste de révocation d'une autorité intermédiaire, DER.
#[utoipa::path(get, path = "/autorite/{liste}", tag = "autorite",
    params(("liste" = String, Path, description = "`organisations.crl` ou `personnes.crl`")),
    responses(
        (status = 200, description = "Liste de révocation", body = Vec<u8>,
            content_type = "application/pkix-crl"),
        (status = 404, description = "Liste inconnue", body = Erreur),
    ))]
pub(super) async fn revocation(
    State(state): State<super::State>,
    liste: Result<Path<String>, PathRejection>,
) -> Result<impl IntoResponse, Failure> {
    let Path(liste) = liste?;
    let of = match liste.as_str() {
        "organisations.crl" => Intermediate::Organisations,
        "personnes.crl" => Intermediate::Persons,
        _ => {
            let message = format!("no list '{liste}': organisations.crl and personnes.crl exist");
            return Err(Failure::not_found(message));
        }
    };
    let crl = state.stack()?.authority().crl_der_of(of).to_vec();
    Ok(([(header::CONTENT_TYPE, "application/pkix-crl")], crl))
}

/// Les certificats clients de test, bons et fautifs, avec leur clé.
#[utoipa::path(get, path = "/autorite/certificats", tag = "autorite", responses(
    (status = 200, description = "Certificats clients", body = Vec<CertificatClient>),
))]
pub(super) async fn certificats(
    State(state): State<super::State>,
) -> Result<Json<Vec<CertificatClient>>, Failure> {
    let stack = state.stack()?;
    let read = ClientKind::ALL.into_iter().map(|kind| {
        let identity = stack.authority().client(kind)?;
        Ok(CertificatClient {
            nom: kind.name(),
            role: role_of(kind),
            accepte: kind.is_good(),
            cn: kind.common_name(),
            certificat_pem: identity.certificate_pem,
            cle_pem: identity.key_pem,
        })
    });
    let read: Result<_, banc_core::pki::PkiError> = read.collect();
    Ok(Json(read.map_err(crate::ServerError::from)?))
}
