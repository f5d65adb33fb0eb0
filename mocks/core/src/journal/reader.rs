//! Reading a journal back from its run folder: whole for `banc judge`, in part for entries that
//! left memory.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;

use super::entry::Entry;
use super::line::{self, ReadLine};
use super::segment;
use super::{JournalError, JournalSummary};
use crate::exchange::{Body, BodyPlace, Exchange};

/// A journal read from a run folder.
#[derive(Debug)]
pub struct RecordedJournal {
    /// Wall time of the monotonic zero: the wall time of an instant is this plus the instant.
    pub origin: Timestamp,
    /// Entries, in the order of their numbers, bodies included.
    pub entries: Vec<Entry>,
    /// What the run said when it closed its journal; absent when it was killed.
    pub end: Option<JournalSummary>,
    /// The last line was cut: the run was killed while writing.
    pub cut: bool,
    /// Bodies that could not be found or that do not have their digest any more.
    pub missing_bodies: u64,
}

impl RecordedJournal {
    /// The exchanges, in order.
    pub fn exchanges(&self) -> impl Iterator<Item = &Arc<Exchange>> {
        self.entries.iter().filter_map(Entry::exchange)
    }
}

/// Reads the journal of a run folder.
pub fn read(directory: &Path) -> Result<RecordedJournal, JournalError> {
    let mut scan = Scan::open(directory, 0)?;
    let Some(ReadLine {
        journal: Some(header),
        ..
    }) = scan.next()?
    else {
        return Err(JournalError::Unreadable {
            line: 1,
            reason: "no journal header: is this a run folder?".to_owned(),
        });
    };
    if header.version != line::VERSION {
        return Err(JournalError::UnknownVersion {
            what: "journal".to_owned(),
            found: header.version.to_string(),
            known: line::VERSION,
        });
    }
    let mut bodies = Bodies::new(directory);
    let mut entries: Vec<Entry> = Vec::new();
    let mut places = HashMap::new();
    let mut end = None;
    while let Some(read) = scan.next()? {
        if let Some(exchange) = read.exchange {
            places.insert(exchange.number, entries.len());
            entries.push(Entry::Exchange(Arc::new(bodies.restore(exchange))));
        } else if let Some(note) = read.note {
            entries.push(Entry::Note(Arc::new(note)));
        } else if let (Some(number), Some(instants)) = (read.closed, read.instants) {
            let entry = places.get(&number).and_then(|at| entries.get(*at));
            if let Some(exchange) = entry.and_then(Entry::exchange) {
                exchange.instants.adopt(&instants);
            }
        } else {
            end = read.end.or(end);
        }
    }
    Ok(RecordedJournal {
        origin: header.origin,
        entries,
        end,
        cut: scan.cut,
        missing_bodies: bodies.missing,
    })
}

/// Reads the entries of a range, from an offset at or before the first one. The file is read to
/// its end, because the last instants of an exchange come after it.
pub(super) fn read_range(
    directory: &Path,
    offset: u64,
    range: &Range<u64>,
    lane: Option<&str>,
) -> Result<Vec<Entry>, JournalError> {
    let mut scan = Scan::open(directory, offset)?;
    let mut bodies = Bodies::new(directory);
    let mut entries: Vec<Entry> = Vec::new();
    let mut places = HashMap::new();
    while let Some(read) = scan.next()? {
        let entry = if let Some(exchange) = read.exchange {
            if !range.contains(&exchange.number) {
                continue;
            }
            Entry::Exchange(Arc::new(exchange))
        } else if let Some(note) = read.note {
            Entry::Note(Arc::new(note))
        } else {
            if let (Some(number), Some(instants)) = (read.closed, read.instants) {
                let entry = places.get(&number).and_then(|at: &usize| entries.get(*at));
                if let Some(exchange) = entry.and_then(Entry::exchange) {
                    exchange.instants.adopt(&instants);
                }
            }
            continue;
        };
        if range.contains(&entry.number()) && entry.is_of(lane) {
            let entry = match entry {
                Entry::Exchange(exchange) => {
                    Entry::Exchange(Arc::new(bodies.restore(Arc::unwrap_or_clone(exchange))))
                }
                note @ Entry::Note(_) => note,
            };
            places.insert(entry.number(), entries.len());
            entries.push(entry);
        }
    }
    Ok(entries)
}

