//! Compact JWS of the simulated provider: written with its peculiar header, read with no indulgence.
//!
//! RS256 signatures come from the key itself, parsed once (the JWT library parses it at each
//! signature); everything that is read goes through the library.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::config::RefreshAlgorithm;
use crate::keys::{PscKeys, SigningKey};

/// Why a token is not one of this provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Flaw {
    /// Not three parts of base64url JSON, or an algorithm that does not exist, `none` included.
    #[error("not a signed token")]
    Unreadable,
    /// Another algorithm than the one that the provider uses for such tokens.
    #[error("signed with another algorithm")]
    Algorithm,
    /// No key of that `kid` is in force.
    #[error("signed by an unknown key")]
    UnknownKey,
    /// The signature does not hold.
    #[error("wrong signature")]
    Signature,
}

/// Base64url without padding.
pub(crate) fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Header as the provider writes it, spaces included. Source: tokens published by ANS.
fn header(alg: &str, typ: &str, kid: &str) -> String {
    format!("{{\"alg\":\"{alg}\",\"typ\" : \"{typ}\",\"kid\" : \"{kid}\"}}")
}

fn signing_input(header: &str, payload: &str) -> String {
    let mut text = b64(header);
    text.push('.');
    URL_SAFE_NO_PAD.encode_string(payload, &mut text);
    text
}

/// Claims as JSON text.
#[expect(
    clippy::expect_used,
    reason = "claims are structures of text and numbers: they always serialise"
)]
pub(crate) fn json(claims: &impl Serialize) -> String {
    serde_json::to_string(claims).expect("claims serialise")
}

/// A JWS with RS256 of a JSON payload.
pub(crate) fn rs256(key: &SigningKey, typ: &str, payload: &str) -> String {
    let mut text = signing_input(&header("RS256", typ, &key.published.kid), payload);
    let signature = key.sign(text.as_bytes());
    text.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut text);
    text
}

/// An unsecured JWS: only ever a deviation.
pub(crate) fn unsecured(payload: &str) -> String {
    let mut text = signing_input("{\"alg\":\"none\",\"typ\" : \"JWT\"}", payload);
    text.push('.');
    text
}

/// A JWS with HS256 keyed with what everybody can read: only ever a deviation.
pub(crate) fn confused(key: &SigningKey, payload: &str) -> String {
    let known = hmac::Key::new(hmac::HMAC_SHA256, key.published.n.as_bytes());
    let mut text = signing_input(&header("HS256", "JWT", &key.published.kid), payload);
    let tag = hmac::sign(&known, text.as_bytes());
    text.push('.');
    URL_SAFE_NO_PAD.encode_string(tag.as_ref(), &mut text);
    text
}

/// The same token with another signature of the same length.
pub(crate) fn spoilt_signature(token: &str) -> String {
    let Some((input, signature)) = token.rsplit_once('.') else {
        return token.to_owned();
    };
    let first = if signature.starts_with('A') { 'B' } else { 'A' };
    let rest: String = signature.chars().skip(1).collect();
    format!("{input}.{first}{rest}")
}

/// The claims of a token that this provider signed with RS256, whatever their age. `none`, HMAC and
/// any other algorithm are refused before the key is looked for.
pub(crate) fn read_rs256(
    keys: &PscKeys,
    rotation: usize,
    token: &str,
) -> Result<Map<String, Value>, Flaw> {
    let header = jsonwebtoken::decode_header(token).map_err(|_| Flaw::Unreadable)?;
    if header.alg != Algorithm::RS256 {
        return Err(Flaw::Algorithm);
    }
    let key = keys
        .believed(rotation)
        .find(|key| header.kid.as_deref() == Some(&*key.published.kid))
        .ok_or(Flaw::UnknownKey)?;
    claims(token, &key.verification, Algorithm::RS256)
}

fn claims(
    token: &str,
    key: &DecodingKey,
    algorithm: Algorithm,
) -> Result<Map<String, Value>, Flaw> {
    let mut validation = Validation::new(algorithm);
    // Ages are told by the simulated clock, and audiences by each endpoint.
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    jsonwebtoken::decode(token, key, &validation)
        .map(|read| read.claims)
        .map_err(|_| Flaw::Signature)
}

/// The key of the refresh tokens of one lane, which nobody else has.
pub(crate) struct RefreshKey {
    kid: String,
    mac: [hmac::Key; 2],
    verification: DecodingKey,
}

