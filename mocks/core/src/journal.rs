//! The journal: every exchange of a run, in order, visible at once and kept on disk.
//!
//! It keeps and gives back; it judges nothing. Nothing recorded is ever dropped in silence: a full
//! queue makes the call wait, a full disk is a trouble that every reader is told.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use crate::clock::{Clock, Mono};
use crate::exchange::{Exchange, Instants, Stage};

mod entry;
mod line;
mod reader;
mod ring;
mod segment;
#[cfg(test)]
mod tests;
mod watch;
mod writer;

pub use entry::{Cursor, Entry, Note, NoteKind};
pub use reader::{RecordedJournal, read};
pub use watch::{Quiet, Waited};

use line::Header;
use ring::{Ring, Thread};
use writer::Disk;

/// How a journal is kept.
#[derive(Clone, Debug)]
pub struct JournalConfig {
    /// Run folder; memory alone when absent, and what leaves memory is then lost.
    pub directory: Option<PathBuf>,
    /// Bytes of entries kept in memory.
    pub memory_limit_bytes: usize,
    /// Bytes written at most in the run folder.
    pub disk_limit_bytes: u64,
    /// Entries not yet written beyond which calls wait.
    pub queue_limit: usize,
}

impl Default for JournalConfig {
    fn default() -> Self {
        Self {
            directory: None,
            memory_limit_bytes: 32 * 1024 * 1024,
            disk_limit_bytes: 8 * 1024 * 1024 * 1024,
            queue_limit: 4096,
        }
    }
}

/// What can go wrong with a journal.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The run folder cannot be used.
    #[error(
        "the run folder {directory} cannot be used: {source}; choose a folder that can be written"
    )]
    Directory {
        /// Folder.
        directory: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The run folder holds a journal already: of an earlier run, or of a bench that still writes.
    #[error(
        "the folder {0} already holds a journal, which is never written over: choose another folder, or remove it first"
    )]
    Occupied(PathBuf),
    /// The disk thread could not start or ended badly.
    #[error("the journal's disk thread failed: {0}")]
    Thread(String),
    /// A line of a recorded journal cannot be read.
    #[error("line {line} of the journal cannot be read: {reason}")]
    Unreadable {
        /// Line, from 1 at the place where the reading began.
        line: u64,
        /// Why.
        reason: String,
    },
    /// A recorded journal was written by another version of the bench.
    #[error(
        "{what} is of version {found}, this program knows {known}: judge the run with the version that recorded it"
    )]
    UnknownVersion {
        /// What is of an unknown version.
        what: String,
        /// Version found.
        found: String,
        /// Version known; zero when the service itself is unknown.
        known: u32,
    },
}

/// What a closed journal says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalSummary {
    /// Exchanges recorded.
    pub exchanges: u64,
    /// Notes recorded.
    pub notes: u64,
    /// Digest of what was decided and answered, by lane, service, operation and ordinal; it does
    /// not depend on order, instants or bytes. Hexadecimal.
    pub digest: String,
    /// Troubles of the bench: the run is Non concluant when there is one.
    pub troubles: Vec<String>,
    /// Bytes in the run folder.
    pub bytes_on_disk: u64,
    /// Time that calls spent waiting for the disk, all calls together, in milliseconds.
    pub waited_ms: u64,
}

/// A journal; clones share it.
#[derive(Clone)]
pub struct Journal {
    handle: Arc<Handle>,
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Journal")
            .field("cursor", &self.cursor())
            .finish_non_exhaustive()
    }
}

/// Ends the disk thread when the last clone of the journal goes.
struct Handle {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<JournalSummary>>>,
    summary: Mutex<Option<JournalSummary>>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.ring().closing = true;
        self.shared.disk.notify_one();
    }
}

/// What the journal and its disk thread share.
pub(in crate::journal) struct Shared {
    ring: Mutex<Ring>,
    /// Wakes the disk thread.
    disk: Condvar,
    /// Something was recorded.
    changed: Notify,
    /// The disk thread has advanced.
    room: Notify,
    clock: Clock,
    directory: Option<PathBuf>,
    connections: AtomicU64,
}

impl Shared {
    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, ring: MutexGuard<'a, Ring>) -> MutexGuard<'a, Ring> {
        self.disk.wait(ring).unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a while, less when someone is in a hurry.
    fn linger<'a>(&self, ring: MutexGuard<'a, Ring>, time: Duration) -> MutexGuard<'a, Ring> {
        let waited = self
            .disk
            .wait_timeout_while(ring, time, |ring| !ring.is_urgent());
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn note(&self, lane: Option<&str>, kind: NoteKind) {
        let at = self.clock.mono();
        let mut ring = self.ring();
        let number = ring.next();
        // A panic or a refused connection is a trouble for whoever waits, not only for readers.
        if let NoteKind::ServicePanicked { front, message } = &kind {
            ring.troubles
                .push(format!("a task of the front {front} panicked: {message}"));
        } else if let NoteKind::AcceptFailed { front, reason } = &kind {
            ring.troubles.push(format!(
                "the front {front} could not accept connections: {reason}"
            ));
        }
        ring.push(Entry::Note(Arc::new(Note {
            number,
            lane: lane.map(Arc::from),
            at,
            kind,
        })));
        self.pushed(ring);
    }

