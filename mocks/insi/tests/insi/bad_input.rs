//! What is not a request of the service: each gets a clear answer.

use banc_core::exchange::Request;
use banc_core::service::Call;
use banc_core::service::Service as _;
use banc_insi::{ACTION_CARTE, ACTION_TRAITS};

use super::bench::{BAM, CLOCK, LPS, Sent, addressing, body, catarina, envelope, insi, sent};

const BODY: fn() -> String = || body("TCHITCHI", "CATARINA", "F", "1936-06-21", "");

#[test]
fn what_is_not_a_soap_message_gets_a_sender_fault() {
    let deep = format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000));
    for (text, reason) in [
        (String::new(), "no root element"),
        ("<soap:Envelope".to_owned(), "malformed XML"),
        ("pas du XML".to_owned(), "malformed XML"),
        (
            "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>".to_owned(),
            "DTDs are refused",
        ),
        (deep, "nested deeper"),
        (envelope("", "<a>&nbsp;</a>"), "not predefined"),
        (envelope("", &BODY().repeat(2)), "2 elements in `Body`"),
        (envelope("", ""), "empty `Body`"),
        ("<a/>".to_owned(), "not a SOAP `Envelope`"),
        ("<Envelope xmlns=\"urn:x\"/>".to_owned(), "neither SOAP"),
    ] {
        let received = sent(text).to(&insi());
        assert_eq!(received.refused(), "soap:Sender");
        assert_eq!(received.answer.status, 500);
        assert!(
            received.reason().contains(reason),
            "{} / {reason}",
            received.reason()
        );
    }
    let invalid = sent(b"<a>\xFF</a>".to_vec()).to(&insi());
    assert!(invalid.reason().contains("invalid UTF-8 at byte 3"));
}

#[test]
fn soap_11_gets_a_version_mismatch_in_soap_11() {
    let mut request = catarina();
    request.body = String::from_utf8(request.body)
        .unwrap()
        .replace(
            "http://www.w3.org/2003/05/soap-envelope",
            "http://schemas.xmlsoap.org/soap/envelope/",
        )
        .into();
    let received = request.to(&insi());
    assert_eq!(received.refused(), "soap:VersionMismatch");
    assert!(
        received
            .text()
            .contains("<faultcode>soap:VersionMismatch</faultcode>")
    );
    assert!(received.answer.headers[0].1.starts_with("text/xml"));
}

#[test]
fn unknown_actions_and_bodies_of_another_action_are_refused() {
    let with = |action: &str| {
        sent(envelope(
            &format!("{BAM}{LPS}{}", addressing(action)),
            &BODY(),
        ))
        .to(&insi())
    };
    let unknown = with("urn:adr:1.1.0:acquerirLesDroits");
    assert_eq!(
        (unknown.refused(), unknown.operation),
        ("wsa:ActionNotSupported", "inconnue")
    );
    assert!(unknown.reason().contains("urn:adr:1.1.0:acquerirLesDroits"));
    assert_eq!(
        sent(envelope(&format!("{BAM}{LPS}"), &BODY()))
            .to(&insi())
            .refused(),
        "wsa:ActionNotSupported"
    );
    assert_eq!(with(ACTION_CARTE).refused(), "soap:Sender");
}

