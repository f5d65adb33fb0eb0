//! The software's clock: the only place that reads time. It may be moved by the preparation
//! (`maintenant`); waiting and deadlines always use real monotonic time.

use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

/// The wall clock of one practice, possibly moved.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    shift: SignedDuration,
}

impl Clock {
    /// A clock that shows `wanted` now and runs at the normal pace.
    pub fn moved_to(wanted: Timestamp) -> Self {
        Self {
            shift: wanted.duration_since(real_now()),
        }
    }

    /// Moves the clock ahead, as if that time had gone by.
    pub fn advance(&mut self, by: SignedDuration) {
        self.shift = self.shift.checked_add(by).unwrap_or(self.shift);
    }

    /// The instant the software believes it is.
    pub fn now(&self) -> Timestamp {
        let real = real_now();
        real.checked_add(self.shift).unwrap_or(real)
    }

    /// The instant in the form the teleservices expect: UTC with milliseconds.
    pub fn now_text(&self) -> String {
        self.now().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
    }
}

/// Real monotonic time, for time-outs and durations.
#[expect(
    clippy::disallowed_methods,
    reason = "this crate may not depend on banc-core; this is its one monotonic clock"
)]
pub fn monotonic() -> Instant {
    Instant::now()
}

#[expect(
    clippy::disallowed_methods,
    reason = "this crate may not depend on banc-core; this is its one wall clock"
)]
fn real_now() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_clock_shows_the_wanted_instant() {
        let wanted: Timestamp = "2031-02-03T04:05:06Z".parse().unwrap();
        let clock = Clock::moved_to(wanted);
        assert!(clock.now().duration_since(wanted).as_secs() < 5);
        assert!(clock.now_text().starts_with("2031-02-03T04:05:"));
        assert!(clock.now_text().ends_with('Z'));
    }
}
