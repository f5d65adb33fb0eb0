//! Token exchange (RFC 8693): a PSC access token, once, for an API token bound to the certificate.
//!
//! Order of the checks, inferred: form, client and certificate, grant, parameters, scopes, subject
//! token.

mod actor;
mod client;
mod parameters;

use banc_core::observed::api_psc::{ApiPscAnswer, ObservedApiPsc};
use banc_core::service::{Answer, Call};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, json};

use super::denied::Denied;
use super::subject::Subject;
use super::token::{Claims, Grant};
use super::{ApiPsc, ApiPscAddresses};
use crate::cnf::CnfForm;
use crate::form::Form;
use crate::jose::glance;
use crate::reply::{has, json};
use parameters::{read_form, scopes_allowed};

pub(super) use actor::actor;
pub(super) use client::trusted;

/// `grant_type`. Source: RFC 8693 §2.1.
pub const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
/// Type of an access token. Source: RFC 8693 §3.
pub const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
/// Type of a JWT. Source: RFC 8693 §3.
pub const JWT: &str = "urn:ietf:params:oauth:token-type:jwt";

/// What is kept of a subject token whose end PSC does not tell.
const UNTOLD_END: SignedDuration = SignedDuration::from_hours(4);

impl ApiPsc {
    pub(super) async fn exchange(
        &self,
        call: &Call<'_>,
        seen: &mut ObservedApiPsc,
    ) -> Result<Answer, Denied> {
        if let Some(code) = call.refusal {
            return Err(self.planned(code));
        }
        let Some(addresses) = self.addresses.get() else {
            return Err(Denied::oauth(
                503,
                "temporarily_unavailable",
                "not located yet",
            ));
        };
        let form = read_form(call)?;
        let (client, certificate) = self.client_of(call, &form, seen)?;
        let asked = self.parameters(&form, seen)?;
        scopes_allowed(asked.scope, &client)?;
        self.presumable(asked.subject_token, &form, addresses)?;
        let subject = self
            .introspect_at_psc(addresses, asked.subject_token, &client.clients_psc)
            .await?;
        seen.subject = Some(subject.national_id.clone());
        let identity = if self.config.psc.userinfo {
            self.userinfo_at_psc(addresses, asked.subject_token).await
        } else {
            Map::new()
        };
        let now = call.clock.now();
        self.spend(&subject, now)?;
        let grant = Grant {
            client_id: &client.client_id,
            national_id: &subject.national_id,
            scope: asked.scope,
            session: subject.session.as_deref(),
            identity: &identity,
            certificate,
            form: self.form(call),
            issued: now,
            lifetime: self.lifetime(call),
            one_audience: has(call, "audience_simple"),
        };
        seen.bound = Some(true);
        self.grant(call, &grant, seen)
    }

    /// Refuses without asking PSC what PSC can never have issued.
    fn presumable(
        &self,
        token: &str,
        form: &Form,
        addresses: &ApiPscAddresses,
    ) -> Result<(), Denied> {
        match glance(token) {
            Some(seen) if seen.is_unsigned() => {
                Err(self.subject_refused("the subject token is not signed (alg none)"))
            }
            Some(seen) if seen.text("iss") != Some(&addresses.psc_issuer) => {
                let issuer = seen.text("iss").unwrap_or_default();
                Err(self.subject_refused(&format!(
                    "the subject token was issued by `{issuer}`, not by PSC"
                )))
            }
            None if form.get("subject_token_type") == Some(JWT) => {
                Err(self.subject_refused("the subject token is not a JWT"))
            }
            _ => Ok(()),
        }
    }

    /// Source: IG: a PSC token is used once. What a second use receives is inferred.
    fn spend(&self, subject: &Subject, now: Timestamp) -> Result<(), Denied> {
        if !self.config.echange.usage_unique {
            return Ok(());
        }
        let end = subject
            .end
            .and_then(|end| Timestamp::from_second(end).ok())
            .or_else(|| now.checked_add(UNTOLD_END).ok())
            .unwrap_or(Timestamp::MAX);
        if self.registry.exchange_once(&subject.token_id, end, now) {
            Ok(())
        } else {
            Err(self.subject_refused("the subject token was already exchanged"))
        }
    }

    fn form(&self, call: &Call<'_>) -> CnfForm {
        if has(call, "cnf_rfc8705") {
            CnfForm::Rfc8705
        } else if has(call, "cnf_ans_hex64") {
            CnfForm::AnsHex64
        } else {
            self.config.jeton.cnf
        }
    }

    /// Seconds.
    fn lifetime(&self, call: &Call<'_>) -> i64 {
        if has(call, "duree_60s") {
            60
        } else {
            self.config.jeton.duree.as_secs()
        }
    }

    /// Source of the members and of the header: IG ans.fr.securisation-transport 1.2.0.
    fn grant(
        &self,
        call: &Call<'_>,
        grant: &Grant<'_>,
        seen: &mut ObservedApiPsc,
    ) -> Result<Answer, Denied> {
        let claims = self.claims(grant);
        let Some(token) = self.keys.sign("JWT", &claims) else {
            return Err(Denied::oauth(
                500,
                "server_error",
                "the token was not signed",
            ));
        };
        let claims = Claims(&claims);
        let end = Timestamp::from_second(claims.end()).unwrap_or(Timestamp::MAX);
        self.registry
            .issue(claims.text("jti").unwrap_or_default(), end, grant.issued);
        let token_type = if has(call, "type_minuscule") {
            "bearer"
        } else {
            "Bearer"
        };
        let mut body = json!({
            "access_token": token,
            "issued_token_type": ACCESS_TOKEN,
            "token_type": token_type,
            "expires_in": grant.lifetime,
        });
        if has(call, "reponse_keycloak") {
            body["not-before-policy"] = json!(0);
            body["session_state"] = json!(grant.session);
            body["scope"] = json!(grant.scope);
        }
        seen.answer = ApiPscAnswer::Jeton {
            expires_in_s: grant.lifetime.unsigned_abs(),
        };
        let mut answer = json(200, &body);
        answer
            .headers
            .push(("cache-control", "no-cache, no-store".to_owned()));
        Ok(answer)
    }

    fn planned(&self, code: &str) -> Denied {
        let asked = "refus demandé par le plan de pannes";
        match code {
            "invalid_client" => {
                Denied::oauth(401, "invalid_client", "client authentication failed")
            }
            "invalid_scope" => Denied::oauth(400, "invalid_scope", "Invalid scopes"),
            "invalid_target" => Denied::oauth(400, "invalid_target", "Audience not found"),
            "unsupported_grant_type" => {
                Denied::oauth(400, "unsupported_grant_type", "Unsupported grant_type")
            }
            "temporarily_unavailable" => Denied::oauth(
                503,
                "temporarily_unavailable",
                "Pro Santé Connect is not available",
            ),
            "jeton_psc_perime" => self.subject_over(asked),
            _ => Denied::oauth(400, "invalid_request", "invalid request"),
        }
        .because(asked)
    }
}
