//! Bad input to the simulated INSi: each is answered by a clear fault or a closed connection,
//! disturbs nothing else, and leaves the bench serving.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use process::Served;

const ENVELOPE: &str = include_str!("etrangers/recherche_tchitchi.xml");
const ACTION: &str = "urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite";

fn connect(served: &Served) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", served.port("insi_clair"))).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_mins(1)))
        .unwrap();
    stream
        .set_write_timeout(Some(Duration::from_mins(1)))
        .unwrap();
    stream
}

/// Posts a body on a connection of its own; gives the answer, empty when the connection was closed.
fn post(served: &Served, content_type: &str, body: &[u8]) -> String {
    let mut stream = connect(served);
    let head = format!(
        "POST /lps HTTP/1.1\r\nhost: localhost\r\ncontent-type: {content_type}\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let mut answer = Vec::new();
    if stream.write_all(head.as_bytes()).is_ok() {
        // The bench may refuse and close before it has read everything.
        let _ = stream.write_all(body);
    }
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn soap(served: &Served, body: &str) -> String {
    post(
        served,
        &format!("application/soap+xml; charset=utf-8; action=\"{ACTION}\""),
        body.as_bytes(),
    )
}

fn assert_still_serving(served: &mut Served) {
    assert!(served.alive(), "the bench stopped");
    let answer = soap(served, ENVELOPE);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("<CodeCR>00</CodeCR>"), "{answer}");
}

fn assert_fault(answer: &str) {
    assert!(
        answer.starts_with("HTTP/1.1 500") || answer.starts_with("HTTP/1.1 4"),
        "{answer}"
    );
    assert!(answer.contains("Fault>"), "no SOAP fault: {answer}");
    assert!(
        !answer.contains("CodeCR"),
        "a business answer to bad input: {answer}"
    );
}

#[test]
fn ill_formed_and_hostile_xml_are_refused() {
    let mut served = Served::start(&[]);
    let cases = [
        ("malformed", ENVELOPE.replace("</soap:Body>", "")),
        ("not XML", "hello".to_owned()),
        ("empty", String::new()),
        (
            "doctype",
            format!("<!DOCTYPE a SYSTEM \"file:///etc/passwd\">{ENVELOPE}"),
        ),
        (
            "entity bomb",
            format!(
                "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;\">]>{}",
                ENVELOPE.replace("CATARINA", "&y;")
            ),
        ),
        ("unknown entity", ENVELOPE.replace("CATARINA", "&nbsp;")),
        (
            "deep",
            format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000)),
        ),
        (
            "two bodies",
            ENVELOPE.replace("</soap:Envelope>", "<soap:Body/></soap:Envelope>"),
        ),
        ("no header", {
            let (start, rest) = ENVELOPE.split_once("<soap:Header>").unwrap();
            format!("{start}{}", rest.split_once("</soap:Header>").unwrap().1)
        }),
    ];
    for (name, body) in cases {
        let answer = soap(&served, &body);
        assert!(!answer.is_empty(), "{name}: closed without an answer");
        assert_fault(&answer);
    }
    assert_still_serving(&mut served);
}

#[test]
fn missing_header_blocks_are_refused_one_by_one() {
    let mut served = Served::start(&[]);
    // `MessageID` is not among them: it is admitted and noted when absent.
    for block in ["b:ContexteBAM", "l:ContexteLPS"] {
        let start = ENVELOPE.find(&format!("<{block}")).unwrap();
        let close = format!("</{block}>");
        let end = ENVELOPE.find(&close).unwrap() + close.len();
        let answer = soap(
            &served,
            &format!("{}{}", &ENVELOPE[..start], &ENVELOPE[end..]),
        );
        assert_fault(&answer);
    }
    assert_still_serving(&mut served);
}

#[test]
fn bytes_that_are_not_utf8_and_wrong_types_are_refused() {
    let mut served = Served::start(&[]);
    let mut body = ENVELOPE.as_bytes().to_vec();
    let place = ENVELOPE.find("TCHITCHI").unwrap();
    body[place] = 0xff;
    assert_fault(&post(&served, "application/soap+xml", &body));
    for content_type in [
        "text/plain",
        "application/json",
        "multipart/related",
        "",
        "\u{1}",
    ] {
        let answer = post(&served, content_type, ENVELOPE.as_bytes());
        assert!(
            answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 5"),
            "{content_type}: {answer}"
        );
    }
    let unknown = "application/soap+xml; action=\"urn:ald:1.0.0:lister\"";
    assert_fault(&post(
        &served,
        unknown,
        ENVELOPE.replace(ACTION, "urn:ald:1.0.0:lister").as_bytes(),
    ));
    assert_still_serving(&mut served);
}

#[test]
fn fifty_megabytes_are_refused_without_being_kept() {
    let mut served = Served::start(&[]);
    let body = vec![b'a'; 50 * 1024 * 1024];
    let answer = post(&served, "application/soap+xml", &body);
    assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
    let status = std::fs::read_to_string(format!("/proc/{}/status", served.process())).unwrap();
    let peak_kb: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().trim_end_matches(" kB").trim().parse().ok())
        .unwrap();
    assert!(
        peak_kb < 100 * 1024,
        "peak memory {peak_kb} kB after a 50 MB body"
    );
    assert_still_serving(&mut served);
}

#[test]
fn half_a_request_then_silence_is_closed_and_disturbs_nobody() {
    let mut served = Served::start(&[]);
    let mut half_head = connect(&served);
    half_head
        .write_all(b"POST /lps HTTP/1.1\r\nhost: loc")
        .unwrap();
    let mut half_body = connect(&served);
    half_body
        .write_all(
            format!(
                "POST /lps HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/soap+xml\r\n\
                 content-length: {}\r\n\r\n<soap:Env",
                ENVELOPE.len()
            )
            .as_bytes(),
        )
        .unwrap();
    assert_still_serving(&mut served);
    for (name, mut stream) in [("half a head", half_head), ("half a body", half_body)] {
        let mut rest = Vec::new();
        let clock = banc_core::Clock::system();
        let start = clock.mono();
        // Closed by an answer or by a reset: what matters is that it ends.
        let _ = stream.read_to_end(&mut rest);
        assert!(
            clock.mono().since(start) < Duration::from_secs(58),
            "{name} was kept open"
        );
    }
    assert_still_serving(&mut served);
}

#[test]
fn two_thousand_idle_connections_disturb_nobody() {
    let mut served = Served::start(&[]);
    let mut idle = Vec::with_capacity(2_000);
    for number in 0..2_000 {
        match TcpStream::connect(("127.0.0.1", served.port("insi_clair"))) {
            Ok(stream) => idle.push(stream),
            Err(error) => panic!("idle connection {number}: {error}"),
        }
    }
    assert_still_serving(&mut served);
    drop(idle);
    assert_still_serving(&mut served);
}
