//! Ages on the simulated clock, which a scenario may move either way.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// Time from one instant to a later one; zero when the clock was moved back in between.
pub(crate) fn elapsed(from: Timestamp, to: Timestamp) -> Duration {
    Duration::try_from(to.duration_since(from)).unwrap_or_default()
}

/// That long after an instant.
pub(crate) fn after(instant: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by)
        .ok()
        .and_then(|by| instant.checked_add(by).ok())
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_moved_back_makes_nothing_older() {
        let noon = Timestamp::from_second(1_000_000).unwrap();
        let later = after(noon, Duration::from_secs(9));
        assert_eq!(elapsed(noon, later), Duration::from_secs(9));
        assert_eq!(elapsed(later, noon), Duration::ZERO);
        assert_eq!(after(noon, Duration::MAX), Timestamp::MAX);
    }
}
