//! The module of the OpenID Foundation's configuration plan, on the standard path; and why the
//! document that PSC really publishes, at a path of its own, could not pass it.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "openid_config/faults.rs"]
mod faults;
#[path = "support/openid.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "each test target uses a part of the support"
)]
mod openid;
#[path = "openid_config/page.rs"]
mod page;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;

use std::collections::BTreeSet;

use faults::{STANDARD, faults};
use openid::{Answer, Bench, Browser, RelyingParty};
use serde_json::Value;

const WALLET: &str = "/.well-known/wallet-openid-configuration";

async fn get(bench: &Bench, url: &str) -> Answer {
    Answer::read(bench.http(None).get(url).send().await.unwrap()).await
}

/// The document is at the standard path, well formed; its keys can be read, are public, distinct,
/// and one of them signs.
#[tokio::test]
async fn oidcc_discovery_endpoint_verification() {
    let bench = Bench::open().await;
    let url = format!("{}{STANDARD}", bench.url("psc"));
    let document = get(&bench, &url).await.expect(200).body;
    assert_eq!(faults(&url, &document), Vec::<String>::new());

    let keys = get(&bench, document["jwks_uri"].as_str().unwrap()).await;
    let keys = keys.expect(200).body["keys"].as_array().unwrap().clone();
    let kids: BTreeSet<_> = keys.iter().filter_map(|key| key["kid"].as_str()).collect();
    assert_eq!(kids.len(), keys.len(), "{keys:?}");
    let signing = keys
        .iter()
        .filter(|key| key["use"] == "sig" && key["alg"] == "RS256");
    assert!(signing.count() > 0, "{keys:?}");
    for key in &keys {
        assert_eq!(key["kty"], "RSA", "{key}");
        for secret in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(key[secret].is_null(), "a private member: {secret}");
        }
    }
}

/// PSC's own document, at the path that its documentation gives, fails the module for its path
/// alone; and a client that builds the path from the issuer does not find it.
#[tokio::test]
async fn the_wallet_document_fails_for_its_path_alone() {
    let bench = Bench::open().await;
    let url = format!("{}{WALLET}", bench.url("psc"));
    let document = get(&bench, &url).await.expect(200).body;
    assert_eq!(faults(&url, &document), ["not at the standard path"]);
    let standard = format!("{}{STANDARD}", bench.url("psc"));
    let native = get(&bench, &standard).await.expect(200).body;
    // The two differ by the authorization endpoint: the wallet's, or the realm's own.
    assert_eq!(
        document["authorization_endpoint"],
        format!("{}/auth", bench.url("psc_portefeuille"))
    );
    let differences: Vec<_> = native
        .as_object()
        .unwrap()
        .iter()
        .filter(|(member, value)| document[member.as_str()] != **value)
        .map(|(member, _)| member.as_str())
        .collect();
    assert_eq!(differences, ["authorization_endpoint"]);
}

/// The wallet's document leads to the same sign-in, with or without a slash at the end of the
/// authorization endpoint (seen in a client), and the session of one front answers on the other.
#[tokio::test]
async fn the_wallet_document_leads_to_the_same_sign_in() {
    let bench = Bench::open().await;
    let mut party = RelyingParty::new(&bench).await;
    let mut browser = Browser::new(&bench);
    let native = party.document.clone();
    let url = format!("{}{WALLET}", bench.url("psc"));
    party.document = get(&bench, &url).await.expect(200).body;
    let endpoint = party.published("authorization_endpoint").to_owned();
    let request = party.request();
    let first = party.sign_in(&bench, &mut browser, &request).await;
    assert!(first.asked);
    party.document["authorization_endpoint"] = Value::String(format!("{endpoint}/"));
    for document in [party.document.clone(), native] {
        party.document = document;
        let request = party.request();
        let again = party.sign_in(&bench, &mut browser, &request).await;
        assert!(!again.asked);
        assert_eq!(again.subject(), first.subject());
    }
}

/// Our document is the published one, member by member, hosts apart; and the published one has the
/// same fault as ours.
#[tokio::test]
async fn the_wallet_document_is_the_published_one() {
    let Some(reference) = banc_fixtures::reference() else {
        return;
    };
    let text = std::fs::read_to_string(reference.join("psc/discovery_bas.json")).unwrap();
    let published: Value = serde_json::from_str(&text).unwrap();
    let bench = Bench::open().await;
    let url = format!("{}{WALLET}", bench.url("psc"));
    let ours = get(&bench, &url).await.expect(200).body;
    let (ours_bare, published_bare) = (without_hosts(&ours), without_hosts(&published));
    let names = |document: &Value| -> BTreeSet<String> {
        document.as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(names(&ours_bare), names(&published_bare));
    for name in names(&ours_bare) {
        assert_eq!(ours_bare[&name], published_bare[&name], "{name}");
    }
    // The published copy has its hosts replaced by a plain one: that fault is the copy's.
    let of_the_path: Vec<_> = faults(&url, &published)
        .into_iter()
        .filter(|fault| !fault.ends_with("is not https"))
        .collect();
    assert_eq!(of_the_path, ["not at the standard path"]);
}

/// The same document with nothing but the path of its addresses.
fn without_hosts(value: &Value) -> Value {
    match value {
        Value::String(text) => match reqwest::Url::parse(text) {
            Ok(url) if url.has_host() => Value::String(url.path().to_owned()),
            _ => value.clone(),
        },
        Value::Array(list) => list.iter().map(without_hosts).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), without_hosts(value)))
            .collect(),
        _ => value.clone(),
    }
}
