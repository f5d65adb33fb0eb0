//! Handshakes in memory: versions, policies, verdicts kept through resumption.

use std::sync::Arc;

use rustls::{ClientConfig, ClientConnection, ServerConfig, ServerConnection};
use rustls_pki_types::ServerName;

use super::*;
use crate::Clock;
use crate::exchange::TlsFacts;
use crate::pki::{Authority, ClientKind};

/// Both ends of a handshake carried to its end, tickets included; or the first error.
fn handshake(
    client: &Arc<ClientConfig>,
    server: &Arc<ServerConfig>,
) -> Result<(ClientConnection, ServerConnection), rustls::Error> {
    let name = ServerName::try_from("localhost").unwrap();
    let mut client = ClientConnection::new(Arc::clone(client), name)?;
    let mut server = ServerConnection::new(Arc::clone(server))?;
    for _ in 0..10 {
        let mut wire = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut wire).unwrap();
        }
        server.read_tls(&mut wire.as_slice()).unwrap();
        server.process_new_packets()?;
        let mut wire = Vec::new();
        while server.wants_write() {
            server.write_tls(&mut wire).unwrap();
        }
        client.read_tls(&mut wire.as_slice()).unwrap();
        client.process_new_packets()?;
    }
    assert!(!client.is_handshaking() && !server.is_handshaking());
    Ok((client, server))
}

fn authority(directory: &tempfile::TempDir) -> Authority {
    Authority::open_or_create(&directory.path().join("pki"), &Clock::system()).unwrap()
}

fn facts(
    authority: &Authority,
    client: &Arc<ClientConfig>,
    server: &Arc<ServerConfig>,
) -> TlsFacts {
    let (_, connection) = handshake(client, server).unwrap();
    tls_facts(&connection, &authority.trust_anchors())
}

#[test]
fn a_bad_certificate_is_recorded_and_its_verdict_survives_resumption() {
    let directory = tempfile::tempdir().unwrap();
    let authority = authority(&directory);
    let server = server_config(&authority, ClientCertificatePolicy::Required).unwrap();
    for (versions, version, suite) in [
        (TlsVersions::Tls12, "TLSv1.2", "TLS_ECDHE_RSA_WITH_"),
        (TlsVersions::Tls13, "TLSv1.3", "TLS_AES_"),
    ] {
        for (kind, distrust) in [
            (ClientKind::InsiAuto, None),
            (ClientKind::SoftwareUntrusted, Some("unknown issuer")),
            (ClientKind::SoftwareExpired, Some("expired certificate")),
            (ClientKind::SoftwareRevoked, Some("revoked certificate")),
        ] {
            let identity = authority.client(kind).unwrap();
            let client = client_config(&authority.bundle_pem(), Some(&identity), versions).unwrap();
            for resumed in [false, true] {
                let facts = facts(&authority, &client, &server);
                assert_eq!(facts.resumed, resumed, "{version} {kind:?}");
                assert_eq!(facts.version, version);
                assert!(
                    facts.cipher_suite.starts_with(suite),
                    "{}",
                    facts.cipher_suite
                );
                assert_eq!(facts.server_name.as_deref(), Some("localhost"));
                let certificate = facts.client_certificate.unwrap();
                assert_eq!(certificate.common_name.as_deref(), Some("INSI-AUTO"));
                assert_eq!(
                    certificate.distrust.as_deref(),
                    distrust,
                    "{version} {kind:?}"
                );
            }
        }
    }
}

