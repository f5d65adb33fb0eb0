//! `latence_lognormale`: the answer comes later, by a time drawn as real services' are: most short,
//! a few very long.

use std::time::Duration;

use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, LogNormal};
use serde::Deserialize;

use super::{Drawn, Effects, Fault, FaultSpec, LONGEST, Parameter, delay, read, within_longest};

/// The 95th percentile of the standard normal law.
const NORMAL_P95: f64 = 1.644_853_626_951_472_2;

pub(super) static SPEC: FaultSpec = FaultSpec {
    name: "latence_lognormale",
    summary: "La réponse part après une durée tirée selon une loi log-normale, décrite par sa médiane et son 95e centile.",
    parameters: &[
        Parameter {
            name: "p50",
            meaning: "médiane de la durée ajoutée",
        },
        Parameter {
            name: "p95",
            meaning: "95e centile de la durée ajoutée, au moins la médiane ; une durée tirée est coupée à dix minutes",
        },
    ],
    client_sees: "Une réponse exacte, le plus souvent rapide, parfois très en retard.",
    read: read::<LatenceLognormale>,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LatenceLognormale {
    #[serde(deserialize_with = "crate::duration::deserialize")]
    p50: Duration,
    #[serde(deserialize_with = "crate::duration::deserialize")]
    p95: Duration,
}

impl LatenceLognormale {
    fn law(&self) -> Result<LogNormal<f64>, String> {
        let (median, high) = (self.p50.as_secs_f64(), self.p95.as_secs_f64());
        LogNormal::new(median.ln(), (high / median).ln() / NORMAL_P95)
            .map_err(|error| error.to_string())
    }
}

impl Fault for LatenceLognormale {
    fn apply(&self, rng: &mut ChaCha8Rng, effects: &mut Effects) -> Drawn {
        // The parameters were checked when the plan was read: the law exists.
        let seconds = self.law().ok()?.sample(rng);
        let time = Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST);
        Some(delay(time, effects))
    }

    fn check(&self) -> Result<(), String> {
        if self.p50.is_zero() {
            return Err("p50 is zero: use latence_fixe or a positive median".to_owned());
        }
        if self.p50 > self.p95 {
            return Err("p50 is greater than p95".to_owned());
        }
        self.law()?;
        within_longest(self.p95)
    }
}
