//! What the management API answers when it cannot do what was asked: `{"erreur": "…"}`.

use axum::Json;
use axum::extract::rejection::{BytesRejection, JsonRejection, PathRejection, QueryRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ServerError;

/// Une erreur de l'API de gestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(super) struct Erreur {
    /// Ce qui n'a pas pu être fait, et comment en sortir.
    pub(super) erreur: String,
}

/// A refusal with its status.
#[derive(Debug)]
pub(super) struct Failure {
    status: StatusCode,
    message: String,
}

impl Failure {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
        }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(super) fn unprocessable(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let body = Erreur {
            erreur: self.message,
        };
        (self.status, Json(body)).into_response()
    }
}

impl From<ServerError> for Failure {
    fn from(error: ServerError) -> Self {
        let status = match &error {
            ServerError::UnknownLane(_) => StatusCode::NOT_FOUND,
            ServerError::LaneExists(_) | ServerError::PortInUse { .. } => StatusCode::CONFLICT,
            ServerError::Ended => StatusCode::SERVICE_UNAVAILABLE,
            ServerError::LaneName(_)
            | ServerError::Plan(_)
            | ServerError::Config(_)
            | ServerError::UnknownKey { .. }
            | ServerError::Service(_)
            | ServerError::Keys(_) => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, error.to_string())
    }
}

impl From<JsonRejection> for Failure {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

impl From<QueryRejection> for Failure {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

impl From<PathRejection> for Failure {
    fn from(rejection: PathRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

impl From<BytesRejection> for Failure {
    fn from(rejection: BytesRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}
