//! Tests of the journal.

use std::path::Path;

use bytes::Bytes;

use super::*;
use crate::exchange::{Body, Connection, Request, Response};
use crate::observed::Observed;
use crate::observed::insi::{ObservedInsi, VERSION};

fn exchange(lane: &str, body: &str) -> Exchange {
    Exchange {
        number: 0,
        lane: lane.into(),
        service: "insi".into(),
        front: "insi".into(),
        operation: "op".into(),
        ordinal: 1,
        connection: Arc::new(Connection {
            id: 1,
            peer: "127.0.0.1:1".to_owned(),
            tls: None,
            accepted: Mono(1),
            tls_ready: None,
        }),
        rank: 1,
        request: Request {
            method: "POST".to_owned(),
            target: "/lps".to_owned(),
            headers: vec![("soapaction".to_owned(), "x".to_owned())],
            body: Body::new(Bytes::copy_from_slice(body.as_bytes())),
        },
        response: Some(Response {
            status: 200,
            headers: Vec::new(),
            body: Body::new(Bytes::from_static(b"the same answer")),
        }),
        faults: Vec::new(),
        variations: Vec::new(),
        observed: Some(Observed::Insi(Box::new(ObservedInsi {
            version: VERSION,
            ..ObservedInsi::default()
        }))),
        instants: Instants::default(),
        trouble: None,
    }
}

fn config(directory: Option<&Path>) -> JournalConfig {
    JournalConfig {
        directory: directory.map(Path::to_owned),
        ..JournalConfig::default()
    }
}

fn open(config: JournalConfig) -> Journal {
    Journal::open(config, Clock::system()).unwrap()
}

fn bodies(entries: &[Entry]) -> Vec<String> {
    let exchanges = entries.iter().filter_map(Entry::exchange);
    exchanges
        .map(|e| e.request.body.text().into_owned())
        .collect()
}

#[tokio::test]
async fn what_is_recorded_is_read_back_with_its_last_instants() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(config(Some(folder.path())));
    let first = journal.record(exchange("a", "one")).await;
    journal.flush().await;
    first.instants.stamp(Stage::LastByte, Mono(77));
    journal.stamped(first.number, &first.instants);
    journal.note(Some("b"), NoteKind::ClockMoved { ahead_ms: 5 });
    journal.record(exchange("b", "two")).await;
    let summary = journal.close().await.unwrap();
    assert_eq!((summary.exchanges, summary.notes), (2, 1));
    assert_eq!(summary.troubles, Vec::<String>::new());

    let read = read(folder.path()).unwrap();
    assert_eq!(bodies(&read.entries), ["one", "two"]);
    assert_eq!(
        read.entries.iter().map(Entry::number).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    let back: Vec<_> = read.exchanges().collect();
    assert_eq!(back[0].instants.at(Stage::LastByte), Some(Mono(77)));
    assert_eq!(
        back[1].response.as_ref().unwrap().body.text(),
        "the same answer"
    );
    assert_eq!((read.cut, read.missing_bodies), (false, 0));
    assert_eq!(
        read.end.as_ref().map(|end| &end.digest),
        Some(&summary.digest)
    );
}

#[tokio::test]
async fn equal_bodies_are_written_once_and_the_digest_ignores_their_order() {
    let mut digests = Vec::new();
    for order in [["1", "2", "3"], ["3", "1", "2"]] {
        let folder = tempfile::tempdir().unwrap();
        let journal = open(config(Some(folder.path())));
        for ordinal in order {
            let mut one = exchange("a", "same request");
            one.ordinal = ordinal.parse().unwrap();
            journal.record(one).await;
        }
        digests.push(journal.close().await.unwrap().digest);
        let segment = std::fs::read(segment::path(folder.path(), 0)).unwrap();
        assert_eq!(segment, b"same requestthe same answer");
    }
    assert_eq!(digests[0], digests[1]);
    let journal = open(config(None));
    journal.record(exchange("a", "same request")).await;
    assert_ne!(journal.close().await.unwrap().digest, digests[0]);
}

