//! Once Pro Santé Connect has answered for good, or the software has given up, it polls no more; and
//! it never polled more often than the life of the request allows.
//! Source: OpenID Connect CIBA Core §11; the bound is ours (inferred).

use banc_core::observed::psc::PscOperation;
use serde::{Deserialize, Serialize};

use super::polling_paced::polls;
use super::psc_call::{PscCall, lull, window_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::token;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollingEnded {}

/// Life of a request when the answer gives none, seconds. Source: ANS mock.
const LIFE_S: u64 = 120;

/// Most polls that the life of a request leaves room for, one more for the end.
fn bound(calls: &[PscCall<'_>], request: Option<u64>) -> u64 {
    let accepted = calls.iter().find(|call| {
        let asked = call.observed.ciba.as_ref();
        asked.is_some_and(|ciba| ciba.request == request)
    });
    let life = accepted
        .and_then(|call| token::answer(call.exchange)?.get("expires_in")?.as_u64())
        .unwrap_or(LIFE_S);
    let interval = accepted
        .and_then(|call| call.observed.ciba.as_ref()?.interval_s)
        .unwrap_or(5)
        .max(1);
    life / interval + 2
}

fn is_final(call: &PscCall<'_>) -> bool {
    call.gave_tokens()
        || call
            .error()
            .is_some_and(|error| !matches!(error, "slow_down" | "authorization_pending"))
}

impl Judge for PollingEnded {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Lull {
            service: "psc".to_owned(),
        }]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = window_calls(facts);
        let polls = polls(&calls);
        let Some(done) = facts.last_act().map(|(_, act)| act.to) else {
            return Finding::non_concluant("aucune action n'a été faite");
        };
        if !calls.iter().any(|call| call.is(PscOperation::Ciba)) || polls.is_empty() {
            return Finding::non_concluant("aucune demande CIBA n'a été interrogée");
        }
        let bad = |call: &PscCall<'_>, message: &str| {
            Finding::non_conforme(Provenance::Constatee, message).with([call.evidence()])
        };
        for (request, polls) in &polls {
            let after = polls
                .iter()
                .position(is_final)
                .and_then(|index| polls.get(index + 1));
            if let Some(call) = after {
                return bad(
                    call,
                    "le logiciel interroge encore Pro Santé Connect après sa réponse définitive",
                );
            }
            if let Some(call) = polls.iter().find(|call| call.exchange.number >= done) {
                return bad(
                    call,
                    "le logiciel interroge encore Pro Santé Connect après avoir dit l'issue",
                );
            }
            let most = usize::try_from(bound(&calls, *request)).unwrap_or(usize::MAX);
            if let Some(call) = polls.get(most) {
                return bad(call, "le logiciel interroge Pro Santé Connect sans retenue");
            }
        }
        let quiet = match lull(facts, "psc") {
            Ok(quiet) => quiet,
            Err(finding) => return finding,
        };
        Finding::conforme(
            Provenance::Constatee,
            "le logiciel cesse d'interroger Pro Santé Connect",
        )
        .with([quiet])
        .with(
            polls
                .values()
                .filter_map(|polls| polls.last())
                .map(PscCall::evidence),
        )
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Outcome;
    use banc_core::observed::psc::PscAnswer;

    use super::super::ciba_asked::tests::ciba;
    use super::super::polling_paced::tests::poll;
    use super::super::psc_call::tests::{call, error};
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    /// `before` polls, then the refusal, then the outcome, then `after` polls.
    fn sample(life: u64, before: usize, after: usize) -> Sample {
        let wait = || poll(call(PscOperation::JetonCiba, PscAnswer::Attente));
        let mut sample = Sample::new().psc(ciba(), &format!("{{\"expires_in\":{life}}}"));
        for _ in 0..before {
            sample = sample.psc(wait(), "");
        }
        sample = sample
            .psc(poll(error(PscOperation::JetonCiba, "access_denied")), "")
            .act(Outcome::Fait(Box::default()))
            .with(|record| {
                let to = record.window_to;
                record.acts.last_mut().unwrap().to = to;
            });
        for _ in 0..after {
            sample = sample.psc(wait(), "");
        }
        sample
    }

    #[test]
    fn polling_stops_and_is_bounded() {
        let verdict = |sample: Sample| PollingEnded {}.judge(&sample.facts()).verdict;
        assert_eq!(verdict(sample(9, 2, 0).lull("psc")), Verdict::Conforme);
        assert_eq!(verdict(sample(9, 2, 1).lull("psc")), Verdict::NonConforme);
        assert_eq!(verdict(sample(3, 9, 0).lull("psc")), Verdict::NonConforme);
        assert_eq!(verdict(sample(9, 2, 0)), Verdict::NonConcluant);
        assert_eq!(verdict(Sample::new().lull("psc")), Verdict::NonConcluant);
    }
}
