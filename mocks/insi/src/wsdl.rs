//! The description of the service, `GET /lps?wsdl`, self-contained.
//!
//! Our own text, from the facts of the official description: names, actions, parts and element
//! declarations are the same; schemas are inline and reduced to what the service uses, so that a
//! client can be generated without fetching anything. The provisional verification is not in it.

use banc_core::service::{Answer, Call};
use banc_core::xml::escape;
use bytes::Bytes;

const TEMPLATE: &str = include_str!("wsdl/insi.wsdl");

/// Whether a query asks for the description.
pub(crate) fn is_asked(query: &str) -> bool {
    query
        .split('&')
        .any(|part| part.eq_ignore_ascii_case("wsdl"))
}

/// The description, with the address at which it was asked for.
pub(crate) fn answer(call: &Call<'_>) -> Answer {
    let scheme = if call.connection.tls.is_some() {
        "https"
    } else {
        "http"
    };
    let host = call.request.header("host").unwrap_or("localhost");
    Answer {
        status: 200,
        headers: vec![("content-type", "text/xml; charset=utf-8".to_owned())],
        body: Bytes::from(text(&format!("{scheme}://{host}{}", crate::PATH))),
        observed: None,
    }
}

/// The description with this address.
pub fn text(address: &str) -> String {
    let mut escaped = String::new();
    escape::attribute(&mut escaped, address);
    TEMPLATE.replace("{{adresse}}", &escaped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use banc_core::xml::{Document, Limits};

    #[test]
    fn it_is_well_formed_self_contained_and_bears_the_address() {
        let text = text("https://h\"&:1/lps");
        let document = Document::parse(&text, &Limits::default()).unwrap();
        let mut addresses = 0;
        for node in document.root().descendants() {
            if node.local_name() == "import" || node.local_name() == "include" {
                assert_eq!(node.attribute("", "schemaLocation"), None);
            }
            if node.local_name() == "address" {
                assert_eq!(node.attribute("", "location"), Some("https://h\"&:1/lps"));
                addresses += 1;
            }
        }
        assert_eq!(addresses, 1);
        assert!(is_asked("wsdl") && is_asked("x=1&WSDL") && !is_asked("wsd"));
    }
}
