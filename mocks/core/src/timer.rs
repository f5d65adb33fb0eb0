//! Waiting to a tenth of a millisecond, for injected latency.
//!
//! The runtime's timer wakes up to 1.2 ms late. One thread keeps the deadlines, parks until just
//! before the next one, spins for the 0.1 ms at most that remain and wakes the tasks. No task ever
//! spins: that would take a worker from the calls being served. Nothing here decides a latency.

use std::collections::BTreeMap;
use std::fs;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::clock::{Clock, Mono};

/// How long before a deadline the thread stops parking, and so the most that it spins for one.
const SPIN: Duration = Duration::from_micros(100);

/// The timer thread could not start.
#[derive(Debug, thiserror::Error)]
#[error("the timer thread could not start: {0}")]
pub struct TimerError(#[from] std::io::Error);

/// A timer; clones share its thread, which ends with the last of them.
#[derive(Clone, Debug)]
pub struct Timer {
    handle: Arc<Handle>,
}

#[derive(Debug)]
struct Handle {
    shared: Arc<Shared>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.queue().ended = true;
        self.shared.changed.notify_one();
    }
}

#[derive(Debug)]
struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
    clock: Clock,
}

#[derive(Debug, Default)]
struct Queue {
    /// By deadline, then by rank, so that equal deadlines are kept apart.
    waiting: BTreeMap<(Mono, u64), Waker>,
    rank: u64,
    ended: bool,
    /// Folder of the thread in `/proc`.
    thread: Option<PathBuf>,
}

impl Queue {
    /// Removes what is due at an instant.
    fn take_due(&mut self, at: Mono) -> Vec<Waker> {
        let later = self.waiting.split_off(&(at, u64::MAX));
        let due = std::mem::replace(&mut self.waiting, later);
        due.into_values().collect()
    }
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timer {
    /// Starts the thread.
    pub fn start(clock: Clock) -> Result<Self, TimerError> {
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            changed: Condvar::new(),
            clock,
        });
        let of_thread = Arc::clone(&shared);
        std::thread::Builder::new()
            .name("banc-timer".to_owned())
            .spawn(move || run(&of_thread))?;
        Ok(Self {
            handle: Arc::new(Handle { shared }),
        })
    }

    /// Ends at an instant; dropping it before is the way to cancel it.
    pub fn sleep_until(&self, deadline: Mono) -> Sleep {
        Sleep {
            timer: self.clone(),
            deadline,
            key: None,
        }
    }

    /// Ends after a while.
    pub fn sleep(&self, time: Duration) -> Sleep {
        let now = self.handle.shared.clock.mono();
        self.sleep_until(after(now, time))
    }

    /// CPU time that the thread has used, where the system tells.
    pub fn cpu_time(&self) -> Option<Duration> {
        let thread = self.handle.shared.queue().thread.clone()?;
        let text = fs::read_to_string(thread.join("schedstat")).ok()?;
        let nanos = text.split_whitespace().next()?.parse().ok()?;
        Some(Duration::from_nanos(nanos))
    }

    /// Deadlines that are waited for now.
    pub fn waiting(&self) -> usize {
        self.handle.shared.queue().waiting.len()
    }
}

/// An instant, later by a duration.
pub fn after(instant: Mono, time: Duration) -> Mono {
    let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    Mono(instant.0.saturating_add(nanos))
}

fn run(shared: &Shared) {
    let mut queue = shared.queue();
    queue.thread = fs::read_link("/proc/thread-self")
        .ok()
        .map(|link| Path::new("/proc").join(link));
    if let Some(id) = queue.thread.as_deref().and_then(Path::file_name) {
        // By default the system may wake a thread 0.05 ms late. Where it does not let that be
        // changed, the timer is that much less exact.
        let _ = fs::write(Path::new("/proc").join(id).join("timerslack_ns"), "1");
    }
    while !queue.ended {
        let Some(next) = queue.waiting.keys().next().map(|(deadline, _)| *deadline) else {
            let waited = shared.changed.wait(queue);
            queue = waited.unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        let left = next.since(shared.clock.mono());
        if left > SPIN {
            let park = left.saturating_sub(SPIN);
            let waited = shared.changed.wait_timeout(queue, park);
            queue = waited.unwrap_or_else(PoisonError::into_inner).0;
            continue;
        }
        // Tasks must be able to add deadlines meanwhile: the lock is not held while spinning.
        drop(queue);
        while shared.clock.mono() < next {
            std::hint::spin_loop();
        }
        let due = shared.queue().take_due(shared.clock.mono());
        due.into_iter().for_each(Waker::wake);
        queue = shared.queue();
    }
}

/// A wait under way.
#[derive(Debug)]
pub struct Sleep {
    /// Keeps the thread alive until the wait is over.
    timer: Timer,
    deadline: Mono,
    key: Option<(Mono, u64)>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let shared = Arc::clone(&self.timer.handle.shared);
        if shared.clock.mono() >= self.deadline {
            return Poll::Ready(());
        }
        let mut queue = shared.queue();
        let key = self.key.unwrap_or_else(|| {
            queue.rank += 1;
            (self.deadline, queue.rank)
        });
        let first = queue.waiting.keys().next().copied();
        queue.waiting.insert(key, context.waker().clone());
        drop(queue);
        self.key = Some(key);
        if first.is_none_or(|first| key < first) {
            shared.changed.notify_one();
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.timer.handle.shared.queue().waiting.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn two_hundred_waits_end_on_time_and_never_early() {
        let clock = Clock::system();
        let timer = Timer::start(clock.clone()).unwrap();
        let asked = Duration::from_millis(50);
        let waits = (0..200).map(|_| {
            let (clock, timer) = (clock.clone(), timer.clone());
            tokio::spawn(async move {
                let from = clock.mono();
                timer.sleep(asked).await;
                clock.mono().since(from)
            })
        });
        let mut times = Vec::new();
        for wait in waits.collect::<Vec<_>>() {
            times.push(wait.await.unwrap());
        }
        times.sort();
        assert!(times[0] >= asked, "{:?} is early", times[0]);
        // The machine may be busy: the bound only tells a timer that works from one that does not.
        assert!(times[100] < asked * 2, "median {:?}", times[100]);
        assert!(timer.cpu_time().is_some());
    }

    #[tokio::test]
    async fn a_dropped_wait_leaves_nothing_behind() {
        let timer = Timer::start(Clock::system()).unwrap();
        let long = timer.sleep(Duration::from_mins(10));
        let short = timer.sleep(Duration::from_millis(5));
        tokio::select! {
            () = long => panic!("ten minutes have not passed"),
            () = short => {}
        }
        assert_eq!(timer.waiting(), 0);
    }
}