#[test]
fn missing_or_doubled_header_blocks_are_named() {
    let with = |headers: String| sent(envelope(&headers, &BODY())).to(&insi());
    let action = addressing(ACTION_TRAITS);
    for (headers, reason) in [
        (format!("{action}{LPS}"), "ContexteBAM absent"),
        (format!("{action}{BAM}"), "ContexteLPS absent"),
        (format!("{action}{BAM}{LPS}{LPS}"), "ContexteLPS en double"),
        (format!("{action}{action}{BAM}{LPS}"), "MessageID en double"),
        (
            format!("{action}{BAM}{}", LPS.replace(" Version=\"01_00\"", "")),
            "ContexteLPS sans attribut Version",
        ),
        (
            format!("{action}{LPS}{}", BAM.replace("<b:COUVERTURE/>", "")),
            "COUVERTURE",
        ),
        (
            format!(
                "{action}{LPS}{}",
                BAM.replace("<b:Temps>2026-01-15T09:30:00.000Z</b:Temps>", "")
            ),
            "Temps",
        ),
    ] {
        let received = with(headers);
        assert_eq!(received.refused(), "soap:Sender");
        assert!(received.reason().contains(reason), "{}", received.reason());
        assert!(received.seen().provisional);
    }
    let no_number = with(format!(
        "{action}{BAM}{}",
        LPS.replace("<l:IDAM R=\"4\">AAA17NF00AA0</l:IDAM>", "")
    ));
    assert_eq!(no_number.refused(), "desir_550");
}

#[test]
fn mandatory_blocks_must_be_known() {
    let block = |must: &str| {
        format!(
            "{}{BAM}{LPS}<x:y xmlns:x=\"urn:x\" soap:mustUnderstand=\"{must}\"/>",
            addressing(ACTION_TRAITS)
        )
    };
    assert_eq!(
        sent(envelope(&block("true"), &BODY()))
            .to(&insi())
            .refused(),
        "soap:MustUnderstand"
    );
    let optional = sent(envelope(&block("false"), &BODY())).to(&insi());
    assert_eq!(optional.code(), "00");
    assert!(
        optional
            .seen()
            .quirks
            .iter()
            .any(|quirk| quirk == "bloc_inconnu")
    );
}

#[test]
fn methods_paths_and_content_types_are_checked() {
    let insi = insi();
    for (method, target, status) in [
        ("GET", "/lps", 404),
        ("GET", "/", 404),
        ("POST", "/autre", 404),
        ("PUT", "/lps", 405),
        ("DELETE", "/lps", 405),
    ] {
        let received = Sent {
            method,
            target,
            ..catarina()
        }
        .to(&insi);
        assert_eq!(received.answer.status, status, "{method} {target}");
        assert_eq!(received.operation, "inconnue");
    }
    for content_type in [None, Some("text/xml"), Some("application/json"), Some("")] {
        let received = Sent {
            content_type,
            ..catarina()
        }
        .to(&insi);
        assert_eq!(
            (received.refused(), received.answer.status),
            ("soap:Sender", 415)
        );
    }
}

#[test]
fn encodings_are_transcoded_or_refused() {
    let mut latin = catarina();
    latin.content_type = Some("application/soap+xml; charset=ISO-8859-1");
    let received = latin.to(&insi());
    assert_eq!(received.code(), "00");
    assert!(
        received
            .seen()
            .quirks
            .iter()
            .any(|quirk| quirk == "encodage_transcode")
    );
    latin.content_type = Some("application/soap+xml; charset=windows-1252");
    assert!(latin.to(&insi()).reason().contains("windows-1252"));
}

#[test]
fn bodies_over_the_limit_are_told() {
    let insi = insi();
    let request = Request {
        method: "POST".into(),
        target: "/lps".into(),
        ..Request::default()
    };
    let sent = catarina();
    let answer = insi.too_large(&Call {
        request: &request,
        connection: &sent.connection,
        front: sent.front,
        lane: "essai",
        operation: "inconnue",
        ordinal: 1,
        clock: &CLOCK,
        variations: &[],
        refusal: None,
    });
    assert_eq!(answer.status, 413);
    assert!(
        std::str::from_utf8(&answer.body)
            .unwrap()
            .contains("1048576 octets")
    );
    assert_eq!(insi.body_limit(), 1 << 20);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn a_damaged_request_never_panics(at in 0_usize..2000, byte in 0_u8..=255, cut in 0_usize..2000) {
        let mut request = catarina();
        let length = request.body.len();
        request.body[at % length] = byte;
        if cut % 2 == 0 {
            request.body.truncate(cut % length);
        }
        let received = request.to(&insi());
        proptest::prop_assert!([200, 500].contains(&received.answer.status));
    }
}
