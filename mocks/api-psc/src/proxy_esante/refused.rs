//! Refusals of the proxy, and how each is written.
//!
//! Source of the shape `{code, message, metadata}`: API Proxy e-Santé v1.0.

use banc_core::observed::proxy_esante::{ObservedProxyEsante, ProxyAnswer};
use banc_core::service::{Answer, Call};
use serde_json::json;

use super::psc::PscFailure;
use crate::reply::{has, json as json_answer};

/// Refusals that the fault plan may ask for, by name.
pub(super) const NAMED: [&str; 5] = [
    "api_indisponible",
    "identifiant_inconnu",
    "non_autorise",
    "psc_indisponible",
    "session_absente",
];

/// Source: API Proxy e-Santé v1.0.
pub(super) const NOT_FOUND: &str = "User National ID or Software Client ID Not Found.";
/// Source: API Proxy e-Santé v1.0.
pub(super) const NO_SESSION: &str = "No session found.";

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) status: u16,
    /// `message`.
    pub(super) message: String,
    /// For the investigator, when the wire says less.
    pub(super) reason: Option<String>,
    /// True when `metadata` repeats what was received.
    pub(super) with_metadata: bool,
}

impl Refused {
    pub(super) fn new(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            reason: None,
            with_metadata: false,
        }
    }

    /// A refusal of `/connect`.
    pub(super) fn of_connection(status: u16, message: impl Into<String>) -> Self {
        Self {
            with_metadata: true,
            ..Self::new(status, message)
        }
    }

    pub(super) fn no_session() -> Self {
        Self::new(401, NO_SESSION)
    }

    #[must_use]
    pub(super) fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// What the fault plan asked for.
    pub(super) fn planned(code: &str) -> Self {
        let refused = match code {
            "identifiant_inconnu" => Self::of_connection(404, NOT_FOUND),
            "non_autorise" => Self::of_connection(401, "Unauthorized."),
            "session_absente" => Self::no_session(),
            "api_indisponible" => Self::new(502, "Bad Gateway."),
            _ => Self::new(503, "Service Unavailable."),
        };
        refused.because("refus demandé par le plan de pannes")
    }

    /// Source: 502 to 504 of PSC are passed on, any other failure is 401 (ANS's own proxy); the
    /// words are inferred.
    pub(super) fn by_psc(failure: PscFailure) -> Self {
        match failure {
            PscFailure::Unavailable { status, reason } => {
                Self::of_connection(status, "Pro Santé Connect is not available.").because(reason)
            }
            PscFailure::UnknownUser { reason } => {
                Self::of_connection(404, NOT_FOUND).because(reason)
            }
            PscFailure::Refused { reason } => {
                Self::of_connection(401, "Unauthorized by Pro Santé Connect.").because(reason)
            }
        }
    }

    /// The answer; notes it in what was understood.
    pub(super) fn answer(self, call: &Call<'_>, seen: &mut ObservedProxyEsante) -> Answer {
        let mut body = json!({ "code": self.status.to_string(), "message": self.message });
        if self.with_metadata {
            body["metadata"] = json!({
                "nationalId": seen.national_id,
                "clientId": seen.client_id,
            });
        }
        let mut answer = json_answer(self.status, &body);
        charset(call, &mut answer);
        seen.answer = ProxyAnswer::Erreur {
            status: self.status,
            message: self.message.clone(),
        };
        seen.refusal_reason = Some(self.reason.unwrap_or(self.message));
        answer
    }
}

/// The variation `charset_json`.
pub(super) fn charset(call: &Call<'_>, answer: &mut Answer) {
    if has(call, "charset_json")
        && let Some((_, value)) = answer
            .headers
            .iter_mut()
            .find(|(name, _)| *name == "content-type")
    {
        value.push_str("; charset=UTF-8");
    }
}
