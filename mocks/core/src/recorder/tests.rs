//! Tests of the recorder and of the listener together, over loopback, with plain clients.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::*;
use crate::fault::{FaultPlan, Vocabulary};
use crate::journal::{Cursor, Entry, JournalConfig};
use crate::listener::{FrontTls, Limits, Listener, ListenerConfig, ListenerError};

/// Answers the body it was given; panics when told to.
pub(crate) struct Echo;

impl Service for Echo {
    fn name(&self) -> &'static str {
        "echo"
    }
    fn body_limit(&self) -> usize {
        4096
    }
    fn classify(&self, request: &Request) -> &'static str {
        if request.target == "/repete" {
            "repete"
        } else {
            "inconnue"
        }
    }
    fn answer(&self, call: &Call<'_>) -> Answer {
        assert!(call.request.target != "/panique", "told to panic");
        let body = match call.refusal {
            Some(code) => Bytes::from(code.to_owned()),
            None => call.request.body.bytes.clone(),
        };
        Answer {
            status: 200,
            headers: vec![("content-type", "text/plain".to_owned())],
            body,
            observed: None,
        }
    }
    fn too_large(&self, _call: &Call<'_>) -> Answer {
        Answer {
            status: 413,
            ..Answer::default()
        }
    }
    fn operations(&self) -> Vec<&'static str> {
        vec!["repete"]
    }
    fn refusals(&self) -> Vec<&'static str> {
        vec!["R1"]
    }
    fn variations(&self) -> Vec<&'static str> {
        Vec::new()
    }
}

/// A served front.
pub(crate) struct Bench {
    pub(crate) listener: Listener,
    pub(crate) journal: Journal,
    clock: Clock,
}

impl Bench {
    pub(crate) fn open(fault: &str) -> Self {
        Self::with(fault, None, Limits::default())
    }

    pub(crate) fn with(fault: &str, tls: Option<FrontTls>, limits: Limits) -> Self {
        let clock = Clock::system();
        let journal = Journal::open(JournalConfig::default(), clock.clone()).unwrap();
        let service: Arc<dyn Service> = Arc::new(Echo);
        let plan = if fault.is_empty() {
            FaultPlan::default()
        } else {
            let text = format!("[[regle]]\nnom = \"r\"\nservice = \"echo\"\nfaute = {fault}");
            FaultPlan::from_toml(&text, &Vocabulary::of([&*service])).unwrap()
        };
        let context = LaneContext {
            lane: "l".into(),
            seed: Seed(1),
            clock: clock.clone(),
            timer: Timer::start(clock.clone()).unwrap(),
            journal: journal.clone(),
            plan: PlanSwitch::new(plan),
            counters: CallCounters::default(),
            body_timeout: Duration::from_millis(300),
        };
        let config = ListenerConfig {
            front: "echo".into(),
            lane: "l".into(),
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            tls,
            limits,
        };
        let router = router(&context, "echo", service);
        let listener = Listener::open(config, router, journal.clone(), clock.clone()).unwrap();
        Self {
            listener,
            journal,
            clock,
        }
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.listener.address()).await.unwrap()
    }

    /// Sends bytes and reads until the end; the text read, and the error that ended it.
    async fn exchange(&self, sent: &[u8]) -> (String, Option<std::io::ErrorKind>) {
        let mut client = self.connect().await;
        client.write_all(sent).await.unwrap();
        read_all(&mut client).await
    }

    /// Waits for the n-th exchange to satisfy a condition.
    async fn exchange_that(&self, n: usize, is: impl Fn(&Exchange) -> bool) -> Arc<Exchange> {
        let recorded = self
            .journal
            .wait_until(Cursor::default(), Some("l"), WAIT, |all| all.len() >= n)
            .await;
        let exchange = Arc::clone(&recorded.exchanges[n - 1]);
        let from = self.clock.mono();
        while !is(&exchange) {
            assert!(self.clock.mono().since(from) < WAIT, "never: {exchange:?}");
            tokio::task::yield_now().await;
        }
        exchange
    }

    pub(crate) async fn note_that(&self, is: impl Fn(&NoteKind) -> bool) -> NoteKind {
        let from = self.clock.mono();
        loop {
            let entries = self.journal.since(Cursor::default(), None);
            let notes = entries.iter().filter_map(Entry::note);
            if let Some(note) = notes.map(|note| &note.kind).find(|kind| is(kind)) {
                return note.clone();
            }
            assert!(
                self.clock.mono().since(from) < WAIT,
                "never noted: {entries:?}"
            );
            tokio::task::yield_now().await;
        }
    }
}

