//! The API token: what it says, when it is alive, to which certificate it is bound.

use banc_core::api_token::ApiTokenRefusal;
use banc_core::exchange::CertificateFacts;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::ApiPsc;
use crate::cnf::{self, CnfForm};

/// What an API token is made of.
pub(super) struct Grant<'a> {
    pub(super) client_id: &'a str,
    pub(super) national_id: &'a str,
    pub(super) scope: &'a str,
    pub(super) session: Option<&'a str>,
    /// Claims of PSC's UserInfo that the token repeats.
    pub(super) identity: &'a Map<String, Value>,
    pub(super) certificate: [u8; 32],
    pub(super) form: CnfForm,
    pub(super) issued: Timestamp,
    /// Seconds.
    pub(super) lifetime: i64,
    pub(super) one_audience: bool,
}

/// The verified claims of an API token.
#[derive(Clone, Copy)]
pub(super) struct Claims<'a>(pub(super) &'a Map<String, Value>);

impl<'a> Claims<'a> {
    pub(super) fn text(self, claim: &str) -> Option<&'a str> {
        self.0.get(claim)?.as_str()
    }

    pub(super) fn subject(self) -> Option<&'a str> {
        self.text("sub")
    }

    pub(super) fn client_id(self) -> Option<&'a str> {
        self.text("azp")
    }

    pub(super) fn scopes(self) -> impl Iterator<Item = &'a str> {
        self.text("scope")
            .unwrap_or_default()
            .split_ascii_whitespace()
    }

    pub(super) fn end(self) -> i64 {
        self.0.get("exp").and_then(Value::as_i64).unwrap_or(0)
    }

    /// Whether `cnf` names this certificate, in one form or the other.
    pub(super) fn is_bound_to(self, certificate: Option<&CertificateFacts>) -> bool {
        let member = self
            .0
            .get("cnf")
            .and_then(|cnf| cnf.get(cnf::MEMBER))
            .and_then(Value::as_str);
        match (member, certificate) {
            (Some(member), Some(certificate)) => cnf::form_of(member, certificate).is_some(),
            _ => false,
        }
    }
}

impl ApiPsc {
    /// The claims of a new token.
    ///
    /// Source: claims listed by the IG (iss, sub, aud, exp, iat, scope) and those of a token of the
    /// conformance environment (azp, session_state, sid, acr, SubjectNameID, preferred_username,
    /// names, cnf).
    pub(super) fn claims(&self, grant: &Grant<'_>) -> Map<String, Value> {
        let mut audience: Vec<&str> = self
            .config
            .jeton
            .audience
            .iter()
            .map(String::as_str)
            .filter(|audience| *audience != grant.client_id)
            .collect();
        audience.push(grant.client_id);
        let audience = if grant.one_audience || audience.len() == 1 {
            json!(grant.client_id)
        } else {
            json!(audience)
        };
        let issued = grant.issued.as_second();
        let mut claims = Map::new();
        let mut say = |claim: &str, value: Value| {
            claims.insert(claim.to_owned(), value);
        };
        say("exp", json!(issued + grant.lifetime));
        say("iat", json!(issued));
        say("jti", json!(uuid::Uuid::new_v4().to_string()));
        say("iss", json!(self.issuer()));
        say("aud", audience);
        say("sub", json!(grant.national_id));
        say("typ", json!("Bearer"));
        say("azp", json!(grant.client_id));
        if let Some(session) = grant.session {
            say("session_state", json!(session));
            say("sid", json!(session));
        }
        say("acr", json!(self.config.jeton.acr));
        say("scope", json!(grant.scope));
        say("SubjectNameID", json!(grant.national_id));
        say("preferred_username", json!(grant.national_id));
        for claim in ["name", "given_name", "family_name"] {
            if let Some(value) = grant.identity.get(claim) {
                say(claim, value.clone());
            }
        }
        say(
            "cnf",
            json!({ cnf::MEMBER: cnf::thumbprint(grant.form, grant.certificate) }),
        );
        claims
    }

    /// The claims of a token that this lane issued and that is not over.
    pub(super) fn living(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Map<String, Value>, ApiTokenRefusal> {
        let claims = self.keys.verify(token).ok_or(ApiTokenRefusal::Unknown)?;
        let seen = Claims(&claims);
        if seen.text("iss") != Some(&self.issuer()) {
            return Err(ApiTokenRefusal::Unknown);
        }
        // Also keeps out what the same key signed for another use or for another lane.
        let known = seen.text("jti").is_some_and(|jti| self.registry.knows(jti));
        if seen.end() <= now.as_second() || !known {
            return Err(ApiTokenRefusal::Inactive);
        }
        Ok(claims)
    }
}
