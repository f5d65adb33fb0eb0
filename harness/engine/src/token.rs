//! Tokens that the simulated services gave on a lane, read from the raw answers.
//!
//! They are secrets of test: nothing here enters a finding, a report or a record.

use std::sync::Arc;

use banc_core::Exchange;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

/// A token as it was given.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuedToken {
    /// Which one.
    pub kind: TokenKind,
    /// Its text.
    pub value: String,
    /// Number of the exchange that gave it.
    pub exchange: u64,
    /// Service that gave it: `psc` or `api_psc`.
    pub service: String,
}

impl std::fmt::Debug for IssuedToken {
    /// Hides the token.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("IssuedToken")
            .field("kind", &self.kind)
            .field("exchange", &self.exchange)
            .finish_non_exhaustive()
    }
}

/// Kinds of tokens.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// `access_token`.
    Acces,
    /// `refresh_token`.
    Renouvellement,
    /// `id_token`.
    Identite,
}

impl TokenKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Acces, Self::Renouvellement, Self::Identite];

    /// Member of the token response that holds it.
    pub fn member(self) -> &'static str {
        match self {
            Self::Acces => "access_token",
            Self::Renouvellement => "refresh_token",
            Self::Identite => "id_token",
        }
    }
}

/// Every token given by Pro Santé Connect or by the authorization server, oldest first.
pub fn issued(exchanges: &[Arc<Exchange>]) -> Vec<IssuedToken> {
    exchanges
        .iter()
        .filter(|exchange| matches!(&*exchange.service, "psc" | "api_psc"))
        .flat_map(|exchange| tokens_of(exchange))
        .collect()
}

/// The tokens of one answer.
pub fn tokens_of(exchange: &Exchange) -> Vec<IssuedToken> {
    let Some(body) = answer(exchange) else {
        return Vec::new();
    };
    TokenKind::ALL
        .into_iter()
        .filter_map(|kind| {
            let value = body.get(kind.member())?.as_str()?;
            (!value.is_empty()).then(|| IssuedToken {
                kind,
                value: value.to_owned(),
                exchange: exchange.number,
                service: exchange.service.to_string(),
            })
        })
        .collect()
}

/// The claims of a signed token, whether or not its signature holds; `None` when it is not one.
pub fn claims(token: &str) -> Option<Value> {
    let payload = token.split('.').nth(1)?;
    let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    serde_json::from_slice::<Value>(&bytes)
        .ok()
        .filter(Value::is_object)
}

/// The `sub` that Pro Santé Connect last gave on a lane, in a token of identity or in UserInfo.
pub fn last_sub(exchanges: &[Arc<Exchange>]) -> Option<String> {
    let sub = |value: &Value| Some(value.get("sub")?.as_str()?.to_owned());
    exchanges
        .iter()
        .rev()
        .filter(|exchange| &*exchange.service == "psc")
        .find_map(|exchange| {
            let body = answer(exchange)?;
            let token = body.get("id_token").and_then(Value::as_str);
            token
                .and_then(|token| sub(&claims(token)?))
                .or_else(|| sub(&body))
        })
}

/// The body of an answer, when it is a JSON object.
pub fn answer(exchange: &Exchange) -> Option<Value> {
    let response = exchange.response.as_ref()?;
    serde_json::from_slice::<Value>(&response.body.bytes)
        .ok()
        .filter(Value::is_object)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::sample::Sample;
    use banc_core::observed::psc::ObservedPsc;

    #[test]
    fn tokens_are_read_from_answers_and_never_shown() {
        let facts = Sample::new()
            .psc(
                ObservedPsc::default(),
                r#"{"access_token":"aaa.bbb.ccc","id_token":"","refresh_token":"r"}"#,
            )
            .psc(ObservedPsc::default(), "<html>")
            .facts();
        let tokens = issued(&facts.exchanges);
        let kinds: Vec<TokenKind> = tokens.iter().map(|token| token.kind).collect();
        assert_eq!(kinds, [TokenKind::Acces, TokenKind::Renouvellement]);
        assert!(!format!("{tokens:?}").contains("aaa.bbb"));
    }

    #[test]
    fn the_last_sub_is_read_from_tokens_and_from_user_info() {
        let id = format!("e.{}.s", URL_SAFE_NO_PAD.encode(r#"{"sub":"f:1:8"}"#));
        let given = || {
            Sample::new().psc(
                ObservedPsc::default(),
                &format!("{{\"id_token\":\"{id}\"}}"),
            )
        };
        let sub = |sample: Sample| last_sub(&sample.facts().exchanges);
        assert_eq!(sub(given()).as_deref(), Some("f:1:8"));
        let user_info = r#"{"sub":"f:1:9"}"#;
        let later = given().psc(ObservedPsc::default(), user_info);
        assert_eq!(sub(later).as_deref(), Some("f:1:9"));
        assert_eq!(sub(Sample::new()), None);
        assert_eq!(claims("pas.du+base64"), None);
    }
}