pub(crate) const WAIT: Duration = Duration::from_secs(10);

pub(crate) async fn read_all(
    client: &mut (impl tokio::io::AsyncRead + Unpin),
) -> (String, Option<std::io::ErrorKind>) {
    let mut text = Vec::new();
    let ended = tokio::time::timeout(WAIT, client.read_to_end(&mut text)).await;
    let error = ended.expect("the connection should end").err();
    let text = String::from_utf8(text).unwrap();
    (text, error.map(|error| error.kind()))
}

const CALL: &[u8] =
    b"POST /repete HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 10\r\n\r\n0123456789";

fn body_of(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

#[tokio::test]
async fn a_call_is_answered_and_recorded_with_every_instant() {
    let bench = Bench::open("");
    let (answer, error) = bench.exchange(CALL).await;
    assert_eq!(error, None);
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert_eq!(body_of(&answer), "0123456789");
    let exchange = bench
        .exchange_that(1, |e| e.instants.at(Stage::Closed).is_some())
        .await;
    let stamps: Vec<_> = Stage::ALL
        .iter()
        .map(|stage| exchange.instants.at(*stage).expect("every stage"))
        .collect();
    assert!(stamps.is_sorted(), "{stamps:?}");
    assert!(exchange.connection.accepted < stamps[0]);
    assert_eq!(exchange.request.header("content-length"), Some("10"));
    assert_eq!((&*exchange.operation, exchange.ordinal), ("repete", 1));
    assert_eq!(exchange.response.as_ref().unwrap().status, 200);
    bench.listener.drain(WAIT).await.unwrap();
}

#[tokio::test]
async fn calls_of_one_connection_have_ranks_and_ordinals() {
    let bench = Bench::open("");
    let mut client = bench.connect().await;
    for n in 1..=3 {
        let call = b"POST /repete HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab";
        client.write_all(call).await.unwrap();
        let mut read = Vec::new();
        while !read.ends_with(b"ab") {
            assert!(client.read_buf(&mut read).await.unwrap() > 0);
        }
        let exchange = bench
            .exchange_that(n, |e| e.instants.at(Stage::LastByte).is_some())
            .await;
        assert_eq!((exchange.rank, exchange.ordinal), (n as u64, n as u64));
        assert!(exchange.instants.at(Stage::FirstRequestByte).is_some());
    }
    // An idle connection does not hold the drain back.
    bench.listener.drain(WAIT).await.unwrap();
}

#[tokio::test]
async fn latency_is_asked_had_and_seen_even_by_a_client_that_leaves() {
    let bench = Bench::open("{ nom = \"latence_fixe\", duree = \"80ms\" }");
    let (answer, _) = bench.exchange(CALL).await;
    assert_eq!(body_of(&answer), "0123456789");
    let exchange = bench
        .exchange_that(1, |e| e.instants.at(Stage::LastByte).is_some())
        .await;
    assert_eq!(exchange.requested_latency(), Duration::from_millis(80));
    assert!(exchange.achieved_latency().unwrap() >= Duration::from_millis(80));

    let mut client = bench.connect().await;
    client.write_all(CALL).await.unwrap();
    bench.exchange_that(2, |_| true).await;
    drop(client);
    let left = bench
        .exchange_that(2, |e| e.instants.at(Stage::Closed).is_some())
        .await;
    assert_eq!(left.instants.at(Stage::Released), None);
}

#[tokio::test]
async fn a_silence_before_the_headers_lasts_until_the_client_gives_up() {
    let bench = Bench::open("{ nom = \"silence_avant_entetes\" }");
    let mut client = bench.connect().await;
    client.write_all(CALL).await.unwrap();
    bench.exchange_that(1, |_| true).await;
    let mut byte = [0; 1];
    let silence = tokio::time::timeout(Duration::from_millis(60), client.read(&mut byte)).await;
    assert!(silence.is_err(), "{silence:?}");
}

#[tokio::test]
async fn a_reset_comes_before_the_answer_or_inside_its_body() {
    let bench = Bench::open("{ nom = \"reinitialisation\" }");
    let (answer, error) = bench.exchange(CALL).await;
    assert_eq!(answer, "");
    assert_eq!(error, Some(std::io::ErrorKind::ConnectionReset));
    let exchange = bench.exchange_that(1, |_| true).await;
    assert!(exchange.response.is_none());
    assert_eq!(exchange.faults[0].fault, "reinitialisation");

    for (octet, seen) in [(4, "0123"), (10, "0123456789"), (99, "0123456789")] {
        let bench = Bench::open(&format!(
            "{{ nom = \"reinitialisation\", octet = {octet} }}"
        ));
        let (answer, error) = bench.exchange(CALL).await;
        assert!(answer.contains("content-length: 10\r\n"), "{answer}");
        assert_eq!(body_of(&answer), seen);
        assert_eq!(error, Some(std::io::ErrorKind::ConnectionReset), "{octet}");
        let exchange = bench.exchange_that(1, |_| true).await;
        assert_eq!(
            exchange.response.as_ref().unwrap().body.text(),
            "0123456789"
        );
    }
}

#[tokio::test]
async fn a_truncated_body_declares_its_full_length() {
    for (octet, seen) in [(0, ""), (3, "012"), (50, "0123456789")] {
        let bench = Bench::open(&format!("{{ nom = \"corps_tronque\", octet = {octet} }}"));
        let call = String::from_utf8_lossy(CALL).replace("Connection: close\r\n", "");
        let (answer, error) = bench.exchange(call.as_bytes()).await;
        assert!(answer.contains("content-length: 10\r\n"), "{answer}");
        assert_eq!((body_of(&answer), error), (seen, None));
    }
}

#[tokio::test]
async fn a_stall_and_a_drip_give_the_whole_body_late() {
    for (fault, least) in [
        (
            "{ nom = \"silence_dans_corps\", octet = 4, duree = \"70ms\" }",
            70,
        ),
        (
            "{ nom = \"silence_dans_corps\", octet = 0, duree = \"70ms\" }",
            70,
        ),
        (
            "{ nom = \"goutte_a_goutte\", octets = 3, intervalle = \"20ms\" }",
            60,
        ),
    ] {
        let bench = Bench::open(fault);
        let (answer, error) = bench.exchange(CALL).await;
        assert_eq!((body_of(&answer), error), ("0123456789", None), "{fault}");
        let exchange = bench
            .exchange_that(1, |e| e.instants.at(Stage::Closed).is_some())
            .await;
        let download = exchange.instants.between(Stage::FirstByte, Stage::LastByte);
        assert!(
            download.unwrap() >= Duration::from_millis(least),
            "{fault}: {download:?}"
        );
        let headers = exchange.instants.between(Stage::Answered, Stage::FirstByte);
        assert!(
            headers.unwrap() < Duration::from_millis(least),
            "{fault}: {headers:?}"
        );
    }
}

#[tokio::test]
async fn a_status_and_a_refusal_replace_the_answer() {
    let bench = Bench::open("{ nom = \"statut_http\", code = 503, corps = \"plus tard\" }");
    let (answer, _) = bench.exchange(CALL).await;
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert_eq!(body_of(&answer), "plus tard");
    assert_eq!(
        bench
            .exchange_that(1, |_| true)
            .await
            .response
            .as_ref()
            .unwrap()
            .status,
        503
    );
    let bench = Bench::open("{ nom = \"refus_officiel\", code = \"R1\" }");
    let (answer, _) = bench.exchange(CALL).await;
    assert_eq!(body_of(&answer), "R1");
}

#[tokio::test]
async fn a_panic_of_the_service_is_recorded_and_fails_the_drain() {
    let bench = Bench::open("");
    let call = b"GET /panique HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let (answer, _) = bench.exchange(call).await;
    assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
    let exchange = bench.exchange_that(1, |_| true).await;
    assert!(exchange.trouble.as_ref().unwrap().contains("told to panic"));
    bench
        .note_that(|kind| matches!(kind, NoteKind::ServicePanicked { .. }))
        .await;
    let (answer, _) = bench.exchange(CALL).await;
    assert_eq!(body_of(&answer), "0123456789", "the bench still serves");
    let error = bench.listener.drain(WAIT).await.unwrap_err();
    assert!(matches!(error, ListenerError::Panicked { .. }), "{error}");
}

#[tokio::test]
async fn bodies_too_large_too_slow_or_broken_are_dealt_with() {
    let bench = Bench::open("");
    let mut large =
        b"POST /repete HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3000000\r\n\r\n"
            .to_vec();
    large.resize(large.len() + 3_000_000, b'x');
    let (answer, _) = bench.exchange(&large).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");

    let slow =
        b"POST /repete HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 10\r\n\r\n01";
    let (answer, _) = bench.exchange(slow).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");

    let mut client = bench.connect().await;
    client.write_all(slow).await.unwrap();
    drop(client);
    bench
        .note_that(|kind| matches!(kind, NoteKind::RequestAbandoned { .. }))
        .await;
    let (answer, _) = bench.exchange(CALL).await;
    assert_eq!(body_of(&answer), "0123456789", "the bench still serves");
}
