//! The recent entries in memory, bounded in bytes, and how far the disk thread has come.
//!
//! An entry leaves memory only once it was written (or given up), so what left can be read back.

use std::collections::VecDeque;
use std::time::Duration;

use super::entry::{Cursor, Entry};
use crate::exchange::Instants;

/// Everything behind the journal's lock.
pub(super) struct Ring {
    entries: VecDeque<(Entry, usize)>,
    /// Number of the entry at the front, or of the next one when there is none.
    first: u64,
    next: u64,
    bytes: usize,
    /// Bytes of the entries that are not written yet.
    pending_bytes: usize,
    /// Last entry handed to the disk thread.
    taken: u64,
    /// Last entry that the disk thread is done with.
    written: u64,
    /// Instants reached after the line of their exchange was taken.
    late: Vec<(u64, Instants)>,
    memory_limit: usize,
    queue_limit: u64,
    pub(super) exchanges: u64,
    pub(super) notes: u64,
    pub(super) troubles: Vec<String>,
    /// Time that calls spent waiting for the disk.
    pub(super) waited: Duration,
    /// Where some entries lie in the file: number and offset, ascending.
    pub(super) index: Vec<(u64, u64)>,
    /// Last entry that can be read back from disk.
    pub(super) on_disk: u64,
    /// What the disk thread is doing.
    pub(super) thread: Thread,
    /// Someone waits for the disk: no lingering.
    pub(super) hurried: bool,
    pub(super) closing: bool,
}

/// What the disk thread is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thread {
    /// It waits to be woken.
    Idle,
    /// It lets entries gather, or is about to.
    Gathering,
    /// It writes a batch.
    Writing,
    /// It has ended: nothing more is written.
    Ended,
}

/// What the disk thread is given to do.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) entries: Vec<Entry>,
    pub(super) late: Vec<(u64, Instants)>,
}

/// The part of a window that is in memory, and what has to be found elsewhere.
pub(super) struct InMemory {
    pub(super) entries: Vec<Entry>,
    /// First entry that has left memory, with the number after the last one.
    pub(super) evicted: std::ops::Range<u64>,
    pub(super) end: Cursor,
}

impl Ring {
    pub(super) fn new(memory_limit: usize, queue_limit: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            first: 1,
            next: 1,
            bytes: 0,
            pending_bytes: 0,
            taken: 0,
            written: 0,
            late: Vec::new(),
            memory_limit,
            queue_limit: queue_limit.max(1) as u64,
            exchanges: 0,
            notes: 0,
            troubles: Vec::new(),
            waited: Duration::ZERO,
            index: Vec::new(),
            on_disk: 0,
            thread: Thread::Gathering,
            hurried: false,
            closing: false,
        }
    }

    fn has_ended(&self) -> bool {
        self.thread == Thread::Ended
    }

    /// True when the disk thread has to be woken; said once.
    pub(super) fn has_to_be_woken(&mut self) -> bool {
        let idle = self.thread == Thread::Idle;
        if idle {
            self.thread = Thread::Gathering;
        }
        idle
    }

    /// Number that the next entry will have.
    pub(super) fn next(&self) -> u64 {
        self.next
    }

    /// The place after everything recorded so far.
    pub(super) fn cursor(&self) -> Cursor {
        Cursor(self.next - 1)
    }

    /// Appends an entry that carries the number [`Ring::next`].
    pub(super) fn push(&mut self, entry: Entry) {
        match entry {
            Entry::Exchange(_) => self.exchanges += 1,
            Entry::Note(_) => self.notes += 1,
        }
        let weight = entry.weight();
        self.entries.push_back((entry, weight));
        self.next += 1;
        self.bytes += weight;
        self.pending_bytes += weight;
        if self.has_ended() {
            self.taken = self.next - 1;
            self.done(self.next - 1);
        }
        self.evict();
    }

    /// Instants were reached after the exchange was recorded. They need a line of their own only
    /// when the exchange's line was taken already.
    pub(super) fn stamped(&mut self, number: u64, instants: &Instants) {
        if number <= self.taken && !self.has_ended() {
            self.late.push((number, instants.clone()));
        }
    }

    /// True when a call has to wait for the disk.
    pub(super) fn is_full(&self) -> bool {
        !self.has_ended()
            && (self.pending() > self.queue_limit || self.pending_bytes > self.memory_limit / 2)
    }

    /// True when the disk thread should not linger.
    pub(super) fn is_urgent(&self) -> bool {
        self.hurried
            || self.closing
            || self.pending() * 2 > self.queue_limit
            || self.pending_bytes > self.memory_limit / 4
    }

    /// True when there is something to write.
    pub(super) fn has_work(&self) -> bool {
        self.taken + 1 < self.next || !self.late.is_empty()
    }

    /// True when everything recorded so far was written.
    pub(super) fn is_settled(&self) -> bool {
        self.has_ended()
            || (self.thread != Thread::Writing
                && self.written + 1 == self.next
                && self.late.is_empty())
    }

    fn pending(&self) -> u64 {
        self.next - 1 - self.written
    }

    /// The next entries to write, at most `most`.
    pub(super) fn take(&mut self, most: usize) -> Batch {
        let skip = usize::try_from(self.taken + 1 - self.first).unwrap_or(usize::MAX);
        let entries: Vec<Entry> = self
            .entries
            .iter()
            .skip(skip)
            .take(most)
            .map(|(entry, _)| entry.clone())
            .collect();
        self.taken += entries.len() as u64;
        self.hurried = false;
        self.thread = Thread::Writing;
        Batch {
            entries,
            late: std::mem::take(&mut self.late),
        }
    }

    /// The batch last taken was written, or given up.
    pub(super) fn batch_done(&mut self) {
        self.thread = Thread::Gathering;
        self.done(self.taken);
    }

    /// The disk thread is done with the entries up to `last`.
    pub(super) fn done(&mut self, last: u64) {
        let from = usize::try_from((self.written + 1).saturating_sub(self.first)).unwrap_or(0);
        let count = usize::try_from(last.saturating_sub(self.written)).unwrap_or(0);
        let weights = self.entries.iter().skip(from).take(count);
        self.pending_bytes -= weights.map(|(_, weight)| weight).sum::<usize>();
        self.written = self.written.max(last);
        self.evict();
    }

    fn evict(&mut self) {
        while self.bytes > self.memory_limit && self.first <= self.written {
            let Some((_, weight)) = self.entries.pop_front() else {
                break;
            };
            self.bytes -= weight;
            self.first += 1;
        }
    }

    /// The entries after a cursor.
    pub(super) fn since(&self, cursor: Cursor, lane: Option<&str>) -> InMemory {
        let from = cursor.0 + 1;
        let skip = usize::try_from(from.saturating_sub(self.first)).unwrap_or(usize::MAX);
        InMemory {
            entries: self
                .entries
                .iter()
                .skip(skip)
                .filter(|(entry, _)| entry.is_of(lane))
                .map(|(entry, _)| entry.clone())
                .collect(),
            evicted: from..self.first.max(from),
            end: self.cursor(),
        }
    }

    /// Offset in the file from which an entry is certainly found.
    pub(super) fn offset_of(&self, number: u64) -> u64 {
        let after = self
            .index
            .partition_point(|(indexed, _)| *indexed <= number);
        after.checked_sub(1).map_or(0, |at| self.index[at].1)
    }
}
