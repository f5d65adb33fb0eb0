//! TLS of the software's own calls: the client certificate is shown, and only the authorities of the
//! preparation are trusted.

use std::collections::BTreeMap;
use std::sync::Arc;

use banc_contract::preparation::{ClientCertificate, Endpoint};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::RootCertStore;
use rustls::ServerConfig;
use rustls::server::WebPkiClientVerifier;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::driver::{Bench, search};
use crate::identities::ecetinsi;

/// A test authority.
struct Authority {
    pem: String,
    root: rustls_pki_types::CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params
            .distinguished_name
            .push(DnType::CommonName, "AC de test");
        let certificate = params.self_signed(&key).unwrap();
        Self {
            pem: certificate.pem(),
            root: certificate.der().clone(),
            issuer: Issuer::new(params, key),
        }
    }

    fn issue(&self, names: &[&str], common_name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        params
            .distinguished_name
            .push(DnType::OrganizationalUnitName, "10B0152872");
        params
            .distinguished_name
            .push(DnType::CommonName, common_name);
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }
}

const ANSWER: &str = "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body><RESULTAT xmlns=\"http://www.cnamts.fr/INSiResultat\"><CR><CodeCR>01</CodeCR><LibelleCR>x</LibelleCR></CR></RESULTAT></e:Body></e:Envelope>";

/// A TLS server that requires a client certificate; gives its port and the subjects it saw.
async fn server(authority: &Authority) -> (u16, mpsc::UnboundedReceiver<String>) {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(authority.root.clone()).unwrap();
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .build()
            .unwrap();
    let (certificate, key) = authority.issue(&["localhost"], "localhost");
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(
            vec![certificate.der().clone()],
            key.serialize_der().try_into().unwrap(),
        )
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (seen, subjects) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let acceptor = TlsAcceptor::from(Arc::new(config));
        loop {
            let (tcp, _) = listener.accept().await.unwrap();
            let Ok(mut tls) = acceptor.accept(tcp).await else {
                continue;
            };
            let leaf = tls.get_ref().1.peer_certificates().unwrap()[0].clone();
            let (_, parsed) = X509Certificate::from_der(&leaf).unwrap();
            seen.send(parsed.subject().to_string()).unwrap();
            let mut request = Vec::new();
            let mut chunk = [0; 4096];
            while !request.ends_with(b"</soap:Envelope>") {
                match tls.read(&mut chunk).await {
                    Ok(length) if length > 0 => request.extend_from_slice(&chunk[..length]),
                    _ => break,
                }
            }
            let response = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{ANSWER}",
                ANSWER.len()
            );
            tls.write_all(response.as_bytes()).await.unwrap();
            tls.shutdown().await.unwrap();
        }
    });
    (port, subjects)
}

async fn bench(port: u16, authority: &Authority, trusted: &str) -> Bench {
    let bench = Bench::sound().await;
    let (certificate, key) = authority.issue(&[], "INSI-MANU");
    let certificates = BTreeMap::from([(
        "insi_manu".to_owned(),
        ClientCertificate {
            certificat_pem: certificate.pem(),
            cle_pem: key.serialize_pem(),
        },
    )]);
    let mut preparation = bench.preparation(certificates);
    trusted.clone_into(&mut preparation.autorites_pem);
    preparation.services.insert(
        "insi_tlsm".to_owned(),
        Endpoint {
            url: format!("https://localhost:{port}/lps"),
        },
    );
    let (status, answer) = bench
        .post("/preparer", &serde_json::json!(preparation))
        .await;
    assert_eq!(status, 200, "{answer}");
    bench
}

#[tokio::test]
async fn the_software_certificate_is_shown() {
    let authority = Authority::new();
    let (port, mut subjects) = server(&authority).await;
    let bench = bench(port, &authority, &authority.pem).await;
    let usager = bench.create(ecetinsi()).await;
    bench.done(search(&usager)).await;
    let subject = subjects.recv().await.unwrap();
    assert!(subject.contains("CN=INSI-MANU"), "{subject}");
    assert_eq!(bench.codes().await, ["01"]);
}

#[tokio::test]
async fn a_server_of_another_authority_is_not_trusted() {
    let authority = Authority::new();
    let (port, mut subjects) = server(&authority).await;
    let bench = bench(port, &authority, &Authority::new().pem).await;
    let usager = bench.create(ecetinsi()).await;
    let message = bench.refused(search(&usager)).await;
    assert!(message.contains("connexion impossible"), "{message}");
    assert!(subjects.try_recv().is_err());
}

#[tokio::test]
async fn unreadable_certificates_are_refused_at_preparation() {
    let bench = Bench::sound().await;
    let mut preparation = bench.preparation(BTreeMap::from([(
        "insi_manu".to_owned(),
        ClientCertificate {
            certificat_pem: "rien".to_owned(),
            cle_pem: "rien".to_owned(),
        },
    )]));
    let body = serde_json::json!(preparation);
    let (status, answer) = bench.post("/preparer", &body).await;
    assert_eq!(status, 400);
    assert!(answer["erreur"].as_str().unwrap().contains("insi_manu"));
    preparation.certificats.clear();
    "rien".clone_into(&mut preparation.autorites_pem);
    let body = serde_json::json!(preparation);
    let (status, answer) = bench.post("/preparer", &body).await;
    assert_eq!(status, 400);
    assert!(answer["erreur"].as_str().unwrap().contains("autorites_pem"));
}
