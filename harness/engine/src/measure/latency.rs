//! How durations are spread, and whether the latency asked for was the latency had.
//!
//! Exact order statistics (nearest rank): the samples of a run are few enough to be sorted.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use banc_core::Exchange;
use banc_core::exchange::Stage;

use super::waterfall::requested_latency;

/// Samples below which no 95th percentile is given.
const P95_FROM: usize = 20;

/// Samples below which no 99th percentile is given.
const P99_FROM: usize = 100;

/// The spread of some durations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Number of samples.
    pub n: usize,
    /// Smallest.
    pub min: Duration,
    /// Median.
    pub median: Duration,
    /// 95th percentile, from 20 samples on.
    pub p95: Option<Duration>,
    /// 99th percentile, from 100 samples on.
    pub p99: Option<Duration>,
    /// Largest.
    pub max: Duration,
}

impl Spread {
    /// The spread; `None` without samples.
    pub fn of(samples: impl IntoIterator<Item = Duration>) -> Option<Self> {
        let mut sorted: Vec<Duration> = samples.into_iter().collect();
        sorted.sort_unstable();
        let n = sorted.len();
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        Some(Self {
            n,
            min,
            max,
            median: rank(&sorted, 50)?,
            p95: (n >= P95_FROM).then(|| rank(&sorted, 95)).flatten(),
            p99: (n >= P99_FROM).then(|| rank(&sorted, 99)).flatten(),
        })
    }
}

/// The nearest rank: the smallest sample such that `percent` of the samples are not above it.
fn rank(sorted: &[Duration], percent: usize) -> Option<Duration> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

/// Latency asked for and latency had, for one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LatencySummary {
    /// Service.
    pub service: String,
    /// Operation.
    pub operation: String,
    /// What was asked for.
    pub requested: Spread,
    /// What was had.
    pub achieved: Spread,
    /// Had minus asked for, call by call, never below zero.
    pub excess: Spread,
}

/// Latency asked for against latency had, by service and operation, over the exchanges that carry
/// injected latency and were answered.
pub fn injected(exchanges: &[Arc<Exchange>]) -> Vec<LatencySummary> {
    let mut groups: BTreeMap<(&str, &str), Vec<(Duration, Duration)>> = BTreeMap::new();
    for exchange in exchanges {
        let achieved = exchange.instants.between(Stage::Answered, Stage::Released);
        if let (Some(requested), Some(achieved)) = (requested_latency(exchange), achieved) {
            groups
                .entry((&exchange.service, &exchange.operation))
                .or_default()
                .push((requested, achieved));
        }
    }
    groups
        .into_iter()
        .filter_map(|((service, operation), pairs)| {
            Some(LatencySummary {
                service: service.to_owned(),
                operation: operation.to_owned(),
                requested: Spread::of(pairs.iter().map(|pair| pair.0))?,
                achieved: Spread::of(pairs.iter().map(|pair| pair.1))?,
                excess: Spread::of(pairs.iter().map(|pair| pair.1.saturating_sub(pair.0)))?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::sample;

    fn ms(values: impl IntoIterator<Item = u64>) -> Option<Spread> {
        Spread::of(values.into_iter().map(Duration::from_millis))
    }

    #[test]
    fn percentiles_wait_for_enough_samples() {
        assert_eq!(ms([]), None);
        let one = ms([7]).unwrap();
        assert_eq!(
            (one.n, one.median, one.p95),
            (1, Duration::from_millis(7), None)
        );
        assert_eq!(ms(1..=19).unwrap().p95, None);
        let twenty = ms(1..=20).unwrap();
        assert_eq!(twenty.median, Duration::from_millis(10));
        assert_eq!(twenty.p95, Some(Duration::from_millis(19)));
        assert_eq!(ms(1..=99).unwrap().p99, None);
        assert_eq!(ms(1..=100).unwrap().p99, Some(Duration::from_millis(99)));
    }

    #[test]
    fn requested_and_achieved_are_paired_call_by_call() {
        let exchanges = [
            Arc::new(sample::exchange(1, "l", Some(100.0))),
            Arc::new(sample::exchange(2, "l", None)),
        ];
        let summaries = injected(&exchanges);
        assert_eq!(summaries.len(), 1);
        assert_eq!(summaries[0].requested.n, 1);
        assert_eq!(summaries[0].excess.max, Duration::from_micros(200));
    }
}