#[test]
fn each_policy_does_what_it_says_of_a_client_without_certificate() {
    let directory = tempfile::tempdir().unwrap();
    let authority = authority(&directory);
    let identity = authority.client(ClientKind::InsiManu).unwrap();
    for versions in [TlsVersions::Tls12, TlsVersions::Both] {
        let anonymous = client_config(&authority.bundle_pem(), None, versions).unwrap();
        let known = client_config(&authority.bundle_pem(), Some(&identity), versions).unwrap();
        for policy in [
            ClientCertificatePolicy::Ignored,
            ClientCertificatePolicy::Requested,
        ] {
            let server = server_config(&authority, policy).unwrap();
            assert_eq!(
                facts(&authority, &anonymous, &server).client_certificate,
                None
            );
            let seen = facts(&authority, &known, &server).client_certificate;
            assert_eq!(seen.is_some(), policy == ClientCertificatePolicy::Requested);
        }
        let server = server_config(&authority, ClientCertificatePolicy::Required).unwrap();
        assert!(handshake(&anonymous, &server).is_err());
        assert!(
            facts(&authority, &known, &server)
                .client_certificate
                .is_some()
        );
    }
}

#[test]
fn a_certificate_without_its_key_is_refused_in_the_handshake() {
    let directory = tempfile::tempdir().unwrap();
    let authority = authority(&directory);
    let mut thief = authority.client(ClientKind::InsiAuto).unwrap();
    thief.key_pem = authority.client(ClientKind::InsiManu).unwrap().key_pem;
    // The client library itself sees the mismatch, so the key is slipped in behind its back.
    let refused = client_config(&authority.bundle_pem(), Some(&thief), TlsVersions::Both);
    assert!(matches!(refused, Err(TlsError::Rustls(_))));
    for versions in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let server = server_config(&authority, ClientCertificatePolicy::Requested).unwrap();
        let client = Arc::new(thief_config(&authority, &thief, versions));
        let error = handshake(&client, &server).unwrap_err();
        assert!(
            matches!(error, rustls::Error::InvalidCertificate(_)),
            "{error:?}"
        );
    }
}

/// A client that shows a certificate and signs with another key.
fn thief_config(
    authority: &Authority,
    thief: &crate::pki::ClientIdentity,
    version: &'static rustls::SupportedProtocolVersion,
) -> ClientConfig {
    use rustls_pki_types::pem::PemObject as _;
    #[derive(Debug)]
    struct Fixed(Arc<rustls::sign::CertifiedKey>);
    impl rustls::client::ResolvesClientCert for Fixed {
        fn resolve(
            &self,
            _: &[&[u8]],
            _: &[rustls::SignatureScheme],
        ) -> Option<Arc<rustls::sign::CertifiedKey>> {
            Some(Arc::clone(&self.0))
        }
        fn has_certs(&self) -> bool {
            true
        }
    }
    let key = rustls_pki_types::PrivateKeyDer::from_pem_slice(thief.key_pem.as_bytes()).unwrap();
    let key = rustls::crypto::aws_lc_rs::sign::any_supported_type(&key).unwrap();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(authority.root().clone()).unwrap();
    ClientConfig::builder_with_provider(provider())
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(roots)
        .with_client_cert_resolver(Arc::new(Fixed(Arc::new(rustls::sign::CertifiedKey::new(
            thief.chain.clone(),
            key,
        )))))
}

#[test]
fn http_1_1_alone_is_agreed_and_strangers_do_not_trust_the_server() {
    let directory = tempfile::tempdir().unwrap();
    let authority = authority(&directory);
    let server = server_config(&authority, ClientCertificatePolicy::Ignored).unwrap();
    let client = client_config(&authority.bundle_pem(), None, TlsVersions::Both).unwrap();
    let (client, _) = handshake(&client, &server).unwrap();
    assert_eq!(client.alpn_protocol(), Some(b"http/1.1".as_slice()));
    let other = tempfile::tempdir().unwrap();
    let other = Authority::open_or_create(&other.path().join("pki"), &Clock::system()).unwrap();
    let stranger = client_config(&other.bundle_pem(), None, TlsVersions::Both).unwrap();
    assert!(handshake(&stranger, &server).is_err());
    assert!(client_config("", None, TlsVersions::Both).is_err());
}
