//! The module of the OpenID Foundation's configuration plan, on the standard path; and why the
//! document that PSC really publishes, at a path of its own, could not pass it.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

#[path = "support/openid.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "each test target uses a part of the support"
)]
mod openid;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "each test target uses a part of the support")]
mod process;

use std::collections::BTreeSet;

use openid::{Answer, Bench};
use serde_json::Value;

const STANDARD: &str = "/.well-known/openid-configuration";
const WALLET: &str = "/.well-known/wallet-openid-configuration";

async fn get(bench: &Bench, url: &str) -> Answer {
    Answer::read(bench.http(None).get(url).send().await.unwrap()).await
}

fn list<'a>(document: &'a Value, member: &str) -> BTreeSet<&'a str> {
    let list = document[member].as_array();
    let values = list.into_iter().flatten().filter_map(Value::as_str);
    values.collect()
}

/// What is wrong with a discovery document, in the order of the module. Source: OpenID Connect
/// Discovery §3 and §4, RFC 8414 §2.
fn faults(url: &str, document: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut check = |holds: bool, fault: &str| {
        if !holds {
            faults.push(fault.to_owned());
        }
    };
    let text = |member: &str| document[member].as_str().unwrap_or_default();
    let has = |member: &str, value: &str| list(document, member).contains(value);
    check(
        has("response_types_supported", "code"),
        "no response type code",
    );
    check(url.ends_with(STANDARD), "not at the standard path");
    let prefix = url.strip_suffix(STANDARD);
    check(
        prefix.is_none_or(|prefix| prefix == text("issuer")),
        "the issuer is not where the document is",
    );
    let issuer = reqwest::Url::parse(text("issuer"));
    check(
        issuer.is_ok_and(|url| url.query().is_none() && url.fragment().is_none()),
        "the issuer is no address",
    );
    let subjects = list(document, "subject_types_supported");
    check(
        !subjects.is_empty() && subjects.iter().all(|s| ["public", "pairwise"].contains(s)),
        "subject types",
    );
    let signing = "id_token_signing_alg_values_supported";
    check(has(signing, "RS256"), "no RS256");
    let endpoints = [
        "authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
        "jwks_uri",
    ];
    for member in endpoints {
        check(!text(member).is_empty(), &format!("no {member}"));
    }
    let claims = list(document, "claims_supported");
    check(claims.contains("sub"), "no claims");
    check(
        document["grant_types_supported"].is_null()
            || has("grant_types_supported", "authorization_code"),
        "no grant type authorization_code",
    );
    let scopes = list(document, "scopes_supported");
    check(scopes.contains("openid"), "no scope openid");
    let token = |c: char| matches!(c, '!' | '#'..='[' | ']'..='~');
    check(
        scopes.iter().all(|scope| scope.chars().all(token)),
        "a scope that cannot be written",
    );
    check(
        document["code_challenge_methods_supported"].is_array(),
        "PKCE methods are no list",
    );
    for (member, value) in addresses(document) {
        check(
            value.starts_with("https://"),
            &format!("{member} is not https"),
        );
    }
    faults
}

/// Members that are addresses, those of `mtls_endpoint_aliases` included.
fn addresses(document: &Value) -> Vec<(String, String)> {
    let of = |object: &Value| -> Vec<(String, String)> {
        let members = object.as_object().into_iter().flatten();
        members
            .filter(|(name, _)| name.ends_with("_endpoint") || name.ends_with("_uri"))
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .collect()
    };
    let mut all = of(document);
    all.extend(of(&document["mtls_endpoint_aliases"]));
    all
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

/// The checks can fail: a document with one member spoilt has the fault of that member.
#[test]
fn each_spoilt_member_is_noticed() {
    let issuer = "https://op.test/realms/essai";
    let url = format!("{issuer}{STANDARD}");
    let sound = serde_json::json!({
        "issuer": issuer,
        "authorization_endpoint": "https://op.test/auth",
        "token_endpoint": "https://op.test/token",
        "userinfo_endpoint": "https://op.test/userinfo",
        "jwks_uri": "https://op.test/certs",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub"],
        "scopes_supported": ["openid"],
        "code_challenge_methods_supported": ["S256"],
        "mtls_endpoint_aliases": { "token_endpoint": "https://op.test/token" },
    });
    assert_eq!(faults(&url, &sound), Vec::<String>::new());
    let spoil = |member: &str, value: Value| {
        let mut document = sound.clone();
        document[member] = value;
        faults(&url, &document)
    };
    for (member, value) in [
        ("issuer", serde_json::json!("https://op.test/autre")),
        (
            "issuer",
            serde_json::json!("https://op.test/realms/essai?a=1"),
        ),
        ("authorization_endpoint", Value::Null),
        ("token_endpoint", serde_json::json!("http://op.test/token")),
        ("jwks_uri", Value::Null),
        ("response_types_supported", serde_json::json!(["token"])),
        ("subject_types_supported", serde_json::json!(["secret"])),
        (
            "id_token_signing_alg_values_supported",
            serde_json::json!(["none"]),
        ),
        ("claims_supported", serde_json::json!([])),
        ("grant_types_supported", serde_json::json!(["implicit"])),
        ("scopes_supported", serde_json::json!(["openid", "a\"b"])),
        ("code_challenge_methods_supported", Value::Null),
        (
            "mtls_endpoint_aliases",
            serde_json::json!({ "token_endpoint": "http://op.test/token" }),
        ),
    ] {
        assert!(
            !spoil(member, value.clone()).is_empty(),
            "{member}: {value}"
        );
    }
}
