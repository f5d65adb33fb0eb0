//! What is wrong with a discovery document, as the module of the configuration plan judges it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// Where a client that starts from the issuer looks. Source: OpenID Connect Discovery §4.
pub(crate) const STANDARD: &str = "/.well-known/openid-configuration";

fn list<'a>(document: &'a Value, member: &str) -> BTreeSet<&'a str> {
    let list = document[member].as_array();
    let values = list.into_iter().flatten().filter_map(Value::as_str);
    values.collect()
}

/// What is wrong with a discovery document, in the order of the module. Source: OpenID Connect
/// Discovery §3 and §4, RFC 8414 §2.
pub(crate) fn faults(url: &str, document: &Value) -> Vec<String> {
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

/// The checks can fail: a document with one member spoilt has the fault of that member.
#[test]
fn each_spoilt_member_is_noticed() {
    let issuer = "https://op.test/realms/essai";
    let url = format!("{issuer}{STANDARD}");
    let sound = json!({
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
        ("issuer", json!("https://op.test/autre")),
        ("issuer", json!("https://op.test/realms/essai?a=1")),
        ("authorization_endpoint", Value::Null),
        ("token_endpoint", json!("http://op.test/token")),
        ("jwks_uri", Value::Null),
        ("response_types_supported", json!(["token"])),
        ("subject_types_supported", json!(["secret"])),
        ("id_token_signing_alg_values_supported", json!(["none"])),
        ("claims_supported", json!([])),
        ("grant_types_supported", json!(["implicit"])),
        ("scopes_supported", json!(["openid", "a\"b"])),
        ("code_challenge_methods_supported", Value::Null),
        (
            "mtls_endpoint_aliases",
            json!({ "token_endpoint": "http://op.test/token" }),
        ),
    ] {
        assert!(
            !spoil(member, value.clone()).is_empty(),
            "{member}: {value}"
        );
    }
}
