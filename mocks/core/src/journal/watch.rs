//! Looking at the journal: a window of it, waiting for something, seeing that nothing comes.

use std::sync::Arc;
use std::time::Duration;

use super::entry::{Cursor, Entry, Note, NoteKind};
use super::reader;
use super::{Journal, Shared};
use crate::exchange::Exchange;

/// How a wait ended.
#[derive(Clone, Debug)]
pub struct Waited {
    /// The predicate became true before the deadline.
    pub satisfied: bool,
    /// The exchanges seen, from the cursor.
    pub exchanges: Vec<Arc<Exchange>>,
    /// How long it took, real time.
    pub waited: Duration,
    /// Troubles of the bench so far: nothing can be concluded when there is one.
    pub troubles: Vec<String>,
}

/// A window in which nothing matching was seen.
#[derive(Clone, Debug)]
pub struct Quiet {
    /// Its length, real monotonic time.
    pub window: Duration,
    /// Troubles of the bench so far: absence cannot be concluded when there is one.
    pub troubles: Vec<String>,
}

impl Shared {
    fn part_lost(&self, first: u64, count: u64, entries: &mut Vec<Entry>) {
        if count > 0 {
            entries.push(Entry::Note(Arc::new(Note {
                number: first,
                lane: None,
                at: self.clock.mono(),
                kind: NoteKind::EntriesLost { count },
            })));
        }
    }

    /// The evicted entries of a window: read back, and counted when they cannot be.
    fn evicted(&self, range: std::ops::Range<u64>, lane: Option<&str>) -> Vec<Entry> {
        let (offset, end_of_disk) = {
            let ring = self.ring();
            let end = range.end.min(ring.on_disk + 1).max(range.start);
            (ring.offset_of(range.start), end)
        };
        let mut entries = Vec::new();
        let mut lost_from = end_of_disk;
        if let Some(directory) = &self.directory
            && end_of_disk > range.start
        {
            let of_disk = range.start..end_of_disk;
            match reader::read_range(directory, offset, &of_disk, lane) {
                Ok(read) => entries = read,
                Err(error) => {
                    lost_from = range.start;
                    let trouble = format!("the journal could not be read back: {error}");
                    self.ring().troubles.push(trouble);
                }
            }
        }
        self.part_lost(lost_from, range.end - lost_from, &mut entries);
        entries
    }
}

impl Journal {
    /// The entries after a cursor, of one lane or of all. Those that left memory are read from
    /// disk, on the calling thread; where they cannot be, a note says how many are lost.
    pub fn since(&self, cursor: Cursor, lane: Option<&str>) -> Vec<Entry> {
        let shared = self.shared();
        let window = shared.ring().since(cursor, lane);
        if window.evicted.is_empty() {
            return window.entries;
        }
        let mut entries = shared.evicted(window.evicted, lane);
        entries.extend(window.entries);
        entries
    }

    /// The exchanges after a cursor, and the place after the last entry looked at.
    async fn exchanges_since(
        &self,
        cursor: Cursor,
        lane: Option<&str>,
    ) -> (Vec<Arc<Exchange>>, Cursor) {
        let window = self.shared().ring().since(cursor, lane);
        let mut entries = Vec::new();
        if !window.evicted.is_empty() {
            let shared = Arc::clone(&self.handle.shared);
            let (range, lane) = (window.evicted, lane.map(str::to_owned));
            let read =
                tokio::task::spawn_blocking(move || shared.evicted(range, lane.as_deref())).await;
            entries = read.unwrap_or_default();
        }
        entries.extend(window.entries);
        for note in entries.iter().filter_map(Entry::note) {
            if let NoteKind::EntriesLost { count } = note.kind {
                let trouble =
                    format!("{count} entries left the journal's memory and are not on disk");
                self.shared().ring().troubles.push(trouble);
            }
        }
        let exchanges = entries.iter().filter_map(Entry::exchange).cloned();
        (exchanges.collect(), window.end)
    }

    /// Waits until the exchanges after a cursor satisfy a predicate, for `deadline` at most. The
    /// predicate is given all of them each time, first as they are now.
    pub async fn wait_until(
        &self,
        cursor: Cursor,
        lane: Option<&str>,
        deadline: Duration,
        mut predicate: impl FnMut(&[Arc<Exchange>]) -> bool,
    ) -> Waited {
        let shared = self.shared();
        let from = shared.clock.mono();
        let limit = tokio::time::sleep(deadline);
        tokio::pin!(limit);
        let mut exchanges = Vec::new();
        let mut place = cursor;
        let mut looked = false;
        let satisfied = loop {
            let changed = shared.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            let (new, next) = self.exchanges_since(place, lane).await;
            place = next;
            if !new.is_empty() || !looked {
                looked = true;
                exchanges.extend(new);
                if predicate(&exchanges) {
                    break true;
                }
            }
            tokio::select! {
                () = changed => {}
                () = &mut limit => break false,
            }
        };
        Waited {
            satisfied,
            exchanges,
            waited: shared.clock.mono().since(from),
            troubles: self.troubles(),
        }
    }

    /// Sees that no matching exchange comes after a cursor for a whole window that begins now;
    /// gives the first one when one has come.
    pub async fn quiet(
        &self,
        cursor: Cursor,
        lane: Option<&str>,
        window: Duration,
        matches: impl Fn(&Exchange) -> bool,
    ) -> Result<Quiet, Arc<Exchange>> {
        let mut seen = 0;
        let mut found = None;
        let waited = self
            .wait_until(cursor, lane, window, |exchanges| {
                found = exchanges[seen..].iter().find(|e| matches(e)).cloned();
                seen = exchanges.len();
                found.is_some()
            })
            .await;
        match found {
            Some(exchange) => Err(exchange),
            None => Ok(Quiet {
                window: waited.waited,
                troubles: waited.troubles,
            }),
        }
    }
}