/// The lines of the file, one after the other.
struct Scan {
    lines: BufReader<File>,
    number: u64,
    /// The last line was cut.
    cut: bool,
}

impl Scan {
    fn open(directory: &Path, offset: u64) -> Result<Self, JournalError> {
        let failed = |source| JournalError::Directory {
            directory: directory.to_owned(),
            source,
        };
        let mut file = File::open(directory.join(line::FILE)).map_err(failed)?;
        file.seek(SeekFrom::Start(offset)).map_err(failed)?;
        Ok(Self {
            lines: BufReader::with_capacity(256 * 1024, file),
            number: 0,
            cut: false,
        })
    }

    fn next(&mut self) -> Result<Option<ReadLine>, JournalError> {
        let mut text = Vec::new();
        self.number += 1;
        let read = self.lines.read_until(b'\n', &mut text);
        read.map_err(|error| self.unreadable(&error))?;
        if text.is_empty() {
            return Ok(None);
        }
        if text.last() != Some(&b'\n') {
            // A line without its end was being written when the run was killed.
            self.cut = true;
            return Ok(None);
        }
        let line: ReadLine = serde_json::from_slice(&text)
            .map_err(|error| unknown_observed(&text).unwrap_or_else(|| self.unreadable(&error)))?;
        if let Some(observed) = line.exchange.as_ref().and_then(|e| e.observed.as_ref())
            && observed.version() != observed.known_version()
        {
            return Err(JournalError::UnknownVersion {
                what: format!("observation of {}", observed.service()),
                found: observed.version().to_string(),
                known: observed.known_version(),
            });
        }
        Ok(Some(line))
    }

    fn unreadable(&self, error: &dyn std::error::Error) -> JournalError {
        JournalError::Unreadable {
            line: self.number,
            reason: error.to_string(),
        }
    }
}

/// Says whether a line could not be read because what a service understood is of an unknown kind.
fn unknown_observed(text: &[u8]) -> Option<JournalError> {
    let line: serde_json::Value = serde_json::from_slice(text).ok()?;
    let observed = line.pointer("/exchange/observed")?;
    let service = observed.get("service")?.as_str()?;
    let version = observed.get("version")?.as_u64()?;
    let known = if service == "insi" {
        crate::observed::insi::VERSION
    } else {
        0
    };
    (version != u64::from(known)).then(|| JournalError::UnknownVersion {
        what: format!("observation of {service}"),
        found: version.to_string(),
        known,
    })
}

/// The bodies of a run folder, read segment by segment and shared.
struct Bodies<'a> {
    directory: &'a Path,
    segments: HashMap<u32, Option<Bytes>>,
    sound: HashMap<BodyPlace, bool>,
    missing: u64,
}

impl<'a> Bodies<'a> {
    fn new(directory: &'a Path) -> Self {
        Self {
            directory,
            segments: HashMap::new(),
            sound: HashMap::new(),
            missing: 0,
        }
    }

    fn restore(&mut self, mut exchange: Exchange) -> Exchange {
        self.fill(&mut exchange.request.body);
        if let Some(response) = &mut exchange.response {
            self.fill(&mut response.body);
        }
        exchange
    }

    fn fill(&mut self, body: &mut Body) {
        if body.length == 0 {
            return;
        }
        if let Some(bytes) = self.find(body) {
            body.bytes = bytes;
        } else {
            self.missing += 1;
        }
    }

    fn find(&mut self, body: &Body) -> Option<Bytes> {
        let place = body.place()?;
        let directory = self.directory;
        let segment = self.segments.entry(place.segment).or_insert_with(|| {
            let read = fs::read(segment::path(directory, place.segment));
            read.ok().map(Bytes::from)
        });
        let start = usize::try_from(place.offset).ok()?;
        let end = start.checked_add(usize::try_from(body.length).ok()?)?;
        let segment = segment.as_ref().filter(|segment| segment.len() >= end)?;
        let bytes = segment.slice(start..end);
        let sound = self.sound.entry(place);
        let sound = sound.or_insert_with(|| Body::new(bytes.clone()).digest() == body.digest());
        sound.then_some(bytes)
    }
}
