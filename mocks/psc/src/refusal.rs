//! Refusals that the fault plan may ask for (`refus_officiel`), by their OAuth error.
//!
//! They come after the client's authentication where there is one, in the form of the endpoint.

use crate::reply::Denied;

/// A refusal: its code in plans, its status, its description.
const ALL: [(&str, u16, &str); 11] = [
    ("access_denied", 400, "not authorized"),
    (
        "authorization_pending",
        400,
        "The authorization request is still pending as the end-user hasn't yet been authenticated.",
    ),
    ("expired_token", 400, "authentication timed out"),
    (
        "invalid_client",
        401,
        "Invalid client or Invalid client credentials",
    ),
    ("invalid_grant", 400, "Session not active"),
    ("invalid_request", 400, "invalid user"),
    ("invalid_token", 401, "Token verification failed"),
    ("login_required", 400, "login_required"),
    ("server_error", 503, "Failed to send authentication request"),
    ("slow_down", 400, "too early to access"),
    ("temporarily_unavailable", 503, "authentication_expired"),
];

/// Every code.
pub(crate) fn codes() -> Vec<&'static str> {
    ALL.iter().map(|(code, _, _)| *code).collect()
}

/// The refusal of that code.
pub(crate) fn denied(code: &str) -> Denied {
    let known = ALL.iter().find(|(known, _, _)| *known == code);
    let (error, status, description) = known.copied().unwrap_or((
        "server_error",
        500,
        "Refus inconnu demandé par le plan de pannes",
    ));
    let denied =
        Denied::new(status, error, description).because("refus demandé par le plan de pannes");
    if error == "invalid_token" {
        denied.bearer()
    } else {
        denied
    }
}
