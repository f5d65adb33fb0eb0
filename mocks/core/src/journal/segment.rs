//! The bodies of a run: append-only segment files, deduplicated by digest over a bounded window.

use std::collections::{HashMap, VecDeque};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::exchange::{Body, BodyPlace};

/// A segment is closed once it has reached this size.
const SEGMENT_BYTES: u64 = 64 * 1024 * 1024;

/// Distinct bodies remembered for deduplication.
const WINDOW: usize = 8192;

/// Path of a segment in the run folder.
pub(super) fn path(directory: &Path, segment: u32) -> PathBuf {
    directory.join("bodies").join(format!("{segment:05}.seg"))
}

/// The writer of segments.
pub(super) struct Segments {
    directory: PathBuf,
    number: u32,
    file: File,
    /// Bytes given to the current segment, buffered ones included.
    length: u64,
    buffer: Vec<u8>,
    known: HashMap<[u8; 32], BodyPlace>,
    order: VecDeque<[u8; 32]>,
}

impl Segments {
    pub(super) fn create(directory: &Path) -> io::Result<Self> {
        fs::create_dir_all(directory.join("bodies"))?;
        Ok(Self {
            directory: directory.to_owned(),
            number: 0,
            file: open(&path(directory, 0))?,
            length: 0,
            buffer: Vec::new(),
            known: HashMap::new(),
            order: VecDeque::new(),
        })
    }

    /// Gives the body its place; returns the bytes that it added to the disk.
    pub(super) fn store(&mut self, body: &Body) -> io::Result<u64> {
        if body.bytes.is_empty() {
            return Ok(0);
        }
        let digest = body.digest();
        if let Some(place) = self.known.get(&digest) {
            body.set_place(*place);
            return Ok(0);
        }
        if self.length >= SEGMENT_BYTES {
            self.flush()?;
            self.number += 1;
            self.file = open(&path(&self.directory, self.number))?;
            self.length = 0;
        }
        let place = BodyPlace {
            segment: self.number,
            offset: self.length,
        };
        self.buffer.extend_from_slice(&body.bytes);
        self.length += body.length;
        body.set_place(place);
        if self.order.len() == WINDOW
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        self.order.push_back(digest);
        self.known.insert(digest, place);
        Ok(body.length)
    }

    /// Hands the buffered bytes to the system.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.file.write_all(&self.buffer)?;
        self.buffer.clear();
        self.buffer.shrink_to(1024 * 1024);
        Ok(())
    }
}

/// A file, emptied, that the user alone may read: simulated secrets are kept raw in a run folder.
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
}

/// The same, but it must not be there yet.
pub(super) fn open_new(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}