    /// Wakes whom it may concern, without the lock.
    fn pushed(&self, mut ring: MutexGuard<'_, Ring>) {
        let wake = ring.has_to_be_woken() || ring.is_urgent();
        drop(ring);
        if wake {
            self.disk.notify_one();
        }
        self.changed.notify_waiters();
    }

    fn summary(&self) -> JournalSummary {
        let ring = self.ring();
        JournalSummary {
            exchanges: ring.exchanges,
            notes: ring.notes,
            digest: String::new(),
            troubles: ring.troubles.clone(),
            bytes_on_disk: 0,
            waited_ms: u64::try_from(ring.waited.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

impl Journal {
    /// Opens a journal; a run folder is created where asked.
    pub fn open(config: JournalConfig, clock: Clock) -> Result<Self, JournalError> {
        let header = Header {
            version: line::VERSION,
            origin: clock.wall_of(Mono(0)),
        };
        let disk = match &config.directory {
            Some(directory) => Some(Disk::create(directory, config.disk_limit_bytes, header)?),
            None => None,
        };
        let shared = Arc::new(Shared {
            ring: Mutex::new(Ring::new(config.memory_limit_bytes, config.queue_limit)),
            disk: Condvar::new(),
            changed: Notify::new(),
            room: Notify::new(),
            clock,
            directory: config.directory,
            connections: AtomicU64::new(0),
        });
        let of_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("banc-journal".to_owned())
            .spawn(move || writer::run(&of_thread, disk))
            .map_err(|error| JournalError::Thread(error.to_string()))?;
        Ok(Self {
            handle: Arc::new(Handle {
                shared,
                thread: Mutex::new(Some(thread)),
                summary: Mutex::new(None),
            }),
        })
    }

    fn shared(&self) -> &Shared {
        &self.handle.shared
    }

    /// The run folder, when there is one.
    pub fn directory(&self) -> Option<&Path> {
        self.shared().directory.as_deref()
    }

    /// Identifier of a new connection, unique in the run, from 1.
    pub fn next_connection(&self) -> u64 {
        self.shared().connections.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Records an exchange and gives it its number. It is visible at once, even if the call is
    /// abandoned while this waits for the disk; [`Stage::Recorded`] is stamped at the end.
    pub async fn record(&self, mut exchange: Exchange) -> Arc<Exchange> {
        let shared = self.shared();
        let (exchange, full) = {
            let mut ring = shared.ring();
            exchange.number = ring.next();
            let exchange = Arc::new(exchange);
            ring.push(Entry::Exchange(Arc::clone(&exchange)));
            let full = ring.is_full();
            shared.pushed(ring);
            (exchange, full)
        };
        if full {
            self.wait_for_room().await;
        }
        exchange
            .instants
            .stamp(Stage::Recorded, shared.clock.mono());
        exchange
    }

    async fn wait_for_room(&self) {
        let shared = self.shared();
        let from = shared.clock.mono();
        loop {
            let room = shared.room.notified();
            tokio::pin!(room);
            room.as_mut().enable();
            if !shared.ring().is_full() {
                break;
            }
            room.await;
        }
        shared.ring().waited += shared.clock.mono().since(from);
    }

    /// Says that instants were stamped after the exchange was recorded, so that the disk has them.
    pub fn stamped(&self, number: u64, instants: &Instants) {
        let shared = self.shared();
        let mut ring = shared.ring();
        ring.stamped(number, instants);
        let wake = ring.has_work() && ring.has_to_be_woken();
        drop(ring);
        if wake {
            shared.disk.notify_one();
        }
    }

    /// Records what is not an exchange.
    pub fn note(&self, lane: Option<&str>, kind: NoteKind) {
        self.shared().note(lane, kind);
    }

    /// The place after everything recorded so far.
    pub fn cursor(&self) -> Cursor {
        self.shared().ring().cursor()
    }

    /// Troubles of the bench so far.
    pub fn troubles(&self) -> Vec<String> {
        self.shared().ring().troubles.clone()
    }

    /// Waits until everything recorded so far was handed to the disk.
    pub async fn flush(&self) {
        let shared = self.shared();
        loop {
            let room = shared.room.notified();
            tokio::pin!(room);
            room.as_mut().enable();
            {
                let mut ring = shared.ring();
                if ring.is_settled() {
                    return;
                }
                ring.hurried = true;
            }
            shared.disk.notify_one();
            room.await;
        }
    }

    /// Writes what remains and ends the disk thread; what is recorded later stays in memory alone.
    pub async fn close(&self) -> Result<JournalSummary, JournalError> {
        let shared = self.shared();
        shared.ring().closing = true;
        shared.disk.notify_one();
        loop {
            let room = shared.room.notified();
            tokio::pin!(room);
            room.as_mut().enable();
            if shared.ring().thread == Thread::Ended {
                break;
            }
            room.await;
        }
        let thread = lock(&self.handle.thread).take();
        if let Some(thread) = thread {
            // The thread has said that it ended: this does not block.
            let summary = thread
                .join()
                .map_err(|_| JournalError::Thread("it panicked".to_owned()))?;
            *lock(&self.handle.summary) = Some(summary);
        }
        let summary = lock(&self.handle.summary).clone();
        summary.ok_or_else(|| JournalError::Thread("it panicked".to_owned()))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
