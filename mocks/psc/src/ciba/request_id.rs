//! `auth_req_id`: a JWE of five parts that only this lane can open, as Keycloak makes them.
//!
//! Written by hand, direct encryption with A256GCM (RFC 7516, RFC 7518 §4.5): the JWT library does
//! no JWE, and clients treat the value as opaque.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::jose::b64;

const HEADER: &str = "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}";
const TAG: usize = 16;

/// Seals and opens identifiers of CIBA requests.
pub(crate) struct RequestKey(LessSafeKey);

impl RequestKey {
    #[expect(
        clippy::expect_used,
        reason = "the key has the length of the algorithm: nothing else can be refused"
    )]
    pub(crate) fn new(secret: &[u8; 32]) -> Self {
        let key = UnboundKey::new(&AES_256_GCM, secret).expect("a key of 256 bits");
        Self(LessSafeKey::new(key))
    }

    /// The identifier of a request: its number, and the secret that goes with it.
    #[expect(
        clippy::expect_used,
        reason = "AES-GCM refuses only texts of gigabytes"
    )]
    pub(crate) fn seal(&self, number: u64, key: &str) -> String {
        let header = b64(HEADER);
        let nonce: [u8; NONCE_LEN] = crate::random::bytes();
        let mut text = format!("{number} {key}").into_bytes();
        let tag = self
            .0
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(header.as_bytes()),
                &mut text,
            )
            .expect("a short text is sealed");
        format!(
            "{header}..{}.{}.{}",
            b64(nonce),
            b64(text),
            b64(tag.as_ref())
        )
    }

    /// The request of an identifier; nothing when it was not sealed here.
    pub(crate) fn open(&self, identifier: &str) -> Option<(u64, String)> {
        let parts: Vec<&str> = identifier.split('.').collect();
        let [header, "", nonce, text, tag] = parts.as_slice() else {
            return None;
        };
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
        let nonce: [u8; NONCE_LEN] = decode(nonce)?.try_into().ok()?;
        let mut sealed = decode(text)?;
        let tag = decode(tag).filter(|tag| tag.len() == TAG)?;
        sealed.extend(tag);
        let opened = self
            .0
            .open_in_place(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(header.as_bytes()),
                &mut sealed,
            )
            .ok()?;
        let (number, key) = std::str::from_utf8(opened).ok()?.split_once(' ')?;
        Some((number.parse().ok()?, key.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_opens_where_it_was_sealed_and_whole() {
        let (ours, theirs) = (RequestKey::new(&[1; 32]), RequestKey::new(&[2; 32]));
        let identifier = ours.seal(7, "cle");
        assert_eq!(identifier.split('.').count(), 5);
        assert_eq!(ours.open(&identifier), Some((7, "cle".to_owned())));
        assert_eq!(theirs.open(&identifier), None);
        assert_ne!(ours.seal(7, "cle"), identifier);
        for wrong in [
            "",
            "....",
            "a.b.c.d.e",
            &identifier[1..],
            &format!("{identifier}A"),
        ] {
            assert_eq!(ours.open(wrong), None, "{wrong}");
        }
    }
}