impl RefreshKey {
    /// A key from fresh random bytes.
    pub(crate) fn new(secret: &[u8; 64], kid: String) -> Self {
        Self {
            kid,
            mac: [hmac::HMAC_SHA256, hmac::HMAC_SHA512].map(|alg| hmac::Key::new(alg, secret)),
            verification: DecodingKey::from_secret(secret),
        }
    }

    /// A refresh token.
    pub(crate) fn sign(&self, algorithm: RefreshAlgorithm, payload: &str) -> String {
        let (name, mac) = match algorithm {
            RefreshAlgorithm::Hs256 => ("HS256", &self.mac[0]),
            RefreshAlgorithm::Hs512 => ("HS512", &self.mac[1]),
        };
        let mut text = signing_input(&header(name, "JWT", &self.kid), payload);
        let tag = hmac::sign(mac, text.as_bytes());
        text.push('.');
        URL_SAFE_NO_PAD.encode_string(tag.as_ref(), &mut text);
        text
    }

    /// The claims of a refresh token of this lane, whatever its age.
    pub(crate) fn read(&self, token: &str) -> Result<Map<String, Value>, Flaw> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| Flaw::Unreadable)?;
        if !matches!(header.alg, Algorithm::HS256 | Algorithm::HS512) {
            return Err(Flaw::Algorithm);
        }
        if header.kid.as_deref() != Some(&*self.kid) {
            return Err(Flaw::UnknownKey);
        }
        claims(token, &self.verification, header.alg)
    }
}

#[cfg(test)]
mod tests {
    use banc_core::Clock;

    use super::*;

    fn keys() -> (tempfile::TempDir, PscKeys) {
        let folder = tempfile::tempdir().unwrap();
        let keys = PscKeys::open_or_create(&folder.path().join("psc"), &Clock::system()).unwrap();
        (folder, keys)
    }

    #[test]
    fn what_is_signed_is_read_back_and_nothing_else_is() {
        let (_folder, keys) = keys();
        let payload = "{\"sub\":\"x\",\"exp\":1}";
        let good = rs256(keys.signing(1), "JWT", payload);
        assert_eq!(read_rs256(&keys, 1, &good).unwrap()["sub"], "x");
        assert!(read_rs256(&keys, 2, &good).is_ok(), "one rotation later");
        assert_eq!(read_rs256(&keys, 3, &good), Err(Flaw::UnknownKey));
        assert_eq!(read_rs256(&keys, 0, &good), Err(Flaw::UnknownKey));
        let refused = |token: &str| read_rs256(&keys, 1, token).unwrap_err();
        assert_eq!(refused(&unsecured(payload)), Flaw::Unreadable);
        assert_eq!(
            refused(&confused(keys.signing(1), payload)),
            Flaw::Algorithm
        );
        assert_eq!(refused(&spoilt_signature(&good)), Flaw::Signature);
        assert_eq!(
            refused(&rs256(keys.stranger(), "JWT", payload)),
            Flaw::UnknownKey
        );
        for garbage in ["", "..", "a.b.c", "é"] {
            assert_eq!(refused(garbage), Flaw::Unreadable, "{garbage}");
        }
    }

    #[test]
    fn the_header_has_the_spaces_of_the_samples() {
        let (_folder, keys) = keys();
        let token = rs256(keys.signing(0), "JWT", "{}");
        let header = URL_SAFE_NO_PAD
            .decode(token.split('.').next().unwrap())
            .unwrap();
        let text = String::from_utf8(header).unwrap();
        assert!(
            text.starts_with("{\"alg\":\"RS256\",\"typ\" : \"JWT\",\"kid\" : \""),
            "{text}"
        );
    }

    #[test]
    fn refresh_tokens_are_those_of_their_lane() {
        let (ours, theirs) = (
            RefreshKey::new(&[1; 64], "a".into()),
            RefreshKey::new(&[2; 64], "a".into()),
        );
        for algorithm in [RefreshAlgorithm::Hs256, RefreshAlgorithm::Hs512] {
            let token = ours.sign(algorithm, "{\"jti\":\"1\"}");
            assert_eq!(ours.read(&token).unwrap()["jti"], "1");
            assert_eq!(theirs.read(&token), Err(Flaw::Signature));
        }
        assert_eq!(ours.read(&unsecured("{}")), Err(Flaw::Unreadable));
    }
}
