//! CPU cost of one search by traits and of reading its envelope, without network: `cargo bench -p
//! banc-insi`. Prints n, median, p95 and p99 in microseconds.

use std::sync::Arc;
use std::time::Duration;

use banc_core::Clock;
use banc_core::clock::Mono;
use banc_core::exchange::{Body, Connection, Request};
use banc_core::pki::Authority;
use banc_core::service::{Call, Service as _};
use banc_core::soap::Envelope;
use banc_core::xml::Limits;
use banc_insi::{FRONT_CERTIFICAT, Insi, InsiConfig};
use bytes::Bytes;

const REQUEST: &str = include_str!("../../../tests/etrangers/recherche_tchitchi.xml");
const ROUNDS: usize = 20_000;

fn measure(clock: &Clock, name: &str, mut work: impl FnMut()) {
    for _ in 0..ROUNDS / 10 {
        work();
    }
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = clock.mono();
            work();
            clock.mono().since(start)
        })
        .collect();
    times.sort_unstable();
    let at = |per_cent: usize| times[(ROUNDS - 1) * per_cent / 100].as_secs_f64() * 1e6;
    println!(
        "{name:<22} n={ROUNDS} médiane={:.1} p95={:.1} p99={:.1} µs",
        at(50),
        at(95),
        at(99)
    );
}

#[expect(
    clippy::unwrap_used,
    reason = "a measure that cannot be set up must stop"
)]
fn main() {
    let clock = Clock::system();
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::open_or_create(&folder.path().join("pki"), &clock).unwrap();
    let insi = Insi::new(Arc::new(InsiConfig::default()), authority.trust_anchors());
    let request = Request {
        method: "POST".into(),
        target: "/lps".into(),
        headers: vec![(
            "content-type".into(),
            "application/soap+xml; charset=utf-8".into(),
        )],
        body: Body::new(Bytes::from_static(REQUEST.as_bytes())),
    };
    let connection = Connection {
        id: 1,
        peer: String::new(),
        tls: None,
        accepted: Mono(0),
        tls_ready: None,
    };
    let limits = Limits::default();
    measure(&clock, "enveloppe", || {
        let envelope = Envelope::parse(REQUEST, &limits).unwrap();
        assert_eq!(envelope.body_root().local_name(), "RECSANSVITALE");
    });
    measure(&clock, "recherche par traits", || {
        let operation = insi.classify(&request);
        let answer = insi.answer(&Call {
            request: &request,
            connection: &connection,
            front: FRONT_CERTIFICAT,
            lane: "mesure",
            operation,
            ordinal: 1,
            clock: &clock,
            variations: &[],
            refusal: None,
        });
        assert_eq!(answer.status, 200);
    });
}
