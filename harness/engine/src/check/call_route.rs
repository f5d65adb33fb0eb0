//! The calls to INSi went the way they were to go: through the Proxy e-Santé, or from the software
//! with its own certificate. Source: `SC.PSC.10` (transport of Pro Santé Connect: mutual TLS, proxy).

use banc_core::observed::Observed;
use banc_core::observed::proxy_esante::ProxyOperation;
use serde::{Deserialize, Serialize};

use super::psc_call::{bench_calls, window_proxy_calls};
use super::reading::{InsiCall, insi_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRoute {
    /// True when the calls must pass through the proxy.
    pub proxy: bool,
}

/// Client of the authorization server that is the simulated proxy's.
const PROXY_CLIENT: &str = "banc-proxy-api";

/// True when the proxy itself made the call: with its own token, or with its own certificate.
fn by_proxy(facts: &Facts, call: &InsiCall<'_>) -> bool {
    if let Some(token) = &call.observed.api_token {
        return token.client_id == PROXY_CLIENT;
    }
    let tls = call.exchange.connection.tls.as_ref();
    let certificate = tls.and_then(|tls| tls.client_certificate.as_ref());
    certificate.is_some_and(|presented| {
        bench_calls(facts)
            .iter()
            .filter(|own| own.observed.client_id.as_deref() == Some("banc-proxy"))
            .any(|own| own.observed.certificate.as_ref() == Some(&presented.subject))
    })
}

impl CallRoute {
    fn through_proxy(facts: &Facts, calls: &[InsiCall<'_>]) -> Finding {
        if let Some(call) = calls.iter().find(|call| !by_proxy(facts, call)) {
            return Finding::non_conforme(
                Provenance::Constatee,
                "un appel à INSi ne passe pas par le Proxy e-Santé",
            )
            .with([call.evidence()]);
        }
        let relays: Vec<Evidence> = window_proxy_calls(facts)
            .iter()
            .filter(|call| {
                call.is(ProxyOperation::Send) && call.observed.api.as_deref() == Some("insi")
            })
            .map(super::psc_call::ProxyCall::evidence)
            .collect();
        if relays.is_empty() {
            return Finding::non_concluant(
                "INSi a été appelé par le Proxy e-Santé sans que le logiciel le lui demande pendant l'action",
            )
            .with(calls.iter().map(InsiCall::evidence));
        }
        Finding::conforme(
            Provenance::Constatee,
            "chaque appel à INSi passe par le Proxy e-Santé, avec le certificat du proxy",
        )
        .with(relays)
        .with(calls.iter().map(InsiCall::evidence))
    }

    fn direct(facts: &Facts, calls: &[InsiCall<'_>]) -> Finding {
        if let Some(call) = calls.iter().find(|call| by_proxy(facts, call)) {
            return Finding::non_conforme(
                Provenance::Constatee,
                "un appel à INSi passe par le Proxy e-Santé alors que le logiciel devait le faire lui-même",
            )
            .with([call.evidence()]);
        }
        let bare = calls.iter().find(|call| {
            let tls = call.exchange.connection.tls.as_ref();
            let certified = tls.is_some_and(|tls| tls.client_certificate.is_some());
            let token = call.observed.api_token.as_ref();
            !certified && token.is_none_or(|token| token.certificate.is_none())
        });
        match bare {
            Some(call) => Finding::non_conforme(
                Provenance::Constatee,
                "un appel à INSi ne présente pas de certificat client",
            )
            .with([call.evidence()]),
            None => Finding::conforme(
                Provenance::Constatee,
                "chaque appel à INSi part du logiciel, avec son certificat client",
            )
            .with(calls.iter().map(InsiCall::evidence)),
        }
    }
}

impl Judge for CallRoute {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = insi_calls(facts);
        if calls.is_empty() {
            return no_call(facts);
        }
        let finding = if self.proxy {
            Self::through_proxy(facts, &calls)
        } else {
            Self::direct(facts, &calls)
        };
        finding.capped("la façon dont le jeton voyage jusqu'à INSi est déduite")
    }
}

fn no_call(facts: &Facts) -> Finding {
    let asked = facts
        .window()
        .any(|exchange| matches!(exchange.observed, Some(Observed::ProxyEsante(_))));
    Finding::non_concluant(if asked {
        "le Proxy e-Santé a été appelé, mais rien n'est arrivé à INSi"
    } else {
        "INSi n'a reçu aucun appel pendant l'action"
    })
}

#[cfg(test)]
mod tests {
    use banc_core::observed::insi::ObservedInsi;
    use banc_core::observed::proxy_esante::{ObservedProxyEsante, ProxyAnswer};

    use super::super::identity_propagated::tests::borne;
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn sent() -> Observed {
        Observed::ProxyEsante(Box::new(ObservedProxyEsante {
            operation: Some(ProxyOperation::Send),
            api: Some("insi".to_owned()),
            relayed_status: Some(200),
            answer: ProxyAnswer::Relais,
            ..ObservedProxyEsante::default()
        }))
    }

    fn verdict(proxy: bool, asked: bool, call: Option<ObservedInsi>) -> Verdict {
        let mut sample = Sample::new();
        if let Some(call) = call {
            sample = sample.call(call, "");
        }
        if asked {
            sample = sample.exchange(sent(), "");
        }
        CallRoute { proxy }.judge(&sample.facts()).verdict
    }

    #[test]
    fn the_way_is_read_from_the_token_that_came() {
        let relayed = || Some(borne("banc-proxy-api"));
        let own = || Some(borne("banc-lgc-api"));
        assert_eq!(verdict(true, true, relayed()), Verdict::ARevoir);
        assert_eq!(verdict(true, true, own()), Verdict::NonConforme);
        assert_eq!(verdict(true, false, relayed()), Verdict::NonConcluant);
        assert_eq!(verdict(true, true, None), Verdict::NonConcluant);
        assert_eq!(verdict(false, false, own()), Verdict::ARevoir);
        assert_eq!(verdict(false, false, relayed()), Verdict::NonConforme);
        let mut bare = borne("banc-lgc-api");
        if let Some(token) = &mut bare.api_token {
            token.certificate = None;
        }
        assert_eq!(verdict(false, false, Some(bare)), Verdict::NonConforme);
    }
}
