//! Key confusion (defect `alg_confus_accepte`): the public key of RS256 taken as the secret of HS256. The
//! sound software never comes here.
//!
//! Source: RFC 8725 §2.1.

use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::Value;

use super::{claims, wrong_signature};
use crate::psc::failure::PscFailure;
use crate::psc::key_set::PublicKey;

/// The claims, when the public key, as published or decoded, is the secret that made the signature.
pub(super) fn claims_by_public_key(token: &str, key: &PublicKey) -> Result<Value, PscFailure> {
    key.as_secrets()
        .iter()
        .find_map(|secret| claims(token, &DecodingKey::from_secret(secret), Algorithm::HS256).ok())
        .ok_or_else(|| wrong_signature("aucune forme de la clé publique ne la vérifie"))
}
