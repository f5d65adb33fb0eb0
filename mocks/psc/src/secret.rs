//! A shared secret: compared in constant time, shown only to whom it was made for.

use serde::{Deserialize, Serialize};

/// A secret that neither `Debug` nor serialisation writes.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Whether the secret has no character at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The secret itself, to be handed to the software that it was made for.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether this is the secret. The time taken tells neither where they differ nor how long the
    /// secret is: digests are compared, without stopping at the first difference.
    pub fn is(&self, candidate: &str) -> bool {
        let digest =
            |text: &str| aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
        let (ours, theirs) = (digest(&self.0), digest(candidate));
        aws_lc_rs::constant_time::verify_slices_are_equal(ours.as_ref(), theirs.as_ref()).is_ok()
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_secret_itself_is_the_secret() {
        let secret = Secret::from("clé de test");
        assert!(secret.is("clé de test"));
        for other in ["", "clé de tesu", "clé de test ", "clé"] {
            assert!(!secret.is(other), "{other}");
        }
        assert_eq!(format!("{secret:?}"), "***");
    }
}
