//! The signature of a token: RS256 by a key that Pro Santé Connect publishes, and nothing else. What the
//! token says is believed only afterwards, and judged elsewhere.
//!
//! Source: RFC 8725 §3.1 (the algorithm is the verifier's choice, never the token's).

mod confusion;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde_json::Value;

use super::failure::PscFailure;
use super::key_set::PublicKey;
use crate::defauts::{Defect, DefectSet};

/// What the header of a token announces; it is not believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// `alg`.
    pub algorithm: String,
    /// `kid`.
    pub key: Option<String>,
}

/// Reads the header of a token.
pub fn announced(token: &str) -> Result<Announced, PscFailure> {
    let header = part(token, 0)?;
    let text = |name: &str| header.get(name).and_then(Value::as_str);
    Ok(Announced {
        algorithm: text("alg").unwrap_or_default().to_owned(),
        key: text("kid").map(ToOwned::to_owned),
    })
}

/// Refuses, before any key is looked for, what no key could make good.
pub fn check_algorithm(announced: &Announced, defects: &DefectSet) -> Result<(), PscFailure> {
    let tolerated = match announced.algorithm.as_str() {
        "RS256" => true,
        "none" => defects.has(Defect::AlgNoneAccepte),
        "HS256" => defects.has(Defect::AlgConfusAccepte),
        _ => false,
    };
    if tolerated {
        return Ok(());
    }
    Err(PscFailure::NotBelieved(format!(
        "le jeton est signé par « {} » et non par RS256",
        announced.algorithm
    )))
}

/// The claims of a token once its signature is verified by `key`.
pub fn verified_claims(
    token: &str,
    announced: &Announced,
    key: Option<&PublicKey>,
    defects: &DefectSet,
) -> Result<Value, PscFailure> {
    check_algorithm(announced, defects)?;
    if announced.algorithm == "none" || defects.has(Defect::SignatureIgnoree) {
        return part(token, 1);
    }
    let key = key.ok_or_else(|| wrong_signature("aucune clé"))?;
    if announced.algorithm == "HS256" {
        return confusion::claims_by_public_key(token, key);
    }
    claims(token, &key.decoding_key()?, Algorithm::RS256)
}

/// Claims of a token verified by that key and algorithm; dates and names are judged elsewhere.
fn claims(token: &str, key: &DecodingKey, algorithm: Algorithm) -> Result<Value, PscFailure> {
    let mut rules = Validation::new(algorithm);
    rules.required_spec_claims.clear();
    rules.validate_exp = false;
    rules.validate_aud = false;
    decode::<Value>(token, key, &rules)
        .map(|read| read.claims)
        .map_err(|error| wrong_signature(&error.to_string()))
}

/// Claims that nobody has verified, to know whom to ask.
pub fn unverified_claims(token: &str) -> Result<Value, PscFailure> {
    part(token, 1)
}

fn part(token: &str, index: usize) -> Result<Value, PscFailure> {
    let parts: Vec<&str> = token.split('.').collect();
    let text = parts
        .get(index)
        .filter(|_| parts.len() == 3)
        .ok_or_else(|| not_a_token("il n'a pas trois parties"))?;
    let bytes = URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|error| not_a_token(&error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| not_a_token(&error.to_string()))
}

fn not_a_token(reason: &str) -> PscFailure {
    PscFailure::NotBelieved(format!("le jeton ne se lit pas ({reason})"))
}

fn wrong_signature(reason: &str) -> PscFailure {
    PscFailure::NotBelieved(format!("la signature du jeton est fausse ({reason})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(header: &str) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.", encode(header), encode("{\"sub\":\"x\"}"))
    }

    #[test]
    fn only_rs256_is_looked_at() {
        let sound = DefectSet::default();
        for header in [
            "{\"alg\":\"none\"}",
            "{\"alg\":\"None\"}",
            "{\"alg\":\"HS256\"}",
            "{\"alg\":\"ES256\"}",
            "{}",
        ] {
            let announced = announced(&token(header)).unwrap();
            assert!(check_algorithm(&announced, &sound).is_err(), "{header}");
        }
        let good = announced(&token("{\"alg\":\"RS256\",\"typ\" : \"JWT\"}")).unwrap();
        assert!(check_algorithm(&good, &sound).is_ok());
    }

    #[test]
    fn what_is_not_a_token_is_refused_without_being_repeated() {
        for bad in ["", "a.b", "a.b.c", "....", "é.é.é"] {
            let failure = announced(bad).unwrap_err().to_string();
            assert!(failure.contains("ne se lit pas"), "{failure}");
        }
    }
}
