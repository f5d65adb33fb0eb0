//! The test authority by the management API, and the refusal of production authorities.

use banc_core::pki::ClientKind;
use reqwest::Method;

use crate::bench::Bench;

#[tokio::test]
async fn the_authority_gives_what_clients_need_and_never_its_own_keys() {
    let bench = Bench::start("");
    let pem = bench
        .request(Method::GET, "/autorite/autorites.pem")
        .send()
        .await
        .unwrap();
    let pem = pem.text().await.unwrap();
    assert_eq!(pem.matches("BEGIN CERTIFICATE").count(), 3);
    assert!(!pem.contains("PRIVATE"));
    for list in ["organisations", "personnes"] {
        let answer = bench
            .request(Method::GET, &format!("/autorite/{list}.crl"))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.headers()["content-type"], "application/pkix-crl");
        let der = answer.bytes().await.unwrap();
        // A DER sequence whose length is told in two bytes, as a list of this size is.
        assert!(der.starts_with(&[0x30, 0x82]), "{list}: {der:?}");
    }
    assert_eq!(
        bench
            .refused(Method::GET, "/autorite/racine.cle.pem", None)
            .await
            .0,
        404
    );
    let certificates = bench.get("/autorite/certificats").await;
    let certificates = certificates.as_array().unwrap();
    assert_eq!(certificates.len(), ClientKind::ALL.len());
    let roles: Vec<&str> = certificates
        .iter()
        .filter_map(|one| one["role"].as_str())
        .collect();
    assert_eq!(roles, ["insi_auto", "insi_manu", "cps_signature"]);
    let material = bench.stack.client_material().unwrap();
    assert_eq!(material.authorities_pem, pem);
    for one in certificates.iter().filter(|one| one.get("role").is_some()) {
        let own = &material.certificates[one["role"].as_str().unwrap()];
        assert_eq!(one["cle_pem"], own.key_pem.as_str());
        assert_eq!(one["accepte"], true);
    }
    assert!(!format!("{material:?}").contains("PRIVATE"));
}
