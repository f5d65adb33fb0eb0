//! The token endpoint: which grant, which client, then the grant's own rules.

mod ciba;
mod code;
mod refresh;

use std::sync::Arc;

use banc_core::service::Answer;

use crate::client::Client;
use crate::reading::CIBA_GRANT;
use crate::reply::Denied;
use crate::turn::{Gate, Turn};

/// A grant that this provider serves, or refuses in words of its own.
#[derive(Clone, Copy)]
enum Grant {
    Code,
    Refresh,
    Ciba,
    /// Announced by the published document, closed to the clients of Pro Santé Connect.
    Closed(&'static str),
}

/// Answers a call to the token endpoint. Source of the order: Keycloak.
pub(crate) fn answer(turn: &mut Turn<'_>) -> Result<Answer, Denied> {
    let grant = match turn.parameters.filled("grant_type") {
        None => {
            let description = "Missing form parameter: grant_type";
            return Err(Denied::bad("invalid_request", description).inferred());
        }
        Some("authorization_code") => Grant::Code,
        Some("refresh_token") => Grant::Refresh,
        Some(CIBA_GRANT) => Grant::Ciba,
        Some("password") => Grant::Closed("Client not allowed for direct access grants"),
        Some("client_credentials") => {
            Grant::Closed("Client not enabled to retrieve service account")
        }
        Some("urn:ietf:params:oauth:grant-type:device_code") => {
            Grant::Closed("Client not allowed for OAuth 2.0 Device Authorization Grant")
        }
        Some(other) => {
            let reason = format!("grant_type inconnu : {other}");
            let denied = Denied::bad("unsupported_grant_type", "Unsupported grant_type");
            return Err(denied.inferred().because(reason));
        }
    };
    let client = turn.authenticate(Gate::Token)?;
    turn.each_once()?;
    turn.planned()?;
    serve(turn, &client, grant)
}

fn serve(turn: &mut Turn<'_>, client: &Arc<Client>, grant: Grant) -> Result<Answer, Denied> {
    match grant {
        Grant::Code => code::answer(turn, client),
        Grant::Refresh => refresh::answer(turn, client),
        Grant::Ciba => ciba::answer(turn, client),
        Grant::Closed(description) => {
            Err(Denied::bad("unauthorized_client", description).inferred())
        }
    }
}
