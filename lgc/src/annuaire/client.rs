//! One call to the directory: bounded attempts, pauses that the directory asks for, whole answer or
//! failure.

use std::time::{Duration, Instant};

use banc_contract::Preparation;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::header::{ACCEPT, HeaderMap, RETRY_AFTER};
use hyper::{Method, Request, Uri};
use serde::Deserialize;

use super::access::Access;
use super::failure::DirectoryFailure;
use crate::clock::monotonic;
use crate::config::LgcConfig;
use crate::defauts::DefectSet;
use crate::insi::AccessError;

/// Header of the key.
///
/// Source: documentation of the FHIR API of the Annuaire Santé.
const KEY_HEADER: &str = "ESANTE-API-KEY";
/// New attempts after the first.
const RETRIES: u32 = 2;
/// Pause after a 429 that gives none. Source: the limit is told per second.
const LIMIT_PAUSE: Duration = Duration::from_secs(1);
/// Time kept to answer the user once a call has been given up.
const MARGIN: Duration = Duration::from_millis(150);
/// Longest page of a search that is read.
const LONGEST_PAGE: usize = 8 << 20;
/// Longest extraction that is read: the real one is about 90 MB of text (second-hand, 2026).
const LONGEST_EXTRACTION: usize = 256 << 20;

/// The directory client of one practice.
pub struct DirectoryClient {
    pub(super) access: Access,
    pub(super) defects: DefectSet,
}

/// What a call asks for.
struct Wish<'a> {
    uri: &'a Uri,
    accept: &'static str,
    keyed: bool,
    longest: usize,
}

impl DirectoryClient {
    /// A client for what the preparation gave.
    pub fn new(preparation: &Preparation, config: &LgcConfig) -> Result<Self, AccessError> {
        Ok(Self {
            access: Access::new(preparation, config)?,
            defects: config.defects.clone(),
        })
    }

    /// Gets a FHIR document.
    pub(super) async fn fhir(
        &self,
        uri: &Uri,
        deadline: Instant,
    ) -> Result<Bytes, DirectoryFailure> {
        let wish = Wish {
            uri,
            accept: "application/fhir+json",
            keyed: true,
            longest: LONGEST_PAGE,
        };
        self.get(&wish, deadline).await
    }

    /// Gets the extraction, which is free of access: no key is sent.
    pub(super) async fn extraction(&self, deadline: Instant) -> Result<Bytes, DirectoryFailure> {
        let uri = self.access.extraction.as_ref().ok_or_else(|| {
            DirectoryFailure::NotConfigured("aucune adresse d'extraction".to_owned())
        })?;
        let wish = Wish {
            uri,
            accept: "*/*",
            keyed: false,
            longest: LONGEST_EXTRACTION,
        };
        self.get(&wish, deadline).await
    }

    async fn get(&self, wish: &Wish<'_>, deadline: Instant) -> Result<Bytes, DirectoryFailure> {
        let mut pause = self.access.timeouts.back_off;
        let mut attempts = 0;
        loop {
            attempts += 1;
            let failure = match self.attempt(wish, deadline).await {
                Ok(body) => return Ok(body),
                Err(failure) => failure,
            };
            let wait = match &failure {
                DirectoryFailure::Limited { pause } => pause.unwrap_or(LIMIT_PAUSE),
                _ => pause,
            };
            let left = deadline.saturating_duration_since(monotonic());
            if !failure.may_be_retried() || attempts > RETRIES || left < wait + MARGIN {
                return Err(failure);
            }
            tokio::time::sleep(wait).await;
            pause *= 2;
        }
    }

    async fn attempt(&self, wish: &Wish<'_>, deadline: Instant) -> Result<Bytes, DirectoryFailure> {
        let left = deadline
            .saturating_duration_since(monotonic())
            .saturating_sub(MARGIN);
        let bound = self.access.timeouts.total.min(left);
        tokio::time::timeout(bound, self.exchange(wish))
            .await
            .unwrap_or(Err(DirectoryFailure::Timeout(bound)))
    }

    async fn exchange(&self, wish: &Wish<'_>) -> Result<Bytes, DirectoryFailure> {
        let mut request = Request::builder()
            .method(Method::GET)
            .uri(wish.uri)
            .header(ACCEPT, wish.accept);
        if wish.keyed {
            let key = self.access.key.clone().ok_or_else(|| {
                DirectoryFailure::NotConfigured("aucune clé d'accès (ESANTE-API-KEY)".to_owned())
            })?;
            request = request.header(KEY_HEADER, key);
        }
        let request = request
            .body(Full::new(Bytes::new()))
            .map_err(|error| DirectoryFailure::NotConfigured(error.to_string()))?;
        let response = self.access.http.request(request).await.map_err(|error| {
            let reason = deepest_cause(&error);
            if error.is_connect() {
                DirectoryFailure::Connection(reason)
            } else {
                DirectoryFailure::Broken(reason)
            }
        })?;
        let status = response.status().as_u16();
        let pause = retry_after(response.headers());
        let body = Limited::new(response.into_body(), wish.longest)
            .collect()
            .await
            .map_err(|error| {
                if error.is::<LengthLimitError>() {
                    DirectoryFailure::TooLong(wish.longest)
                } else {
                    DirectoryFailure::Broken(error.to_string())
                }
            })?
            .to_bytes();
        match status {
            200 => Ok(body),
            401 | 403 => Err(DirectoryFailure::KeyRefused(status)),
            429 => Err(DirectoryFailure::Limited { pause }),
            _ => Err(DirectoryFailure::Http {
                status,
                diagnostics: diagnostics(&body),
            }),
        }
    }
}

/// `Retry-After` in seconds; its date form is left aside.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse();
    seconds.ok().map(Duration::from_secs)
}

/// The diagnostics of an `OperationOutcome`, if the body is one.
fn diagnostics(body: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Outcome {
        issue: Vec<Issue>,
    }
    #[derive(Deserialize)]
    struct Issue {
        #[serde(default)]
        diagnostics: String,
    }
    serde_json::from_slice::<Outcome>(body)
        .map(|outcome| {
            let texts = outcome.issue.into_iter().map(|issue| issue.diagnostics);
            texts.collect::<Vec<_>>().join(" ; ")
        })
        .unwrap_or_default()
}

fn deepest_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagnostics_are_read_where_there_are_some() {
        let outcome = r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception","diagnostics":"Parameter x not found"}]}"#;
        assert_eq!(diagnostics(outcome.as_bytes()), "Parameter x not found");
        assert_eq!(diagnostics(b"<html>"), "");
    }

    #[test]
    fn the_pause_asked_for_is_in_seconds() {
        let mut headers = HeaderMap::new();
        assert_eq!(retry_after(&headers), None);
        headers.insert(RETRY_AFTER, "2".parse().unwrap());
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(2)));
    }
}
