//! Where the time of one call went, from the instants stamped by the bench.
//!
//! The bench sees its own end of the wire: "client upload" is the time during which it waited for
//! the software's bytes, "download" the time its own bytes took to leave.

use std::time::Duration;

use banc_core::Exchange;
use banc_core::clock::Mono;
use banc_core::exchange::Stage;
use banc_core::fault::LATENCY_MS;
use serde::{Deserialize, Serialize};

/// A part of a call, in the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leg {
    /// TCP accepted to TLS ready; first call of a connection only.
    Handshake,
    /// First byte to last byte of the request.
    Upload,
    /// Recording, decision of faults, and the service's own computation.
    Mock,
    /// Latency asked for by the fault plan.
    Injected,
    /// Answer ready to last byte written.
    Download,
}

impl Leg {
    /// Every leg, in the order of time.
    pub const ALL: [Self; 5] = [
        Self::Handshake,
        Self::Upload,
        Self::Mock,
        Self::Injected,
        Self::Download,
    ];

    /// Label in the words of a practice.
    pub fn label(self) -> &'static str {
        match self {
            Self::Handshake => "Connexion sécurisée",
            Self::Upload => "Envoi par le logiciel",
            Self::Mock => "Traitement par le simulateur",
            Self::Injected => "Attente ajoutée par le banc",
            Self::Download => "Retour de la réponse",
        }
    }

    /// Stable name, for style sheets.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Handshake => "connexion",
            Self::Upload => "envoi",
            Self::Mock => "simulateur",
            Self::Injected => "injecte",
            Self::Download => "retour",
        }
    }
}

/// One leg of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Which.
    pub leg: Leg,
    /// Start.
    pub from: Mono,
    /// End, never before the start.
    pub to: Mono,
}

impl Segment {
    /// How long it lasted.
    pub fn duration(&self) -> Duration {
        self.to.since(self.from)
    }
}

/// The legs of one call that were reached, in the order of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Number of the exchange.
    pub number: u64,
    /// Its legs.
    pub segments: Vec<Segment>,
    /// True when the last byte of the answer left.
    pub complete: bool,
}

impl Timeline {
    /// First instant.
    pub fn start(&self) -> Option<Mono> {
        self.segments.iter().map(|segment| segment.from).min()
    }

    /// Last instant.
    pub fn end(&self) -> Option<Mono> {
        self.segments.iter().map(|segment| segment.to).max()
    }

    /// Duration of a leg, zero when it was not reached.
    pub fn duration(&self, leg: Leg) -> Duration {
        self.segments
            .iter()
            .filter(|segment| segment.leg == leg)
            .map(Segment::duration)
            .sum()
    }

    /// First byte of the request to last byte of the answer, without the handshake.
    pub fn call_duration(&self) -> Option<Duration> {
        let first = self
            .segments
            .iter()
            .find(|segment| segment.leg != Leg::Handshake)?;
        Some(self.end()?.since(first.from))
    }
}

/// The timeline of an exchange.
pub fn timeline(exchange: &Exchange) -> Timeline {
    let at = |stage| exchange.instants.at(stage);
    let mut segments = Vec::new();
    let mut push = |leg, from: Option<Mono>, to: Option<Mono>| {
        if let (Some(from), Some(to)) = (from, to)
            && to >= from
        {
            segments.push(Segment { leg, from, to });
        }
    };
    let connection = &exchange.connection;
    if exchange.rank == 1 {
        push(
            Leg::Handshake,
            Some(connection.accepted),
            connection.tls_ready,
        );
    }
    let request_from = at(Stage::FirstRequestByte).or(at(Stage::Head));
    push(Leg::Upload, request_from, at(Stage::BodyEnd));
    // Latency asked for is counted from the answer and hides the recording; without it the recording
    // is the bench's own time.
    let answered = at(Stage::Answered);
    let ready = if requested_latency(exchange).is_some() {
        push(Leg::Mock, at(Stage::BodyEnd), answered);
        push(Leg::Injected, answered, at(Stage::Released));
        at(Stage::Released)
    } else {
        let recorded = at(Stage::Recorded).or(answered);
        push(Leg::Mock, at(Stage::BodyEnd), recorded);
        recorded
    };
    push(Leg::Download, ready, at(Stage::LastByte));
    Timeline {
        number: exchange.number,
        segments,
        complete: at(Stage::LastByte).is_some(),
    }
}

/// Latency asked for by the faults of an exchange, all of them together; `None` when there is none.
pub fn requested_latency(exchange: &Exchange) -> Option<Duration> {
    let mut asked: Option<f64> = None;
    for fault in &exchange.faults {
        if let Some(ms) = fault
            .parameters
            .get(LATENCY_MS)
            .and_then(serde_json::Value::as_f64)
        {
            *asked.get_or_insert(0.0) += ms;
        }
    }
    Duration::try_from_secs_f64(asked? / 1e3).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::sample;

    #[test]
    fn every_leg_of_a_first_call_is_found_and_they_touch() {
        let exchange = sample::exchange(1, "l", Some(100.0));
        let timeline = timeline(&exchange);
        let legs: Vec<Leg> = timeline
            .segments
            .iter()
            .map(|segment| segment.leg)
            .collect();
        assert_eq!(legs, Leg::ALL);
        assert!(timeline.complete);
        assert_eq!(timeline.duration(Leg::Handshake), Duration::from_millis(4));
        assert_eq!(
            timeline.duration(Leg::Injected),
            Duration::from_micros(100_200)
        );
        let call = timeline.call_duration().unwrap();
        let sum: Duration = Leg::ALL[1..]
            .iter()
            .map(|leg| timeline.duration(*leg))
            .sum();
        assert_eq!(call, sum);
    }

    #[test]
    fn a_kept_connection_has_no_handshake_and_a_cut_call_no_download() {
        let mut exchange = sample::exchange(2, "l", None);
        exchange.rank = 2;
        let legs: Vec<Leg> = timeline(&exchange).segments.iter().map(|s| s.leg).collect();
        assert_eq!(legs, [Leg::Upload, Leg::Mock, Leg::Download]);
        exchange.instants = banc_core::exchange::Instants::default();
        exchange.instants.stamp(Stage::Head, Mono(10));
        exchange.instants.stamp(Stage::BodyEnd, Mono(30));
        let cut = timeline(&exchange);
        assert!(!cut.complete);
        assert_eq!(cut.segments.len(), 1);
        assert_eq!(cut.call_duration(), Some(Duration::from_nanos(20)));
    }
}
