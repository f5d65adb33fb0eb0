//! The lines of `exchanges.jsonl`.
//!
//! The first line is the header. Then one line per exchange or note, and small `closed` lines that
//! bring the last instants of an exchange. A run that ended well has an `end` line.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::JournalSummary;
use super::entry::Note;
use crate::exchange::{Exchange, Instants};

/// Version of the file's shape.
pub(super) const VERSION: u32 = 1;

/// Name of the file in the run folder.
pub(super) const FILE: &str = "exchanges.jsonl";

/// First line.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Header {
    /// [`VERSION`].
    pub(super) version: u32,
    /// Wall time of the monotonic zero.
    pub(super) origin: Timestamp,
}

/// A line to write.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line<'a> {
    Journal(Header),
    Exchange(&'a Exchange),
    Note(&'a Note),
    End(&'a JournalSummary),
    #[serde(untagged)]
    Closed {
        closed: u64,
        instants: &'a Instants,
    },
}

impl Line<'_> {
    /// Appends the line and its end to a buffer.
    pub(super) fn append(&self, buffer: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        serde_json::to_writer(&mut *buffer, self)?;
        buffer.push(b'\n');
        Ok(())
    }
}

/// A line read: exactly one of these, `instants` going with `closed`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadLine {
    pub(super) journal: Option<Header>,
    pub(super) exchange: Option<Exchange>,
    pub(super) note: Option<Note>,
    pub(super) closed: Option<u64>,
    pub(super) instants: Option<Instants>,
    pub(super) end: Option<JournalSummary>,
}

impl Instants {
    /// Takes every instant that the other reached.
    pub(super) fn adopt(&self, other: &Self) {
        for stage in crate::exchange::Stage::ALL {
            if let Some(at) = other.at(stage) {
                self.stamp(stage, at);
            }
        }
    }
}
