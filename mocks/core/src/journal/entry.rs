//! What a journal holds: exchanges, and notes on what is not an exchange.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::clock::Mono;
use crate::exchange::Exchange;

/// One entry of the journal.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A call and its answer.
    Exchange(Arc<Exchange>),
    /// Something that happened and that is not a call.
    Note(Arc<Note>),
}

impl Entry {
    /// Place in the journal, from 1; exchanges and notes share one numbering.
    pub fn number(&self) -> u64 {
        match self {
            Self::Exchange(exchange) => exchange.number,
            Self::Note(note) => note.number,
        }
    }

    /// The exchange, when it is one.
    pub fn exchange(&self) -> Option<&Arc<Exchange>> {
        match self {
            Self::Exchange(exchange) => Some(exchange),
            Self::Note(_) => None,
        }
    }

    /// The note, when it is one.
    pub fn note(&self) -> Option<&Arc<Note>> {
        match self {
            Self::Exchange(_) => None,
            Self::Note(note) => Some(note),
        }
    }

    /// True when the entry belongs to that lane. A note without a lane belongs to every lane.
    pub fn is_of(&self, lane: Option<&str>) -> bool {
        let Some(lane) = lane else { return true };
        match self {
            Self::Exchange(exchange) => &*exchange.lane == lane,
            Self::Note(note) => note.lane.as_deref().is_none_or(|of| of == lane),
        }
    }

    /// Bytes of memory that the entry is counted for.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Exchange(exchange) => exchange_weight(exchange),
            Self::Note(_) => 512,
        }
    }
}

/// An estimate on the generous side: allocations round up, and what a service understood is a
/// handful of small strings.
fn exchange_weight(exchange: &Exchange) -> usize {
    const FIXED: usize = size_of::<Exchange>() + 512;
    const OBSERVED: usize = 1536;
    const PER_HEADER: usize = 96;
    let headers = |headers: &[(String, String)]| {
        headers
            .iter()
            .map(|(name, value)| PER_HEADER + name.len() + value.len())
            .sum::<usize>()
    };
    let response = exchange.response.as_ref().map_or(0, |response| {
        headers(&response.headers) + response.body.bytes.len()
    });
    let observed = exchange.observed.as_ref().map_or(0, |_| OBSERVED);
    let faults = exchange.faults.len() * 512 + exchange.variations.len() * 64;
    FIXED
        + headers(&exchange.request.headers)
        + exchange.request.target.len()
        + exchange.request.body.bytes.len()
        + response
        + observed
        + faults
}

/// A place in the journal: everything recorded before it is behind it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Cursor(pub u64);

/// Something that happened and that is not a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Place in the journal, from 1.
    pub number: u64,
    /// Lane, absent when it concerns the whole bench.
    pub lane: Option<Arc<str>>,
    /// When.
    pub at: Mono,
    /// What.
    #[serde(flatten)]
    pub kind: NoteKind,
}

/// What a note says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NoteKind {
    /// A TLS handshake did not end well.
    HandshakeFailed {
        /// Front.
        front: String,
        /// Peer address and port.
        peer: String,
        /// Why.
        reason: String,
        /// Cipher suites that the client offered, IANA names where known; empty when its first
        /// message could not be read.
        suites: Vec<String>,
    },
    /// A connection ended without a whole request: half a head, silence, bytes that are not HTTP.
    RequestAbandoned {
        /// Front.
        front: String,
        /// Peer address and port.
        peer: String,
        /// Why.
        reason: String,
    },
    /// Another fault plan is in force.
    FaultPlanChanged {
        /// Names of its rules and variations, in order.
        rules: Vec<String>,
    },
    /// The simulated clock was moved.
    ClockMoved {
        /// What the simulated time is now ahead of the wall time, in milliseconds.
        ahead_ms: i64,
    },
    /// A task that serves a front panicked: a trouble of the bench.
    ServicePanicked {
        /// Front.
        front: String,
        /// Message of the panic.
        message: String,
    },
    /// Connections could not be accepted for a while.
    AcceptFailed {
        /// Front.
        front: String,
        /// Why.
        reason: String,
    },
    /// A service told the software something by a call of its own.
    Notified {
        /// The service.
        service: String,
        /// What was told, e.g. `logout_token`.
        what: String,
        /// Address called.
        to: String,
        /// HTTP status of the software's answer, when there was one.
        status: Option<u16>,
        /// Why there was no answer.
        failure: Option<String>,
    },
    /// The journal could not write: a trouble of the bench.
    DiskTrouble {
        /// Why.
        message: String,
    },
    /// A front accepts connections.
    ListenerOpened {
        /// Front.
        front: String,
        /// Address and port.
        address: String,
    },
    /// A front accepts connections no more.
    ListenerClosed {
        /// Front.
        front: String,
    },
    /// Entries that left memory and are not on disk: made by the reading, never written.
    EntriesLost {
        /// How many.
        count: u64,
    },
}

impl NoteKind {
    /// True when it is a trouble of the bench: what rests on this run is then Non concluant.
    pub fn is_trouble(&self) -> bool {
        matches!(
            self,
            Self::ServicePanicked { .. }
                | Self::AcceptFailed { .. }
                | Self::DiskTrouble { .. }
                | Self::EntriesLost { .. }
        )
    }
}
