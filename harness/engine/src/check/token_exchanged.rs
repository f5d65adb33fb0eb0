//! What INSi received is an API token, and each token of Pro Santé Connect was exchanged once.
//! Source: ANS implementation guide `securisation-transport` 1.2.0: the PSC access token is the
//! `subject_token` of an exchange (RFC 8693), used once, and never goes to the API itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use banc_core::Exchange;
use banc_core::observed::Observed;
use banc_core::observed::api_psc::{ApiPscAnswer, ApiPscOperation};
use serde::{Deserialize, Serialize};

use super::reading::{InsiCall, insi_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::token::{self, TokenKind};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenExchanged {}

/// The exchanges of tokens since the scenario began, those that gave one alone.
fn exchanges(facts: &Facts) -> Vec<&Arc<Exchange>> {
    facts
        .exchanges
        .iter()
        .filter(|exchange| match &exchange.observed {
            Some(Observed::ApiPsc(seen)) => {
                seen.operation == Some(ApiPscOperation::Echange)
                    && matches!(seen.answer, ApiPscAnswer::Jeton { .. })
            }
            _ => false,
        })
        .collect()
}

fn subject_token(exchange: &Exchange) -> Option<String> {
    form_urlencoded::parse(&exchange.request.body.bytes)
        .find(|(name, _)| name == "subject_token")
        .map(|(_, value)| value.into_owned())
}

fn bearer<'a>(call: &InsiCall<'a>) -> Option<&'a str> {
    let header = call.exchange.request.header("authorization")?;
    let (scheme, token) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

impl Judge for TokenExchanged {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = insi_calls(facts);
        if calls.is_empty() {
            return Finding::non_concluant("INSi n'a reçu aucun appel pendant l'action");
        }
        let given = token::issued(&facts.exchanges);
        let of = |service: &str, value: &str| {
            given.iter().any(|token| {
                token.kind == TokenKind::Acces && token.service == service && token.value == value
            })
        };
        for call in &calls {
            let wrong = match bearer(call) {
                None => "un appel à INSi ne porte aucun jeton",
                Some(value) if of("api_psc", value) => continue,
                Some(value) if of("psc", value) => {
                    "le jeton de Pro Santé Connect est présenté tel quel à INSi"
                }
                Some(_) => "le jeton présenté à INSi ne vient pas du serveur d'autorisation",
            };
            return Finding::non_conforme(Provenance::Constatee, wrong).with([call.evidence()]);
        }
        let mut served = BTreeSet::new();
        let exchanges = exchanges(facts);
        for exchange in &exchanges {
            let evidence = Evidence::Exchange {
                number: exchange.number,
            };
            let Some(token) = subject_token(exchange) else {
                return Finding::non_concluant("un échange de jeton ne se lit pas")
                    .with([evidence]);
            };
            if !served.insert(token) {
                return Finding::non_conforme(
                    Provenance::Constatee,
                    "le même jeton de Pro Santé Connect est échangé plusieurs fois",
                )
                .with([evidence]);
            }
        }
        Finding::conforme(
            Provenance::Constatee,
            "INSi reçoit un jeton du serveur d'autorisation, et chaque jeton de Pro Santé Connect n'est échangé qu'une fois",
        )
        .with(exchanges.iter().map(|exchange| Evidence::Exchange {
            number: exchange.number,
        }))
        .with(calls.iter().map(InsiCall::evidence))
        .capped("la façon dont le jeton voyage jusqu'à INSi est déduite")
    }
}

#[cfg(test)]
mod tests {
    use banc_core::exchange::Body;
    use banc_core::observed::api_psc::ObservedApiPsc;
    use banc_core::observed::psc::PscOperation;

    use super::super::identity_propagated::tests::borne;
    use super::super::psc_call::tests::tokens;
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn exchange(sample: Sample, given: &str) -> Sample {
        let seen = Observed::ApiPsc(Box::new(ObservedApiPsc {
            operation: Some(ApiPscOperation::Echange),
            answer: ApiPscAnswer::Jeton { expires_in_s: 60 },
            ..ObservedApiPsc::default()
        }));
        let body = format!("{{\"access_token\":\"{given}\"}}");
        sample.exchange(seen, &body).last(|exchange| {
            exchange.request.body = Body::new("subject_token=psc-1&scope=insi".into());
        })
    }

    fn verdict(exchanges: &[&str], bearer: &str) -> Verdict {
        let given = tokens(PscOperation::JetonCode);
        let sample = Sample::new().psc(given, r#"{"access_token":"psc-1"}"#);
        let sample = exchanges
            .iter()
            .fold(sample, |sample, given| exchange(sample, given));
        let facts = sample
            .call(borne("banc-lgc-api"), "")
            .last(|exchange| {
                let header = ("Authorization".to_owned(), format!("Bearer {bearer}"));
                exchange.request.headers.push(header);
            })
            .facts();
        TokenExchanged {}.judge(&facts).verdict
    }

    #[test]
    fn the_token_of_psc_is_exchanged_once_and_goes_no_further() {
        assert_eq!(verdict(&["api-1"], "api-1"), Verdict::ARevoir);
        assert_eq!(verdict(&["api-1"], "psc-1"), Verdict::NonConforme);
        assert_eq!(verdict(&["api-1"], "autre"), Verdict::NonConforme);
        assert_eq!(verdict(&["api-1", "api-2"], "api-2"), Verdict::NonConforme);
        let bare = Sample::new().call(borne("banc-lgc-api"), "").facts();
        assert_eq!(TokenExchanged {}.judge(&bare).verdict, Verdict::NonConforme);
        let nothing = Sample::new().facts();
        assert_eq!(
            TokenExchanged {}.judge(&nothing).verdict,
            Verdict::NonConcluant
        );
    }
}
