//! The description of the service.

use banc_core::exchange::TlsFacts;

use std::collections::BTreeSet;

use banc_core::xml::{Document, Limits};

use super::bench::{Sent, catarina, connection, insi};

#[test]
fn it_is_served_with_the_address_at_which_it_was_asked() {
    let get = |connection| {
        Sent {
            method: "GET",
            target: "/lps?wsdl",
            connection,
            content_type: None,
            ..catarina()
        }
        .to(&insi())
    };
    let secure = get(connection(Some(TlsFacts::default())));
    assert_eq!((secure.answer.status, secure.operation), (200, "wsdl"));
    assert!(
        secure
            .text()
            .contains("location=\"https://insi.test:8443/lps\"")
    );
    assert!(
        get(connection(None))
            .text()
            .contains("location=\"http://insi.test:8443/lps\"")
    );
    assert!(secure.answer.observed.is_none());
}

/// Names, actions and parts of a description: what a generated client is made from.
fn facts(text: &str) -> BTreeSet<(String, String, String)> {
    let document = Document::parse(text, &Limits::default()).unwrap();
    let mut facts = BTreeSet::new();
    for node in document.root().descendants() {
        let local = node.local_name();
        if !node
            .namespace()
            .starts_with("http://schemas.xmlsoap.org/wsdl/")
        {
            continue;
        }
        for (namespace, attribute) in node.attributes() {
            let unprefixed = attribute
                .value
                .rsplit_once(':')
                .map_or(&*attribute.value, |(_, name)| name);
            let value = match (local, attribute.local) {
                // Messages of an operation are named by default in ours.
                ("input" | "output", "name") | (_, "location" | "wsdl:name") => continue,
                (_, "element" | "message" | "type" | "binding") => unprefixed.to_owned(),
                _ => attribute.value.to_string(),
            };
            facts.insert((
                local.to_owned(),
                format!("{namespace}{}", attribute.local),
                value,
            ));
        }
    }
    facts
}

#[test]
fn it_states_the_same_facts_as_the_official_one() {
    let Some(reference) = banc_fixtures::reference() else {
        return;
    };
    let official =
        std::fs::read_to_string(reference.join("insi/DESIR_ICIR_EXP_1.5.0.wsdl")).unwrap();
    let (ours, theirs) = (
        facts(&banc_insi::wsdl::text("https://insi.test/lps")),
        facts(&official),
    );
    assert!(theirs.len() > 30);
    let binding_extension = |fact: &&(String, String, String)| {
        fact.1.contains("java.sun.com") || fact.1.ends_with("bindingVersion")
    };
    let missing: Vec<_> = theirs
        .difference(&ours)
        .filter(|fact| !binding_extension(fact))
        .collect();
    let added: Vec<_> = ours.difference(&theirs).collect();
    assert!(
        missing.is_empty() && added.is_empty(),
        "missing {missing:#?}\nadded {added:#?}"
    );
}
