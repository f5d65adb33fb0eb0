//! Documents made to harm the reader.

use super::*;

/// The text with an element repeated.
fn doubled(text: &str, name: &str, times: usize) -> String {
    let element = between(text, &format!("<{name}>"), &format!("</{name}>")).to_owned();
    altered(text, &element, &element.repeat(times))
}

#[test]
fn hostile_documents_are_malformed_and_nothing_worse() {
    let bench = &*BENCH;
    let signed = envelope(&bench.signed());
    let with_prolog = |prolog: &str| altered(&signed, "?>\n", &format!("?>\n{prolog}"));
    let deep = "<a>".repeat(10_000) + &"</a>".repeat(10_000);
    let documents = [
        String::new(),
        "<".to_owned(),
        "<a/>".to_owned(),
        with_prolog("<!DOCTYPE a>"),
        with_prolog("<!DOCTYPE a [<!ENTITY b \"c\">]>"),
        with_prolog("<!DOCTYPE a SYSTEM \"file:///etc/passwd\">"),
        altered(&signed, "SA07", "&b;"),
        envelope_with("", &deep),
        envelope_with("", &"x".repeat(2 << 20)),
        altered(
            &signed,
            "</w:Security>",
            "</w:Security><w:Security xmlns:w=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\"/>",
        ),
        envelope(&bench.signed().repeat(5)),
        envelope(&doubled(&bench.signed(), "ds:SignatureValue", 2)),
        envelope(&doubled(&bench.signed(), "ds:X509Certificate", 9)),
        signed[..signed.len() / 2].to_owned(),
    ];
    for document in documents {
        let refusal = bench.verify(&document).unwrap_err();
        assert!(
            matches!(refusal, AssertionRefusal::Malformed(_)),
            "{refusal:?} of {}",
            document.chars().take(200).collect::<String>()
        );
    }
}
