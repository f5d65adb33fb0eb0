//! Percentiles of a measure, always with their number of samples.

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

/// A distribution, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Distribution {
    /// Number of samples.
    pub(super) n: u64,
    /// Median.
    pub(super) median_us: f64,
    /// 95th percentile.
    pub(super) p95_us: f64,
    /// 99th percentile; absent under 100 samples, where it would be a guess.
    pub(super) p99_us: Option<f64>,
    /// Largest.
    pub(super) max_us: f64,
}

impl Distribution {
    /// The distribution of these durations, in nanoseconds.
    pub(super) fn of(samples_ns: impl IntoIterator<Item = u64>) -> Self {
        // The bounds are constants that the library accepts: one hour, three significant digits.
        let Ok(mut histogram) = Histogram::<u64>::new_with_bounds(1, 3_600_000_000_000, 3) else {
            return Self::default();
        };
        for sample in samples_ns {
            histogram.saturating_record(sample.max(1));
        }
        let at = |quantile: f64| micros(histogram.value_at_quantile(quantile));
        Self {
            n: histogram.len(),
            median_us: at(0.5),
            p95_us: at(0.95),
            p99_us: (histogram.len() >= 100).then(|| at(0.99)),
            max_us: micros(histogram.max()),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "durations of a measure are far under 2^52 nanoseconds"
)]
fn micros(nanos: u64) -> f64 {
    nanos as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_needs_its_samples() {
        let few = Distribution::of((1..=99).map(|value| value * 1_000));
        assert_eq!((few.n, few.p99_us), (99, None));
        let many = Distribution::of((1..=1_000).map(|value| value * 1_000));
        assert!((many.median_us - 500.0).abs() < 2.0, "{many:?}");
        assert!((many.p99_us.unwrap() - 990.0).abs() < 2.0, "{many:?}");
    }
}
