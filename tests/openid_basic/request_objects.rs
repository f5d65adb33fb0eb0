//! Request objects, by value and by reference: acted upon or refused, never ignored.
//!
//! The published document announces them with `none` among their algorithms, so the modules apply.

use serde_json::{Map, Value, json};

use crate::openid::{Landing, Request, Stage, random, unsigned};

/// What a request object holds: the whole request, for this provider, from this client.
fn object(stage: &Stage, request: &Request) -> Value {
    let mut claims: Map<_, _> = request
        .parameters()
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    claims.insert("iss".to_owned(), json!(stage.party.client_id));
    claims.insert("aud".to_owned(), json!(stage.party.published("issuer")));
    Value::Object(claims)
}

/// What stays outside of the object: no `state` and no `nonce`, so that ignoring it shows.
fn outside(request: &Request) -> Request {
    request.clone().without("state").without("nonce")
}

/// Either the callback and the id_token answer the object, or the object is refused by name.
async fn assert_never_ignored(
    mut stage: Stage,
    request: Request,
    sent: Request,
    refusals: &[&str],
) {
    match stage.go(&sent).await {
        Landing::Callback(callback) if callback.get("error").is_some() => {
            let error = callback.get("error").unwrap_or_default();
            assert!(refusals.contains(&error), "{callback:?}");
            assert_eq!(callback.get("code"), None);
        }
        Landing::Callback(callback) => {
            let party = &stage.party;
            party.finish(&stage.bench, &request, &callback, true).await;
        }
        Landing::Page(page) => {
            assert_eq!(page.status, 400, "{}", page.html);
            let says = |error: &&str| page.html.contains(*error);
            assert!(refusals.iter().any(says), "{}", page.html);
        }
    }
}

/// An unsigned object by value is acted upon, or refused as not supported.
#[tokio::test]
async fn oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported() {
    let stage = Stage::open().await;
    let algorithms = "request_object_signing_alg_values_supported";
    assert!(stage.party.lists(algorithms, "none"));
    let request = stage.request();
    let token = unsigned(&object(&stage, &request));
    let sent = outside(&request).with("request", &token);
    assert_never_ignored(stage, request, sent, &["request_not_supported"]).await;
}

/// An object by reference is acted upon, or refused. The document requires the reference to be
/// declared: one that is not is never fetched.
#[tokio::test]
async fn oidcc_request_uri_unsigned_supported_correctly_or_rejected_as_unsupported() {
    let stage = Stage::open().await;
    assert_eq!(
        stage.party.document["require_request_uri_registration"],
        true
    );
    let request = stage.request();
    let reference = format!("https://logiciel.test/demandes/{}", random());
    let sent = outside(&request).with("request_uri", &reference);
    let refusals = ["request_uri_not_supported", "invalid_request_uri"];
    assert_never_ignored(stage, request, sent, &refusals).await;
}

/// With an address of return in the object and an undeclared one outside of it, the one of the
/// object is used or the request is refused: nothing goes to the undeclared one.
#[tokio::test]
async fn oidcc_ensure_request_object_with_redirect_uri() {
    let mut stage = Stage::open().await;
    let request = stage.request();
    let token = unsigned(&object(&stage, &request));
    let undeclared = format!("https://logiciel.test/{}", random());
    let sent = outside(&request)
        .with("redirect_uri", &undeclared)
        .with("request", &token);
    match stage.go(&sent).await {
        Landing::Callback(callback) if callback.get("error").is_none() => {
            stage.party.code(&request, &callback);
        }
        Landing::Callback(callback) => {
            assert_ne!(callback.uri, undeclared);
            assert_eq!(callback.get("error"), Some("request_not_supported"));
        }
        Landing::Page(page) => {
            assert_eq!(page.status, 400, "{}", page.html);
            assert!(page.button("CPS").is_none(), "{}", page.html);
        }
    }
}