#[tokio::test]
async fn what_left_memory_is_read_from_disk_or_said_to_be_lost() {
    let folder = tempfile::tempdir().unwrap();
    for directory in [Some(folder.path()), None] {
        let journal = open(JournalConfig {
            memory_limit_bytes: 64 * 1024,
            queue_limit: 8,
            ..config(directory)
        });
        for n in 0..500 {
            let lane = if n % 2 == 0 { "even" } else { "odd" };
            journal.record(exchange(lane, &format!("{n:04}"))).await;
        }
        journal.flush().await;
        let entries = journal.since(Cursor::default(), Some("even"));
        let lost: u64 = entries
            .iter()
            .filter_map(Entry::note)
            .map(|note| match note.kind {
                NoteKind::EntriesLost { count } => count,
                _ => 0,
            })
            .sum();
        let expected: Vec<_> = (0..500).step_by(2).map(|n| format!("{n:04}")).collect();
        let found = bodies(&entries);
        if directory.is_some() {
            assert_eq!((lost, found), (0, expected.clone()));
        } else {
            assert!(lost > 400, "{lost} lost");
            assert!(found.len() < 50 && expected.ends_with(&found), "{found:?}");
        }
        let waited = journal
            .wait_until(Cursor(480), None, Duration::from_secs(5), |all| {
                all.len() == 20
            })
            .await;
        assert!(waited.satisfied);
        journal.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_wait_ends_with_what_it_waits_for_or_at_its_deadline() {
    let journal = open(config(None));
    journal.record(exchange("a", "before")).await;
    let cursor = journal.cursor();
    let other = journal.clone();
    let writer = tokio::spawn(async move {
        other.record(exchange("b", "other lane")).await;
        other.record(exchange("a", "one")).await;
        other.record(exchange("a", "two")).await;
    });
    let waited = journal
        .wait_until(cursor, Some("a"), Duration::from_secs(20), |all| {
            all.len() == 2
        })
        .await;
    writer.await.unwrap();
    assert!(waited.satisfied && waited.waited < Duration::from_secs(20));
    let late = journal
        .wait_until(cursor, Some("a"), Duration::from_millis(40), |all| {
            all.len() == 3
        })
        .await;
    assert!(!late.satisfied && late.waited >= Duration::from_millis(40));
    assert_eq!(late.exchanges.len(), 2);
}

#[tokio::test]
async fn quiet_is_broken_by_a_matching_exchange_alone() {
    let journal = open(config(None));
    let cursor = journal.cursor();
    let window = Duration::from_millis(40);
    journal.record(exchange("a", "harmless")).await;
    let matches = |e: &Exchange| e.request.body.text() == "loud";
    let quiet = journal.quiet(cursor, Some("a"), window, matches).await;
    assert!(quiet.unwrap().window >= window);
    let other = journal.clone();
    let writer = tokio::spawn(async move { other.record(exchange("a", "loud")).await });
    let broken = journal
        .quiet(cursor, Some("a"), Duration::from_secs(20), matches)
        .await;
    assert_eq!(broken.unwrap_err().number, writer.await.unwrap().number);
}

#[tokio::test]
async fn a_killed_run_is_read_up_to_its_last_whole_line() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(config(Some(folder.path())));
    journal.record(exchange("a", "one")).await;
    journal.record(exchange("a", "two")).await;
    journal.flush().await;
    let file = folder.path().join(line::FILE);
    let mut text = std::fs::read(&file).unwrap();
    text.truncate(text.len() - 30);
    std::fs::write(&file, text).unwrap();
    let read = read(folder.path()).unwrap();
    assert_eq!(bodies(&read.entries), ["one"]);
    assert!(read.cut && read.end.is_none());
}

#[tokio::test]
async fn altered_bodies_and_unknown_versions_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(config(Some(folder.path())));
    journal.record(exchange("a", "one")).await;
    journal.close().await.unwrap();
    let segment = segment::path(folder.path(), 0);
    let altered = std::fs::read_to_string(&segment).unwrap();
    std::fs::write(&segment, altered.replace("one", "two")).unwrap();
    assert_eq!(read(folder.path()).unwrap().missing_bodies, 1);

    let file = folder.path().join(line::FILE);
    let text = std::fs::read_to_string(&file).unwrap();
    let known = format!("\"service\":\"insi\",\"version\":{VERSION}");
    assert!(text.contains(&known), "{text}");
    for unknown in [
        "\"service\":\"insi\",\"version\":99",
        "\"service\":\"dmp\",\"version\":1",
    ] {
        std::fs::write(&file, text.replace(&known, unknown)).unwrap();
        let error = read(folder.path()).unwrap_err();
        assert!(
            matches!(error, JournalError::UnknownVersion { .. }),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_full_disk_is_a_trouble_and_nothing_waits_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(JournalConfig {
        disk_limit_bytes: 4 * 1024,
        queue_limit: 2,
        ..config(Some(folder.path()))
    });
    for n in 0..50 {
        journal.record(exchange("a", &format!("{n}"))).await;
    }
    let waited = journal
        .wait_until(Cursor::default(), None, Duration::from_secs(5), |all| {
            all.len() == 50
        })
        .await;
    assert!(waited.satisfied, "memory still has everything");
    let summary = journal.close().await.unwrap();
    assert_eq!(summary.troubles.len(), 1, "{:?}", summary.troubles);
    assert!(summary.troubles[0].contains("limit of 4096 bytes"));
    let read = read(folder.path()).unwrap();
    assert!(
        (1..50).contains(&read.entries.len()),
        "{}",
        read.entries.len()
    );
    assert_eq!(read.end.unwrap().troubles, summary.troubles);
}

#[tokio::test]
async fn a_folder_that_cannot_be_used_is_said_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "not a folder").unwrap();
    let error = Journal::open(config(Some(&file)), Clock::system()).unwrap_err();
    assert!(matches!(error, JournalError::Directory { .. }), "{error}");
    assert!(error.to_string().contains("cannot be used"), "{error}");
}

#[tokio::test]
async fn a_full_queue_makes_calls_wait_and_drops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(JournalConfig {
        queue_limit: 1,
        ..config(Some(folder.path()))
    });
    let calls = (0..200).map(|n| {
        let journal = journal.clone();
        tokio::spawn(async move { journal.record(exchange("a", &format!("{n}"))).await.number })
    });
    let mut numbers = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        numbers.push(call.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=200).collect::<Vec<_>>());
    journal.close().await.unwrap();
    assert_eq!(read(folder.path()).unwrap().entries.len(), 200);
}

#[tokio::test]
async fn a_journal_is_never_written_over() {
    let directory = tempfile::tempdir().unwrap();
    let first = open(config(Some(directory.path())));
    first.record(exchange("a", "body")).await;
    first.flush().await;
    let lines = directory.path().join(line::FILE);
    let before = std::fs::read(&lines).unwrap();
    for _ in 0..2 {
        let error = Journal::open(config(Some(directory.path())), Clock::system()).unwrap_err();
        assert!(matches!(error, JournalError::Occupied(_)), "{error}");
        assert!(error.to_string().contains("choose another folder"));
    }
    assert_eq!(std::fs::read(&lines).unwrap(), before);
    first.close().await.unwrap();
    assert_eq!(read(directory.path()).unwrap().entries.len(), 1);
}
