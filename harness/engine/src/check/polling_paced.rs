//! Between two polls of a CIBA request the software waits for the interval it was given, five
//! seconds more after each `slow_down`.
//! Source: OpenID Connect CIBA Core §7.3 and §11; ANS pages on CIBA (poll mode).
//!
//! What is measured is the time between two arrivals at the bench. A tolerance of 150 ms covers the
//! network and the timers of a busy workstation. A software that polls by a fixed clock may be late
//! once and on time next: a poll a little early, that does not make the whole sequence faster, is for
//! a human to look at (inferred).

use std::collections::BTreeMap;

use banc_core::observed::psc::PscOperation;
use serde::{Deserialize, Serialize};

use super::psc_call::{PscCall, window_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollingPaced {
    /// Polls that must have been seen for the pace to be known: two or more.
    pub interrogations: usize,
}

/// Interval when the answer gives none. Source: CIBA Core §7.3.
const DEFAULT_S: u64 = 5;
/// What each `slow_down` adds. Source: CIBA Core §11.
const SLOWER_S: u64 = 5;
/// See the module.
const TOLERANCE_NS: u64 = 150_000_000;

/// The polls of each request, oldest first.
pub(super) fn polls<'a>(calls: &[PscCall<'a>]) -> BTreeMap<Option<u64>, Vec<PscCall<'a>>> {
    let mut polls: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for call in calls.iter().filter(|call| call.is(PscOperation::JetonCiba)) {
        let request = call
            .observed
            .grant
            .as_ref()
            .and_then(|grant| grant.ciba_request);
        polls.entry(request).or_default().push(*call);
    }
    polls
}

fn interval(calls: &[PscCall<'_>], request: Option<u64>) -> u64 {
    calls
        .iter()
        .filter_map(|call| call.observed.ciba.as_ref())
        .find(|ciba| ciba.request == request)
        .and_then(|ciba| ciba.interval_s)
        .unwrap_or(DEFAULT_S)
}

/// A poll that came too soon.
struct Early<'a> {
    call: PscCall<'a>,
    /// True when it is more than a clock that shakes.
    plain: bool,
}

/// The first poll that came plainly too soon, or else the first that came a little early; `Err` when
/// an arrival is not known.
fn too_soon<'a>(polls: &[PscCall<'a>], interval: u64) -> Result<Option<Early<'a>>, Finding> {
    let mut wait_s = interval;
    let mut little = None;
    // What the sequence is ahead of its pace.
    let mut ahead = 0_u64;
    for pair in polls.windows(2) {
        let [before, after] = pair else { continue };
        if before.error() == Some("slow_down") {
            wait_s += SLOWER_S;
        }
        let (Some(from), Some(to)) = (before.arrived(), after.arrived()) else {
            return Err(Finding::non_concluant(
                "l'instant d'une interrogation n'est pas connu",
            ));
        };
        let (spent, wait) = (to.saturating_sub(from), wait_s * 1_000_000_000);
        ahead = (ahead + wait).saturating_sub(spent);
        // Half an interval is no shake, in one step or in several.
        if ahead * 2 >= wait {
            let call = *after;
            return Ok(Some(Early { call, plain: true }));
        }
        if spent + TOLERANCE_NS < wait && little.is_none() {
            little = Some(*after);
        }
    }
    Ok(little.map(|call| Early { call, plain: false }))
}

impl Judge for PollingPaced {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = window_calls(facts);
        let polls = polls(&calls);
        let mut little = None;
        for (request, polls) in &polls {
            match too_soon(polls, interval(&calls, *request)) {
                Err(finding) => return finding,
                Ok(Some(Early { call, plain: false })) => little = Some(call),
                Ok(Some(Early { call, plain: true })) => {
                    return Finding::non_conforme(
                        Provenance::Constatee,
                        "le logiciel interroge Pro Santé Connect plus souvent qu'il ne le demande",
                    )
                    .with([call.evidence()]);
                }
                Ok(None) => {}
            }
        }
        let most = polls.values().map(Vec::len).max().unwrap_or_default();
        if most < self.interrogations {
            return Finding::non_concluant(
                "trop peu d'interrogations pour voir si l'intervalle est tenu",
            );
        }
        let finding = Finding::conforme(
            Provenance::Constatee,
            "le logiciel laisse passer l'intervalle demandé entre deux interrogations",
        );
        if let Some(call) = little {
            return finding
                .with([call.evidence()])
                .capped("une interrogation est arrivée un peu tôt");
        }
        finding.with(polls.values().flatten().map(PscCall::evidence))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use banc_core::observed::psc::{AskedGrant, ObservedPsc, PscAnswer};

    use super::super::ciba_asked::tests::ciba;
    use super::super::psc_call::tests::{call, error};
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    /// A poll of the first request.
    pub(in super::super) fn poll(mut seen: ObservedPsc) -> ObservedPsc {
        seen.grant = Some(AskedGrant {
            ciba_request: Some(1),
            ..AskedGrant::default()
        });
        seen
    }

    fn verdict(polls: &[(u64, bool)]) -> Verdict {
        let mut sample = Sample::new().psc(ciba(), "");
        for (at, slow) in polls {
            let seen = if *slow {
                error(PscOperation::JetonCiba, "slow_down")
            } else {
                call(PscOperation::JetonCiba, PscAnswer::Attente)
            };
            sample = sample.psc(poll(seen), "").at(*at);
        }
        PollingPaced { interrogations: 3 }
            .judge(&sample.facts())
            .verdict
    }

    #[test]
    fn the_interval_is_kept_but_for_the_tolerance() {
        let calm = [(1_000, false), (2_000, false), (2_900, false)];
        assert_eq!(verdict(&calm), Verdict::Conforme);
        let hurried = [(1_000, false), (1_500, false), (3_000, false)];
        assert_eq!(verdict(&hurried), Verdict::NonConforme);
        let shaken = [(1_300, false), (2_000, false), (3_010, false)];
        assert_eq!(verdict(&shaken), Verdict::ARevoir);
        let quick = [(100, false), (900, false), (1_700, false), (2_500, false)];
        assert_eq!(verdict(&quick), Verdict::NonConforme);
        assert_eq!(verdict(&calm[..2]), Verdict::NonConcluant);
        assert_eq!(verdict(&[(0, false), (0, false)]), Verdict::NonConcluant);
    }

    #[test]
    fn slow_down_adds_five_seconds() {
        let deaf = [(1_000, true), (3_000, false), (9_000, false)];
        assert_eq!(verdict(&deaf), Verdict::NonConforme);
        let heard = [(1_000, true), (7_000, false), (13_000, false)];
        assert_eq!(verdict(&heard), Verdict::Conforme);
    }
}
