//! The disk thread: it serialises, hashes and writes what was recorded, off the connections' tasks.
//!
//! A journal without a directory has the thread too: it computes the digest.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest;

use super::entry::{Entry, NoteKind};
use super::line::{self, Header, Line};
use super::ring::{Batch, Thread};
use super::segment::{self, Segments};
use super::{JournalError, JournalSummary, Shared};
use crate::exchange::{Exchange, Instants};

/// Entries written at once.
const BATCH: usize = 512;

/// How long the thread lets entries gather, so that it does not wake for each: the most that a
/// killed run loses.
const LINGER: Duration = Duration::from_millis(5);

/// An entry in so many has its offset kept in memory.
const INDEX_EVERY: u64 = 128;

/// The files of a run.
pub(super) struct Disk {
    lines: File,
    segments: Segments,
    /// Length of the lines' file.
    offset: u64,
    used: u64,
    limit: u64,
    /// Writing stopped for good, after a trouble.
    stopped: bool,
}

impl Disk {
    pub(super) fn create(
        directory: &Path,
        limit: u64,
        header: Header,
    ) -> Result<Self, JournalError> {
        let failed = |source: io::Error| JournalError::Directory {
            directory: directory.to_owned(),
            source,
        };
        std::fs::create_dir_all(directory).map_err(failed)?;
        // First, so that the bodies of another journal are not touched.
        let mut lines = match segment::open_new(&directory.join(line::FILE)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(JournalError::Occupied(directory.to_owned()));
            }
            opened => opened.map_err(failed)?,
        };
        let segments = Segments::create(directory).map_err(failed)?;
        let mut first = Vec::new();
        Line::Journal(header)
            .append(&mut first)
            .map_err(|error| failed(error.into()))?;
        lines.write_all(&first).map_err(failed)?;
        let offset = first.len() as u64;
        Ok(Self {
            lines,
            segments,
            offset,
            used: offset,
            limit,
            stopped: false,
        })
    }

    /// Writes a batch; returns the index entries and the last number that is now on disk.
    fn write(&mut self, batch: &Batch) -> Result<(Vec<(u64, u64)>, u64), DiskStop> {
        let mut buffer = Vec::with_capacity(batch.entries.len() * 2048);
        let mut index = Vec::new();
        let mut last = 0;
        let mut reached = false;
        for entry in &batch.entries {
            if self.used + buffer.len() as u64 > self.limit {
                reached = true;
                break;
            }
            let number = entry.number();
            if number % INDEX_EVERY == 1 {
                index.push((number, self.offset + buffer.len() as u64));
            }
            match entry {
                Entry::Exchange(exchange) => {
                    self.used += self.segments.store(&exchange.request.body)?;
                    if let Some(response) = &exchange.response {
                        self.used += self.segments.store(&response.body)?;
                    }
                    Line::Exchange(exchange).append(&mut buffer)?;
                }
                Entry::Note(note) => Line::Note(note).append(&mut buffer)?,
            }
            last = number;
        }
        append_late(&batch.late, &mut buffer)?;
        self.segments.flush()?;
        self.append(&buffer)?;
        if reached {
            return Err(DiskStop::Limit {
                index,
                last,
                limit: self.limit,
            });
        }
        Ok((index, last))
    }

    fn append(&mut self, buffer: &[u8]) -> io::Result<()> {
        self.lines.write_all(buffer)?;
        self.offset += buffer.len() as u64;
        self.used += buffer.len() as u64;
        Ok(())
    }
}

fn append_late(late: &[(u64, Instants)], buffer: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    for (number, instants) in late {
        let line = Line::Closed {
            closed: *number,
            instants,
        };
        line.append(buffer)?;
    }
    Ok(())
}

/// Why nothing more is written.
enum DiskStop {
    Limit {
        index: Vec<(u64, u64)>,
        last: u64,
        limit: u64,
    },
    Failed(String),
}

