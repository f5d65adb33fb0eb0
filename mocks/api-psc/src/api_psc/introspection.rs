//! Introspection of API tokens by the APIs (RFC 7662).
//!
//! Source: the IG says that an API may introspect the token at its authorization server; path,
//! authentication of the caller and shape of the answer are inferred (RFC 7662, and the shape that
//! PSC's own introspection has).

use banc_core::observed::api_psc::{ApiPscAnswer, ObservedApiPsc};
use banc_core::service::{Answer, Call};
use serde_json::{Value, json};

use super::denied::Denied;
use super::token::Claims;
use super::{ApiPsc, exchange};
use crate::form::Form;
use crate::reply::json as json_answer;

impl ApiPsc {
    pub(super) fn introspect(
        &self,
        call: &Call<'_>,
        seen: &mut ObservedApiPsc,
    ) -> Result<Answer, Denied> {
        seen.inferred = true;
        if let Some(code) = call.refusal {
            let asked = "refus demandé par le plan de pannes";
            return Err(match code {
                "temporarily_unavailable" => Denied::oauth(503, "temporarily_unavailable", asked),
                "invalid_client" => unauthenticated(asked),
                _ => Denied::oauth(400, "invalid_request", asked),
            });
        }
        let known = exchange::trusted(call)
            .is_some_and(|facts| self.registry.any_client(|client| client.owns(facts)));
        if !known {
            return Err(unauthenticated(
                "the caller presented no certificate of a declared client",
            ));
        }
        let form = Form::read(&call.request.body.bytes);
        let Some(token) = form.get("token") else {
            return Err(Denied::oauth(400, "invalid_request", "Token not provided."));
        };
        seen.answer = ApiPscAnswer::Reussite;
        let body = match self.living(token, call.clock.now()) {
            Err(refusal) => {
                seen.refusal_reason = Some(refusal.to_string());
                json!({ "active": false })
            }
            Ok(mut claims) => {
                seen.subject = Claims(&claims).subject().map(str::to_owned);
                let client_id = Claims(&claims).client_id().map(str::to_owned);
                let username = seen.subject.clone();
                claims.insert("client_id".to_owned(), json!(client_id));
                claims.insert("username".to_owned(), json!(username));
                claims.insert("active".to_owned(), Value::Bool(true));
                Value::Object(claims)
            }
        };
        Ok(json_answer(200, &body))
    }
}

fn unauthenticated(reason: &str) -> Denied {
    Denied::oauth(401, "invalid_client", "Authentication failed.").because(reason)
}
