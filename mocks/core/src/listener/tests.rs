//! Tests of the listener: TLS, silence, many connections, its end.

use rustls::pki_types::{PrivateKeyDer, ServerName};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::*;
use crate::exchange::TlsFacts;
use crate::recorder::tests::{Bench, WAIT, read_all};

const CALL: &[u8] =
    b"POST /repete HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 10\r\n\r\n0123456789";

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

/// A front in TLS, and a client that trusts it.
fn tls() -> (FrontTls, tokio_rustls::TlsConnector) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let certificate = made.cert.der().clone();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let server = rustls::ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .unwrap();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(certificate).unwrap();
    let client = rustls::ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let front = FrontTls {
        config: Arc::new(server),
        facts: Arc::new(|connection| TlsFacts {
            server_name: connection.server_name().map(str::to_owned),
            ..TlsFacts::default()
        }),
    };
    (front, Arc::new(client).into())
}

async fn call_over_tls(
    bench: &Bench,
    connector: &tokio_rustls::TlsConnector,
) -> (String, Option<io::ErrorKind>) {
    let name = ServerName::try_from("localhost").unwrap();
    let tcp = bench.connect().await;
    let mut client = connector.connect(name, tcp).await.unwrap();
    client.write_all(CALL).await.unwrap();
    read_all(&mut client).await
}

#[tokio::test]
async fn tls_facts_reach_the_exchange() {
    let (front, connector) = tls();
    let bench = Bench::with("", Some(front), Limits::default());
    let (answer, error) = call_over_tls(&bench, &connector).await;
    assert!(answer.ends_with("0123456789"), "{answer}");
    assert_eq!(error, None, "the end is clean, with close_notify");
    let waited = bench
        .journal
        .wait_until(crate::journal::Cursor::default(), None, WAIT, |all| {
            !all.is_empty()
        })
        .await;
    let connection = &waited.exchanges[0].connection;
    let facts = connection.tls.as_ref().unwrap();
    assert_eq!(facts.server_name.as_deref(), Some("localhost"));
    assert!(connection.tls_ready.unwrap() > connection.accepted);
}

#[tokio::test]
async fn resets_and_truncations_pass_through_tls() {
    for (fault, kind) in [
        (
            "{ nom = \"reinitialisation\" }",
            io::ErrorKind::ConnectionReset,
        ),
        (
            "{ nom = \"reinitialisation\", octet = 4 }",
            io::ErrorKind::ConnectionReset,
        ),
        (
            "{ nom = \"corps_tronque\", octet = 4 }",
            io::ErrorKind::UnexpectedEof,
        ),
    ] {
        let (front, connector) = tls();
        let bench = Bench::with(fault, Some(front), Limits::default());
        let (answer, error) = call_over_tls(&bench, &connector).await;
        assert_eq!(error, Some(kind), "{fault}");
        assert_eq!(
            answer.ends_with("0123"),
            fault.contains("octet"),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn a_failed_handshake_is_noted_with_what_the_client_offered() {
    let (front, _) = tls();
    let bench = Bench::with("", Some(front), Limits::default());
    let (_, untrusting) = tls();
    let name = ServerName::try_from("localhost").unwrap();
    let refused = untrusting.connect(name, bench.connect().await).await;
    assert!(refused.is_err());
    let note = bench
        .note_that(|kind| matches!(kind, NoteKind::HandshakeFailed { .. }))
        .await;
    let NoteKind::HandshakeFailed { suites, .. } = note else {
        unreachable!("looked for")
    };
    assert!(
        suites.iter().any(|suite| suite == "TLS_AES_128_GCM_SHA256"),
        "{suites:?}"
    );

    let mut plain = bench.connect().await;
    plain.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    bench
        .note_that(|kind| {
            matches!(kind, NoteKind::HandshakeFailed { reason, .. } if reason.contains("does not speak TLS"))
        })
        .await;
}

#[tokio::test]
async fn silent_and_halting_clients_are_closed_and_disturb_nobody() {
    let limits = Limits {
        handshake_timeout: Duration::from_millis(200),
        handshakes: 1,
        head_timeout: Duration::from_millis(200),
    };
    let (front, connector) = tls();
    let bench = Bench::with("", Some(front), limits);
    let mut halting = bench.connect().await;
    // The first bytes of a TLS record, then silence.
    halting.write_all(&[0x16, 3, 1]).await.unwrap();
    let mut silent = bench.connect().await;
    let (answer, _) = call_over_tls(&bench, &connector).await;
    assert!(answer.ends_with("0123456789"), "{answer}");
    assert_eq!(read_all(&mut halting).await.0, "");
    assert_eq!(read_all(&mut silent).await.0, "");
    bench
        .note_that(|kind| {
            matches!(kind, NoteKind::HandshakeFailed { reason, .. } if reason.contains("not finished"))
        })
        .await;

    let bench = Bench::with("", None, limits);
    let mut half = bench.connect().await;
    half.write_all(b"POST /repete HTTP/1.1\r\nHo")
        .await
        .unwrap();
    assert_eq!(read_all(&mut half).await.0, "");
    bench
        .note_that(|kind| matches!(kind, NoteKind::RequestAbandoned { .. }))
        .await;
    let mut garbage = bench.connect().await;
    garbage
        .write_all(b"\x00\x01\x02 garbage\r\n\r\n")
        .await
        .unwrap();
    assert!(read_all(&mut garbage).await.0.starts_with("HTTP/1.1 400 "));
}

#[tokio::test]
async fn two_thousand_idle_connections_disturb_nothing() {
    let files = raise_open_files();
    assert!(files.limit >= 4200, "{files:?}");
    let bench = Bench::open("");
    let mut idle = Vec::new();
    for _ in 0..2000 {
        idle.push(bench.connect().await);
    }
    let mut client = bench.connect().await;
    client.write_all(CALL).await.unwrap();
    let (answer, _) = read_all(&mut client).await;
    assert!(answer.ends_with("0123456789"), "{answer}");
    bench.listener.drain(WAIT).await.unwrap();
    let mut byte = [0; 1];
    assert_eq!(idle[1999].read(&mut byte).await.unwrap(), 0);
}

#[tokio::test]
async fn a_port_in_use_is_named_with_the_way_out() {
    let bench = Bench::open("");
    let config = ListenerConfig {
        front: "autre".into(),
        lane: "l".into(),
        address: bench.listener.address(),
        tls: None,
        limits: Limits::default(),
    };
    let again = Listener::open(
        config,
        Router::new(),
        bench.journal.clone(),
        Clock::system(),
    );
    let error = again.err().unwrap().to_string();
    let port = bench.listener.address().port().to_string();
    assert!(
        error.contains(&port) && error.contains("first port"),
        "{error}"
    );
}

#[tokio::test]
async fn a_drain_cuts_what_does_not_end_and_closes_the_port() {
    let bench = Bench::open("{ nom = \"silence_avant_entetes\" }");
    let address = bench.listener.address();
    let mut client = bench.connect().await;
    client.write_all(CALL).await.unwrap();
    bench
        .journal
        .wait_until(crate::journal::Cursor::default(), None, WAIT, |all| {
            !all.is_empty()
        })
        .await;
    bench
        .listener
        .drain(Duration::from_millis(50))
        .await
        .unwrap();
    assert_eq!(read_all(&mut client).await.0, "");
    assert!(TcpStream::connect(address).await.is_err());
}
