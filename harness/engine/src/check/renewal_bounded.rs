//! A renewal that Pro Santé Connect refused is not asked for again and again.
//! Source: RFC 6749 §5.2 (`invalid_grant` is final); the bound of two is ours (inferred).

use banc_core::observed::proxy_esante::{ProxyAnswer, ProxyOperation};
use banc_core::observed::psc::PscOperation;
use serde::{Deserialize, Serialize};

use super::psc_call::{bench_calls, lull, window_calls, window_proxy_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalBounded {
    /// True when the proxy holds the tokens.
    pub proxy: bool,
}

/// Refused requests allowed: one, and one more by prudence.
const MOST: usize = 2;

/// What the software was refused: renewals, or calls that its proxy session no longer carries.
fn refusals(facts: &Facts, proxy: bool) -> Vec<Evidence> {
    let evidence = |number| Evidence::Exchange { number };
    if proxy {
        return window_proxy_calls(facts)
            .into_iter()
            .filter(|call| {
                let refused = matches!(call.observed.answer, ProxyAnswer::Erreur { .. });
                call.is(ProxyOperation::Send) && refused
            })
            .map(|call| evidence(call.exchange.number))
            .collect();
    }
    window_calls(facts)
        .into_iter()
        .filter(|call| call.is(PscOperation::JetonRenouvellement) && call.error().is_some())
        .map(|call| evidence(call.exchange.number))
        .collect()
}

/// True when Pro Santé Connect refused a renewal to the proxy.
fn refused_to_proxy(facts: &Facts) -> bool {
    let from = facts.record.window_from;
    bench_calls(facts).iter().any(|call| {
        call.exchange.number >= from
            && call.is(PscOperation::JetonRenouvellement)
            && call.error().is_some()
    })
}

impl Judge for RenewalBounded {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Lull {
            service: if self.proxy { "proxy_esante" } else { "psc" }.to_owned(),
        }]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let refusals = refusals(facts, self.proxy);
        if refusals.is_empty() {
            return Finding::non_concluant(if self.proxy && refused_to_proxy(facts) {
                "le renouvellement est refusé au Proxy e-Santé, sans que le logiciel l'ait vu"
            } else {
                "aucun renouvellement n'a été refusé pendant l'action"
            });
        }
        if refusals.len() > MOST {
            return Finding::non_conforme(
                Provenance::Constatee,
                "le logiciel redemande sans fin ce que Pro Santé Connect lui refuse",
            )
            .with(refusals);
        }
        let service = if self.proxy { "proxy_esante" } else { "psc" };
        match lull(facts, service) {
            Ok(quiet) => Finding::conforme(
                Provenance::Constatee,
                "le logiciel prend acte du refus et ne redemande pas",
            )
            .with(refusals)
            .with([quiet]),
            Err(finding) => finding,
        }
    }
}

#[cfg(test)]
mod tests {
    use banc_core::observed::Observed;
    use banc_core::observed::proxy_esante::ObservedProxyEsante;

    use super::super::psc_call::tests::error;
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(refusals: usize, watched: bool) -> Verdict {
        let refused = || error(PscOperation::JetonRenouvellement, "invalid_grant");
        let mut sample = (0..refusals).fold(Sample::new(), |sample, _| sample.psc(refused(), ""));
        if watched {
            sample = sample.lull("psc");
        }
        RenewalBounded { proxy: false }
            .judge(&sample.facts())
            .verdict
    }

    #[test]
    fn a_refusal_is_taken_for_an_answer() {
        assert_eq!(verdict(1, true), Verdict::Conforme);
        assert_eq!(verdict(3, true), Verdict::NonConforme);
        assert_eq!(verdict(0, true), Verdict::NonConcluant);
        assert_eq!(verdict(1, false), Verdict::NonConcluant);
    }

    #[test]
    fn the_same_through_the_proxy() {
        let verdict = |refusals: usize| {
            let refused = || {
                Observed::ProxyEsante(Box::new(ObservedProxyEsante {
                    operation: Some(ProxyOperation::Send),
                    answer: ProxyAnswer::Erreur {
                        status: 401,
                        message: String::new(),
                    },
                    ..ObservedProxyEsante::default()
                }))
            };
            let sample =
                (0..refusals).fold(Sample::new(), |sample, _| sample.exchange(refused(), ""));
            let facts = sample.lull("proxy_esante").facts();
            RenewalBounded { proxy: true }.judge(&facts).verdict
        };
        assert_eq!(verdict(1), Verdict::Conforme);
        assert_eq!(verdict(3), Verdict::NonConforme);
        assert_eq!(verdict(0), Verdict::NonConcluant);
    }
}
