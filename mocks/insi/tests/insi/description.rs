//! The description of the service.

use banc_core::exchange::TlsFacts;

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
