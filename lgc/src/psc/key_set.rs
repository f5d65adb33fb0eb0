//! The public keys of Pro Santé Connect: signature keys alone, loaded when first needed and once more when
//! a token names a key that is not known (keys are renewed).

use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use tokio::sync::Mutex;

use super::back_channel::{BackChannel, PSC};
use super::failure::PscFailure;
use crate::outgoing::Ask;

/// One RSA key, as published.
#[derive(Clone, Debug, Deserialize)]
pub struct PublicKey {
    kty: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default, rename = "use")]
    usage: Option<String>,
    #[serde(default)]
    n: String,
    #[serde(default)]
    e: String,
}

impl PublicKey {
    /// The key that verifies.
    pub fn decoding_key(&self) -> Result<DecodingKey, PscFailure> {
        DecodingKey::from_rsa_components(&self.n, &self.e).map_err(|error| unreadable(&error))
    }

    /// The modulus as published and as bytes: what a confused verifier takes for a secret.
    pub(super) fn as_secrets(&self) -> Vec<Vec<u8>> {
        let mut forms = vec![self.n.clone().into_bytes()];
        forms.extend(URL_SAFE_NO_PAD.decode(&self.n));
        forms
    }

    /// A key for encryption must never verify a signature.
    fn signs(&self) -> bool {
        self.kty == "RSA" && self.usage.as_deref().is_none_or(|usage| usage == "sig")
    }
}

#[derive(Deserialize)]
struct PublishedKeys {
    keys: Vec<serde_json::Value>,
}

/// The keys known at this time.
#[derive(Default)]
pub struct KeySet {
    known: Mutex<Vec<PublicKey>>,
}

impl KeySet {
    /// The signature key of that name; the keys are loaded once more when it is not known.
    pub async fn find(
        &self,
        kid: Option<&str>,
        channel: &BackChannel,
        url: &str,
        deadline: Instant,
    ) -> Result<PublicKey, PscFailure> {
        let mut known = self.known.lock().await;
        if let Some(key) = pick(&known, kid) {
            return Ok(key);
        }
        *known = load(channel, url, deadline).await?;
        pick(&known, kid).ok_or_else(|| {
            PscFailure::NotBelieved(
                "le jeton est signé par une clé que Pro Santé Connect ne publie pas".to_owned(),
            )
        })
    }
}

/// Without `kid`, a key is taken only when there is no choice.
fn pick(keys: &[PublicKey], kid: Option<&str>) -> Option<PublicKey> {
    match kid {
        Some(kid) => keys.iter().find(|key| key.kid.as_deref() == Some(kid)),
        None => keys.first().filter(|_| keys.len() == 1),
    }
    .cloned()
}

async fn load(
    channel: &BackChannel,
    url: &str,
    deadline: Instant,
) -> Result<Vec<PublicKey>, PscFailure> {
    let reply = channel.fetch(Ask::get(url), deadline).await?;
    let published: PublishedKeys =
        serde_json::from_slice(&reply.body).map_err(|error| unreadable(&error))?;
    // Keys of kinds this software does not know are no trouble.
    Ok(published
        .keys
        .into_iter()
        .filter_map(|key| serde_json::from_value::<PublicKey>(key).ok())
        .filter(PublicKey::signs)
        .collect())
}

fn unreadable(error: &dyn std::fmt::Display) -> PscFailure {
    PscFailure::Unreadable {
        service: PSC,
        reason: format!("clés publiques : {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(kid: &str, usage: Option<&str>) -> PublicKey {
        PublicKey {
            kty: "RSA".into(),
            kid: Some(kid.into()),
            usage: usage.map(Into::into),
            n: String::new(),
            e: String::new(),
        }
    }

    #[test]
    fn encryption_keys_do_not_verify() {
        assert!(key("a", Some("sig")).signs());
        assert!(key("a", None).signs());
        assert!(!key("a", Some("enc")).signs());
    }

    #[test]
    fn a_key_is_picked_by_its_name() {
        let keys = [key("a", None), key("b", None)];
        assert_eq!(
            pick(&keys, Some("b")).and_then(|key| key.kid).as_deref(),
            Some("b")
        );
        assert!(pick(&keys, Some("c")).is_none());
        assert!(pick(&keys, None).is_none());
        assert!(pick(&keys[..1], None).is_some());
    }
}
