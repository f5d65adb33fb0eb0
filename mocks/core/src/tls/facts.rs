//! What a finished handshake established.

use rustls::{HandshakeKind, ProtocolVersion, ServerConnection};

use crate::exchange::{CertificateFacts, TlsFacts};
use crate::pki::TrustAnchors;

/// Facts of a server connection whose handshake is over.
///
/// The client's chain is judged here, at each connection, so that a resumed session is judged like
/// a new one, at its own time.
pub fn tls_facts(connection: &ServerConnection, trust: &TrustAnchors) -> TlsFacts {
    let client_certificate = connection
        .peer_certificates()
        .and_then(|chain| Some((chain, chain.first()?)))
        .map(|(chain, certificate)| {
            CertificateFacts::of(certificate, trust.distrust_of_client(chain).as_ref())
        });
    TlsFacts {
        version: match connection.protocol_version() {
            Some(ProtocolVersion::TLSv1_2) => "TLSv1.2".to_owned(),
            Some(ProtocolVersion::TLSv1_3) => "TLSv1.3".to_owned(),
            Some(other) => format!("{other:?}"),
            None => String::new(),
        },
        cipher_suite: connection
            .negotiated_cipher_suite()
            .map(|suite| iana_name(&format!("{:?}", suite.suite())))
            .unwrap_or_default(),
        server_name: connection.server_name().map(str::to_owned),
        resumed: connection.handshake_kind() == Some(HandshakeKind::Resumed),
        client_certificate,
    }
}

/// The library writes `TLS13_AES_…` where the registry writes `TLS_AES_…`.
fn iana_name(suite: &str) -> String {
    suite.replacen("TLS13_", "TLS_", 1)
}
