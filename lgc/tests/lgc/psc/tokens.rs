//! The tokens of the fake Pro Santé Connect, good and wrong in each way.

use std::sync::OnceLock;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
use rcgen::{KeyPair, PKCS_RSA_SHA256};
use serde_json::{Value, json};

struct Keys {
    published: EncodingKey,
    hidden: EncodingKey,
}

fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let draw = || {
            let pair = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
            EncodingKey::from_rsa_pem(pair.serialize_pem().as_bytes()).unwrap()
        };
        Keys {
            published: draw(),
            hidden: draw(),
        }
    })
}

fn jwk(key: &EncodingKey, kid: &str, usage: &str) -> Value {
    let mut jwk =
        serde_json::to_value(Jwk::from_encoding_key(key, Algorithm::RS256).unwrap()).unwrap();
    jwk["kid"] = json!(kid);
    jwk["use"] = json!(usage);
    jwk
}

/// The keys served: one that signs, one for encryption that must not verify anything.
pub(crate) fn published() -> Value {
    json!({"keys": [
        jwk(&keys().hidden, "chiffrement", "enc"),
        jwk(&keys().published, "signature", "sig"),
        {"kty": "OKP", "kid": "autre", "crv": "Ed25519", "x": "AAAA", "use": "sig"},
    ]})
}

pub(crate) fn sub(national_id: &str) -> String {
    format!("f:550dc1c8-d97b-4b1e-ac8c-8eb4471cf9dd:{national_id}")
}

pub(crate) struct Claims<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) national_id: &'a str,
    pub(crate) nonce: Option<&'a str>,
    pub(crate) access: &'a str,
}

/// The id_token, wrong as asked.
pub(crate) fn id_token(given: &Claims<'_>, wrong: &str) -> String {
    let now = get_current_timestamp();
    let mut claims = json!({
        "iss": given.issuer, "aud": "banc-lgc", "azp": "banc-lgc", "sub": sub(given.national_id),
        "exp": now + 60, "iat": now, "auth_time": now, "sid": "sid-1", "typ": "ID", "acr": "eidas1",
        "at_hash": half_hash(given.access),
    });
    if let Some(nonce) = given.nonce {
        claims["nonce"] = json!(nonce);
    }
    match wrong {
        "nonce_altere" => claims["nonce"] = json!("un-autre"),
        "nonce_absent" => claims["nonce"] = Value::Null,
        "jeton_expire" => claims["exp"] = json!(now - 3600),
        "audience_alteree" => claims["aud"] = json!("banc-lgc-autre"),
        "emetteur_altere" => claims["iss"] = json!("https://autre.test"),
        "at_hash_altere" => claims["at_hash"] = json!(half_hash("un-autre")),
        _ => {}
    }
    signed(&claims, wrong)
}

/// Any claims, signed as asked.
pub(crate) fn signed(claims: &Value, wrong: &str) -> String {
    let rs256 = |kid: &str, key: &EncodingKey| {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(kid.to_owned());
        encode(&header, claims, key).unwrap()
    };
    match wrong {
        "signature_alteree" => rs256("signature", &keys().hidden),
        "cle_inconnue" => rs256("inconnue", &keys().hidden),
        "cle_de_chiffrement" => rs256("chiffrement", &keys().hidden),
        "alg_none" => {
            let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
            format!(
                "{}.{}.",
                part("{\"alg\":\"none\"}"),
                part(&claims.to_string())
            )
        }
        "alg_confus" => {
            let public = jwk(&keys().published, "signature", "sig");
            let mut header = Header::new(Algorithm::HS256);
            header.kid = Some("signature".to_owned());
            let secret = public["n"].as_str().unwrap().as_bytes();
            encode(&header, claims, &EncodingKey::from_secret(secret)).unwrap()
        }
        _ => rs256("signature", &keys().published),
    }
}

fn half_hash(token: &str) -> String {
    let hash = digest::digest(&digest::SHA256, token.as_bytes());
    URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16])
}
