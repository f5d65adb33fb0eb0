//! Once the session was ended, none of its tokens is used again.
//!
//! Without a session that Pro Santé Connect or the proxy gave before, there is nothing to use.

use banc_contract::Action;
use banc_core::observed::Observed;
use banc_core::observed::proxy_esante::{ProxyAnswer, ProxyOperation};
use banc_core::observed::psc::PscOperation;
use serde::{Deserialize, Serialize};

use super::psc_call::{all_calls, lull, proxy_calls, window_calls, window_proxy_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokensDropped {}

/// Number of the exchange that ended the session, or of the last one before the software was asked
/// to sign out.
fn end(facts: &Facts) -> Option<u64> {
    let asked = facts
        .last_act()
        .filter(|(_, act)| matches!(act.action, Action::SignOut {}))
        .map(|(_, act)| act.from.saturating_sub(1))?;
    let logout = window_calls(facts)
        .into_iter()
        .find(|call| call.is(PscOperation::Deconnexion))
        .map(|call| call.exchange.number);
    let disconnect = window_proxy_calls(facts)
        .into_iter()
        .find(|call| call.is(ProxyOperation::Disconnect))
        .map(|call| call.exchange.number);
    Some(logout.or(disconnect).unwrap_or(asked))
}

/// The control: a session was given before it ended.
fn given(facts: &Facts, end: u64) -> bool {
    let tokens = all_calls(facts)
        .iter()
        .any(|call| call.gave_tokens() && call.exchange.number <= end);
    tokens
        || proxy_calls(facts).iter().any(|call| {
            matches!(call.observed.answer, ProxyAnswer::Session) && call.exchange.number <= end
        })
}

fn used(facts: &Facts, from: u64) -> Option<Evidence> {
    let psc = window_calls(facts)
        .into_iter()
        .filter(|call| {
            matches!(
                call.observed.operation,
                Some(
                    PscOperation::Userinfo
                        | PscOperation::JetonRenouvellement
                        | PscOperation::Introspection
                )
            )
        })
        .map(|call| call.exchange.number);
    let proxy = window_proxy_calls(facts)
        .into_iter()
        .filter(|call| call.is(ProxyOperation::Send))
        .map(|call| call.exchange.number);
    let elsewhere = facts
        .window()
        .filter(|exchange| {
            matches!(
                exchange.observed,
                Some(Observed::ApiPsc(_) | Observed::Insi(_))
            )
        })
        .map(|exchange| exchange.number);
    psc.chain(proxy)
        .chain(elsewhere)
        .find(|number| *number > from)
        .map(|number| Evidence::Exchange { number })
}

impl Judge for TokensDropped {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Lull {
            service: "psc".to_owned(),
        }]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let Some(end) = end(facts) else {
            return Finding::non_concluant("le logiciel n'a pas été déconnecté");
        };
        if !given(facts, end) {
            return Finding::non_concluant(
                "aucune session Pro Santé Connect n'avait été donnée au logiciel avant la déconnexion",
            );
        }
        if let Some(evidence) = used(facts, end) {
            return Finding::non_conforme(
                Provenance::Constatee,
                "un jeton de la session sert encore après la déconnexion",
            )
            .with([evidence]);
        }
        match lull(facts, "psc") {
            Ok(quiet) => Finding::conforme(
                Provenance::Constatee,
                "aucun jeton de la session ne sert après la déconnexion",
            )
            .with([quiet]),
            Err(finding) => finding,
        }
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Outcome;
    use banc_core::observed::psc::PscAnswer;

    use super::super::psc_call::tests::{call, tokens};
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(after: Option<PscOperation>, watched: bool) -> Verdict {
        let outcome = Some(Outcome::Fait(Box::default()));
        let mut sample = Sample::new()
            .psc(tokens(PscOperation::JetonCode), "")
            .window()
            .act_of(Action::SignOut {}, outcome)
            .psc(call(PscOperation::Deconnexion, PscAnswer::Reussite), "");
        if let Some(operation) = after {
            sample = sample.psc(call(operation, PscAnswer::Reussite), "");
        }
        if watched {
            sample = sample.lull("psc");
        }
        TokensDropped {}.judge(&sample.facts()).verdict
    }

    #[test]
    fn nothing_is_used_after_the_end() {
        assert_eq!(verdict(None, true), Verdict::Conforme);
        assert_eq!(
            verdict(Some(PscOperation::Revocation), true),
            Verdict::Conforme
        );
        assert_eq!(
            verdict(Some(PscOperation::Userinfo), true),
            Verdict::NonConforme
        );
        assert_eq!(verdict(None, false), Verdict::NonConcluant);
        let nothing_given = Sample::new()
            .psc(call(PscOperation::Decouverte, PscAnswer::Reussite), "")
            .window()
            .act_of(Action::SignOut {}, Some(Outcome::Fait(Box::default())))
            .lull("psc")
            .facts();
        assert_eq!(
            TokensDropped {}.judge(&nothing_given).verdict,
            Verdict::NonConcluant
        );
        let facts = Sample::new().lull("psc").facts();
        assert_eq!(
            TokensDropped {}.judge(&facts).verdict,
            Verdict::NonConcluant
        );
    }
}
