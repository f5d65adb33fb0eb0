//! Documents and keys.

use serde_json::Value;

use super::bench::{Bench, ISSUER, at, header, verify};

#[test]
fn each_path_has_its_authorization_endpoint() {
    let mut bench = Bench::new();
    let realm = "/auth/realms/esante-wallet/.well-known";
    let wallet = bench.get(&format!("{realm}/wallet-openid-configuration"));
    assert_eq!(wallet.operation, "decouverte");
    assert_eq!(wallet.header("content-type"), Some("application/json"));
    let wallet = wallet.ok();
    assert_eq!(wallet["issuer"], ISSUER);
    assert_eq!(wallet["authorization_endpoint"], "https://localhost:2/auth");
    let native = bench.get(&format!("{realm}/openid-configuration")).ok();
    assert_eq!(
        native["authorization_endpoint"],
        format!("{ISSUER}/protocol/openid-connect/auth")
    );
    bench.vary(&["decouverte_ancienne"]);
    let older = bench
        .get(&format!("{realm}/wallet-openid-configuration"))
        .ok();
    assert!(older.get("mtls_endpoint_aliases").is_none());
}

#[test]
fn a_rotation_signs_with_a_new_key_and_keeps_the_one_before() {
    let mut bench = Bench::new();
    let keys = |bench: &mut Bench| -> Vec<Value> {
        bench.get(&at("/certs")).ok()["keys"]
            .as_array()
            .unwrap()
            .clone()
    };
    let first = keys(&mut bench);
    let uses: Vec<_> = first.iter().map(|key| (&key["use"], &key["alg"])).collect();
    assert_eq!(uses.len(), 2);
    assert!(
        uses.iter()
            .any(|(usage, alg)| *usage == "sig" && *alg == "RS256")
    );
    assert!(
        uses.iter()
            .any(|(usage, alg)| *usage == "enc" && *alg == "RSA-OAEP")
    );
    let before = bench.tokens(&[])["id_token"].clone();
    bench.psc.rotate_keys();
    let second = keys(&mut bench);
    assert_eq!(second.len(), 3);
    let kids: std::collections::BTreeSet<_> = second
        .iter()
        .map(|key| key["kid"].as_str().unwrap())
        .collect();
    assert_eq!(kids.len(), 3);
    let after = bench.tokens(&[("prompt", "login")])["id_token"].clone();
    assert_ne!(header(&before)["kid"], header(&after)["kid"]);
    for token in [&before, &after] {
        verify(&mut bench, token.as_str().unwrap()).unwrap();
    }
}

#[test]
fn unknown_paths_and_methods_are_refused() {
    let mut bench = Bench::new();
    for target in [
        "/autre",
        "/auth/realms/autre/protocol/openid-connect/token",
        &at("/ext/par/request"),
    ] {
        let received = bench.get(target);
        assert_eq!(
            (received.answer.status, received.operation),
            (404, "inconnue"),
            "{target}"
        );
    }
    let received = bench.get(&at("/token"));
    assert_eq!(
        (received.answer.status, received.header("allow")),
        (405, Some("POST"))
    );
}
