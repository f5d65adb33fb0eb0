//! An id_token, checked as OpenID Connect Core §3.1.3.7 says.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};

/// Longest distance between two clocks that is admitted, in seconds.
const SKEW: i64 = 5;

/// What an id_token has to match.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected<'a> {
    /// Issuer, exactly.
    pub(crate) issuer: &'a str,
    /// Client to which it is given.
    pub(crate) client_id: &'a str,
    /// Nonce of the request; without one, the claim is absent or empty.
    pub(crate) nonce: Option<&'a str>,
    /// The access token that came with it.
    pub(crate) access_token: Option<&'a str>,
    /// The present, in seconds since 1970.
    pub(crate) now: i64,
}

/// The published key of a token, of the algorithm that it says it was signed with.
pub(crate) fn key_of<'a>(token: &str, keys: &'a JwkSet) -> (&'a Jwk, Algorithm) {
    let header = decode_header(token).unwrap_or_else(|error| panic!("{error}: {token}"));
    assert_eq!(header.alg, Algorithm::RS256, "{header:?}");
    let kid = header.kid.as_deref().expect("the header names its key");
    let key = keys
        .find(kid)
        .unwrap_or_else(|| panic!("key {kid} is not published: {keys:?}"));
    assert_eq!(
        key.common.public_key_use,
        Some(PublicKeyUse::Signature),
        "{key:?}"
    );
    (key, header.alg)
}

/// Claims of a token whose signature is that of a published key; nothing else is checked.
pub(crate) fn signed_claims(token: &str, keys: &JwkSet) -> Value {
    let (key, algorithm) = key_of(token, keys);
    let mut validation = Validation::new(algorithm);
    // The dates are compared with the time of the bench, which may have been moved.
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let key = DecodingKey::from_jwk(key).unwrap();
    decode::<Value>(token, &key, &validation)
        .unwrap_or_else(|error| panic!("{error}: {token}"))
        .claims
}

/// Claims of an id_token that passes every check.
pub(crate) fn claims(token: &str, keys: &JwkSet, expected: &Expected<'_>) -> Value {
    let claims = signed_claims(token, keys);
    let text = |name: &str| claims[name].as_str();
    assert_eq!(text("iss"), Some(expected.issuer), "{claims}");
    let audience: Vec<_> = match &claims["aud"] {
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    assert_eq!(audience, [expected.client_id], "{claims}");
    if let Some(azp) = text("azp") {
        assert_eq!(azp, expected.client_id, "{claims}");
    }
    let subject = text("sub").unwrap_or_default();
    assert!(
        !subject.is_empty() && subject.len() <= 255 && subject.is_ascii(),
        "{claims}"
    );
    let date = |name: &str| {
        claims[name]
            .as_i64()
            .unwrap_or_else(|| panic!("{name} in {claims}"))
    };
    assert!(
        date("exp") > expected.now,
        "over at {}: {claims}",
        expected.now
    );
    let age = expected.now - date("iat");
    assert!((-SKEW..=300).contains(&age), "issued {age} s ago: {claims}");
    match expected.nonce {
        Some(nonce) => assert_eq!(text("nonce"), Some(nonce), "{claims}"),
        None => assert!(text("nonce").is_none_or(str::is_empty), "{claims}"),
    }
    if let (Some(hash), Some(access)) = (text("at_hash"), expected.access_token) {
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, access.as_bytes());
        assert_eq!(hash, URL_SAFE_NO_PAD.encode(&digest.as_ref()[..16]));
    }
    claims
}

/// Header and payload of a JWT, unverified.
pub(crate) fn parts(token: &str) -> (Value, Value) {
    let mut pieces = token.split('.').map(|piece| {
        let bytes = URL_SAFE_NO_PAD.decode(piece).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or(Value::Null)
    });
    let (header, payload) = (pieces.next(), pieces.next());
    (header.unwrap_or_default(), payload.unwrap_or_default())
}

/// A JWT that nobody signed: `alg` is `none`.
pub(crate) fn unsigned(claims: &Value) -> String {
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    format!("{}.{}.", encode(&json!({"alg": "none"})), encode(claims))
}