impl From<io::Error> for DiskStop {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<serde_json::Error> for DiskStop {
    fn from(error: serde_json::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Marks the thread as ended whatever ends it, so that no call waits for it in vain.
struct Ending(Arc<Shared>);

impl Drop for Ending {
    fn drop(&mut self) {
        let mut ring = self.0.ring();
        ring.thread = Thread::Ended;
        let last = ring.next() - 1;
        ring.done(last);
        if std::thread::panicking() {
            let trouble = "the journal's disk thread panicked".to_owned();
            ring.troubles.push(trouble);
        }
        drop(ring);
        self.0.room.notify_waiters();
        self.0.changed.notify_waiters();
    }
}

/// Body of the thread.
pub(super) fn run(shared: &Arc<Shared>, mut disk: Option<Disk>) -> JournalSummary {
    let ending = Ending(Arc::clone(shared));
    let mut decisions = Decisions::default();
    while let Some(batch) = next_batch(shared) {
        for entry in &batch.entries {
            if let Entry::Exchange(exchange) = entry {
                decisions.add(exchange);
            }
        }
        write_batch(shared, disk.as_mut(), &batch);
        shared.ring().batch_done();
        shared.room.notify_waiters();
    }
    let summary = JournalSummary {
        digest: decisions.finish(),
        bytes_on_disk: disk.as_ref().map_or(0, |disk| disk.used),
        ..shared.summary()
    };
    let summary = end(shared, disk.as_mut(), summary);
    drop(ending);
    summary
}

fn write_batch(shared: &Arc<Shared>, disk: Option<&mut Disk>, batch: &Batch) {
    let Some(disk) = disk.filter(|disk| !disk.stopped) else {
        return;
    };
    let stop = match disk.write(batch) {
        Ok((index, last)) => {
            let mut ring = shared.ring();
            ring.index.extend(index);
            ring.on_disk = ring.on_disk.max(last);
            return;
        }
        Err(stop) => stop,
    };
    disk.stopped = true;
    let message = match stop {
        DiskStop::Limit { index, last, limit } => {
            let mut ring = shared.ring();
            ring.index.extend(index);
            ring.on_disk = ring.on_disk.max(last);
            format!(
                "the journal reached its limit of {limit} bytes on disk: what follows is not kept; raise the limit or run fewer scenarios"
            )
        }
        DiskStop::Failed(reason) => {
            format!("the journal could not be written: {reason}; free some space and run again")
        }
    };
    shared.ring().troubles.push(message.clone());
    shared.note(None, NoteKind::DiskTrouble { message });
}

fn end(shared: &Arc<Shared>, disk: Option<&mut Disk>, summary: JournalSummary) -> JournalSummary {
    let Some(disk) = disk else { return summary };
    let mut buffer = Vec::new();
    let written = Line::End(&summary)
        .append(&mut buffer)
        .map_err(io::Error::from)
        .and_then(|()| disk.append(&buffer))
        .and_then(|()| disk.lines.sync_data());
    if let Err(error) = written {
        let trouble = format!("the journal's last line could not be written: {error}");
        shared.ring().troubles.push(trouble);
        return JournalSummary {
            troubles: shared.ring().troubles.clone(),
            ..summary
        };
    }
    summary
}

/// Waits for something to write; nothing when the journal is closing and all was written.
fn next_batch(shared: &Shared) -> Option<Batch> {
    let mut ring = shared.ring();
    while !ring.has_work() {
        if ring.closing {
            return None;
        }
        ring.thread = Thread::Idle;
        ring = shared.wait(ring);
        ring.thread = Thread::Gathering;
    }
    if !ring.is_urgent() {
        ring = shared.linger(ring, LINGER);
    }
    Some(ring.take(BATCH))
}

/// Digest of what was decided and answered, whatever the order, the instants and the bytes: two
/// runs with the same seed have the same one, however their calls interleaved.
#[derive(Default)]
struct Decisions([u64; 4]);

impl Decisions {
    fn add(&mut self, exchange: &Exchange) {
        let mut context = digest::Context::new(&digest::SHA256);
        let mut field = |bytes: &[u8]| {
            context.update(&(bytes.len() as u64).to_le_bytes());
            context.update(bytes);
        };
        field(exchange.lane.as_bytes());
        field(exchange.service.as_bytes());
        field(exchange.operation.as_bytes());
        field(&exchange.ordinal.to_le_bytes());
        for fault in &exchange.faults {
            field(fault.rule.as_bytes());
            field(fault.fault.as_bytes());
            for (name, value) in &fault.parameters {
                field(name.as_bytes());
                field(value.to_string().as_bytes());
            }
        }
        for variation in &exchange.variations {
            field(variation.as_bytes());
        }
        let status = exchange.response.as_ref().map_or(0, |answer| answer.status);
        field(&status.to_le_bytes());
        let digest = context.finish();
        for (sum, part) in self.0.iter_mut().zip(digest.as_ref().chunks_exact(8)) {
            let mut word = [0_u8; 8];
            word.copy_from_slice(part);
            *sum = sum.wrapping_add(u64::from_le_bytes(word));
        }
    }

    fn finish(&self) -> String {
        self.0
            .iter()
            .map(|sum| hex::encode(sum.to_le_bytes()))
            .collect()
    }
}
