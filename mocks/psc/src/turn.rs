//! One call under way: the request as read, what is understood of it, and the steps that several
//! endpoints share.

use std::sync::Arc;

use banc_core::observed::psc::{ObservedPsc, PscAnswer};
use banc_core::service::{Answer, Call};
use jiff::Timestamp;

use crate::client::Client;
use crate::client::authentication::Credentials;
use crate::config::ClientError;
use crate::deviation::Deviation;
use crate::parameters::Parameters;
use crate::psc::Psc;
use crate::refusal;
use crate::reply::Denied;
use crate::state::Inner;
use crate::variation::{Asked, INVALID_CLIENT};

/// A call under way.
pub(crate) struct Turn<'a> {
    pub(crate) psc: &'a Psc,
    pub(crate) call: &'a Call<'a>,
    pub(crate) now: Timestamp,
    pub(crate) asked: Asked<'a>,
    pub(crate) parameters: Parameters,
    pub(crate) credentials: Credentials,
    pub(crate) seen: ObservedPsc,
}

/// What a call without client credentials is told.
#[derive(Clone, Copy)]
pub(crate) enum Gate {
    /// Token endpoint and those alike.
    Token,
    /// Introspection, which has words of its own.
    Introspection,
}

impl<'a> Turn<'a> {
    pub(crate) fn new(psc: &'a Psc, call: &'a Call<'a>, read: crate::reading::Read) -> Self {
        Self {
            psc,
            call,
            now: call.clock.now(),
            asked: Asked(call.variations),
            parameters: read.parameters,
            credentials: read.credentials,
            seen: read.seen,
        }
    }

    /// The client that authenticated.
    pub(crate) fn authenticate(&mut self, gate: Gate) -> Result<Arc<Client>, Denied> {
        let certificate = self.call.connection.tls.as_ref();
        let certificate = certificate.and_then(|tls| tls.client_certificate.as_ref());
        let known = self.lock().client(self.credentials.client_id.as_deref());
        match self.credentials.prove(known, certificate) {
            Ok(proved) => {
                self.seen.client_authentication = proved.method;
                if proved.unencoded {
                    self.seen.quirks.push("secret_non_encode".to_owned());
                }
                Ok(proved.client)
            }
            Err(reason) => Err(self.stranger(gate).because(reason)),
        }
    }

    fn stranger(&self, gate: Gate) -> Denied {
        let denied = match gate {
            // Source: Keycloak.
            Gate::Introspection => Denied::new(401, "invalid_request", "Authentication failed."),
            // The wording is inferred from Keycloak.
            Gate::Token => {
                let older = self.asked.has(INVALID_CLIENT)
                    || self.psc.config().erreurs.client_mal_authentifie
                        == ClientError::InvalidClient;
                let error = if older {
                    "invalid_client"
                } else {
                    "unauthorized_client"
                };
                Denied::new(401, error, "Invalid client or Invalid client credentials")
            }
        };
        if self.credentials.is_basic() {
            denied.basic()
        } else {
            denied
        }
    }

    /// Refuses a form that gives a parameter twice. Source: Keycloak.
    pub(crate) fn each_once(&self) -> Result<(), Denied> {
        match self.parameters.repeated().first() {
            Some(name) => {
                let reason = format!("paramètre répété : {name}");
                Err(Denied::bad("invalid_request", "duplicated parameter").because(reason))
            }
            None => Ok(()),
        }
    }

    /// Refuses what the fault plan asked to refuse.
    pub(crate) fn planned(&self) -> Result<(), Denied> {
        match self.call.refusal {
            Some(code) => Err(refusal::denied(code)),
            None => Ok(()),
        }
    }

    /// The state. Never to be held across a signature.
    pub(crate) fn lock(&self) -> std::sync::MutexGuard<'a, Inner> {
        self.psc.state().lock()
    }

    /// Writes that a deviation was applied.
    pub(crate) fn deviated(&mut self, deviation: Deviation) {
        self.seen.deviation = Some(deviation.name().to_owned());
    }

    /// Writes which page a person is shown.
    pub(crate) fn page(&mut self, page: &str) {
        self.seen.answer = PscAnswer::Page {
            page: page.to_owned(),
        };
    }

    /// The answer, with what was understood.
    pub(crate) fn finish(mut self, answer: Result<Answer, Denied>) -> Answer {
        let mut answer = answer.unwrap_or_else(|denied| {
            denied.note(&mut self.seen);
            denied.answer()
        });
        answer.observed = Some(banc_core::observed::Observed::Psc(Box::new(self.seen)));
        answer
    }
}
