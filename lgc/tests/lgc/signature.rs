//! The assertion's signature, verified inside the envelope as received.

use std::collections::BTreeMap;
use std::process::Command;

use bergshamra_dsig::{DsigContext, VerifyResult, verify};
use bergshamra_keys::{KeysManager, loader};

use crate::certificates;
use crate::driver::{Bench, search};
use crate::foreign;
use crate::gateway::code;
use crate::identities::ecetinsi;

#[tokio::test]
async fn the_assertion_is_signed_and_any_change_shows() {
    let card = certificates::card();
    let certificates = BTreeMap::from([("cps_signature".to_owned(), card.clone())]);
    let bench = Bench::with(&[], certificates).await;
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([code("01")]);
    bench.done(search(&usager)).await;
    let body = bench.gateway.bodies().await.pop().unwrap();

    let mut keys = KeysManager::new();
    keys.add_key(loader::load_x509_cert_pem(card.certificat_pem.as_bytes()).unwrap());
    let context = DsigContext::new(keys)
        .with_trusted_keys_only(true)
        .with_strict_verification(true);
    let result = verify::verify(&context, &body).unwrap();
    let VerifyResult::Valid { references, .. } = result else {
        panic!("{result:?}");
    };
    assert_eq!(references.len(), 1);
    let altered = body.replace("991110019", "991110018");
    assert_ne!(altered, body);
    assert!(!verify::verify(&context, &altered).unwrap().is_valid());
}

/// The same judged by libxmlsec1, which shares nothing with this software.
#[tokio::test]
async fn a_foreign_verifier_agrees() {
    if !foreign::tool("xmlsec1") {
        return;
    }
    let card = certificates::card();
    let certificates = BTreeMap::from([("cps_signature".to_owned(), card.clone())]);
    let bench = Bench::with(&[], certificates).await;
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([code("01")]);
    bench.done(search(&usager)).await;
    let body = bench.gateway.bodies().await.pop().unwrap();
    assert!(foreign_verdict(&card.certificat_pem, &body));
    assert!(!foreign_verdict(
        &card.certificat_pem,
        &body.replace("991110019", "991110018")
    ));
}

fn foreign_verdict(certificate: &str, envelope: &str) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let (key, message) = (
        folder.path().join("certificate.pem"),
        folder.path().join("envelope.xml"),
    );
    std::fs::write(&key, certificate).unwrap();
    std::fs::write(&message, envelope).unwrap();
    Command::new("xmlsec1")
        .args(["--verify", "--id-attr:ID"])
        .arg("urn:oasis:names:tc:SAML:2.0:assertion:Assertion")
        .arg("--pubkey-cert-pem")
        .arg(&key)
        .arg(&message)
        .output()
        .unwrap()
        .status
        .success()
}

#[tokio::test]
async fn each_call_has_its_own_assertion() {
    let certificates = BTreeMap::from([("cps_signature".to_owned(), certificates::card())]);
    let bench = Bench::with(&[], certificates).await;
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([code("01")]);
    bench.done(search(&usager)).await;
    bench.done(search(&usager)).await;
    let values = bench.gateway.values("ds:SignatureValue").await;
    assert_eq!(values.len(), 2);
    assert_ne!(values[0], values[1]);
}
