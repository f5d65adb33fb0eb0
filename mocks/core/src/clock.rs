//! The three times of the bench: wall, monotonic, simulated.
//!
//! The only place where the machine's clocks are read. It does not wait: waiting is the timer's.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

/// A clock shared by everything that runs in one bench.
#[derive(Clone, Debug)]
pub struct Clock {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    origin: Instant,
    origin_wall: Timestamp,
    /// What the simulated time is ahead of the wall time, in nanoseconds.
    offset_ns: AtomicI64,
    /// How many times as fast as the wall time the simulated time runs.
    scale: u32,
}

/// Nanoseconds on the monotonic clock since the clock was made.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(transparent)]
pub struct Mono(pub u64);

impl Mono {
    /// Time from `earlier` to this instant, zero when `earlier` is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }
}

impl Clock {
    /// A clock whose simulated time is the wall time.
    #[expect(
        clippy::disallowed_methods,
        reason = "the only reader of the machine's clocks"
    )]
    pub fn system() -> Self {
        Self {
            inner: Arc::new(Inner {
                origin: Instant::now(),
                origin_wall: Timestamp::now(),
                offset_ns: AtomicI64::new(0),
                scale: 1,
            }),
        }
    }

    /// A clock whose simulated time runs `scale` times as fast as the wall time, for tests of what
    /// takes days. Monotonic and wall times are those of the machine: quiet windows and measures are
    /// never scaled.
    #[must_use]
    pub fn scaled(scale: u32) -> Self {
        let system = Self::system();
        let inner = &system.inner;
        Self {
            inner: Arc::new(Inner {
                origin: inner.origin,
                origin_wall: inner.origin_wall,
                offset_ns: AtomicI64::new(0),
                scale,
            }),
        }
    }

    /// The monotonic instant.
    #[expect(
        clippy::disallowed_methods,
        reason = "the only reader of the machine's clocks"
    )]
    pub fn mono(&self) -> Mono {
        self.mono_of(Instant::now())
    }

    /// That instant of the machine on this clock.
    pub fn mono_of(&self, instant: Instant) -> Mono {
        let elapsed = instant.saturating_duration_since(self.inner.origin);
        Mono(u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX))
    }

    /// The machine's instant of a monotonic one, for deadlines.
    pub fn instant_of(&self, mono: Mono) -> Instant {
        self.inner.origin + Duration::from_nanos(mono.0)
    }

    /// The wall time of a monotonic instant, drift-free for the life of the clock.
    pub fn wall_of(&self, mono: Mono) -> Timestamp {
        let nanos = i64::try_from(mono.0).unwrap_or(i64::MAX);
        self.inner
            .origin_wall
            .saturating_add(SignedDuration::from_nanos(nanos))
            .unwrap_or(Timestamp::MAX)
    }

    /// The real wall time: certificates always use it.
    pub fn wall(&self) -> Timestamp {
        self.wall_of(self.mono())
    }

    /// The simulated time: wall time plus what was added by [`Clock::advance`].
    pub fn now(&self) -> Timestamp {
        self.wall()
            .saturating_add(self.offset())
            .unwrap_or(Timestamp::MAX)
    }

    /// What the simulated time is ahead of the wall time.
    pub fn offset(&self) -> SignedDuration {
        let moved = SignedDuration::from_nanos(self.inner.offset_ns.load(Ordering::Relaxed));
        let faster = i32::try_from(self.inner.scale.saturating_sub(1)).unwrap_or(i32::MAX);
        let elapsed = i64::try_from(self.mono().0).unwrap_or(i64::MAX);
        let gained = SignedDuration::from_nanos(elapsed).saturating_mul(faster);
        moved.saturating_add(gained)
    }

    /// Moves the simulated time ahead (or back, when negative); monotonic time never moves.
    pub fn advance(&self, by: SignedDuration) {
        let nanos = i64::try_from(by.as_nanos()).unwrap_or(i64::MAX);
        self.inner.offset_ns.fetch_add(nanos, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scaled_clock_gains_on_the_wall_and_leaves_the_rest_alone() {
        let clock = Clock::scaled(1_000_000);
        let before = clock.mono();
        while clock.mono().since(before) < Duration::from_millis(5) {
            std::hint::spin_loop();
        }
        assert!(clock.offset() >= SignedDuration::from_secs(4_000));
        assert!(clock.mono().since(before) < Duration::from_mins(1));
        assert_eq!(Clock::system().offset(), SignedDuration::ZERO);
    }

    #[test]
    fn advancing_moves_the_simulated_time_alone() {
        let clock = Clock::system();
        let before = clock.mono();
        clock.advance(SignedDuration::from_hours(24 * 200));
        assert!(
            clock.now()
                > clock
                    .wall()
                    .saturating_add(SignedDuration::from_hours(24 * 199))
                    .unwrap()
        );
        assert!(clock.mono().since(before) < Duration::from_mins(1));
    }
}
