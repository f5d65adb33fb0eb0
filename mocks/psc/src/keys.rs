//! The RSA keys of the simulated provider: made once per installation, then read in milliseconds.
//!
//! Several signing keys, so that a rotation costs nothing; one that is published for encryption; one
//! that is never published, for tokens signed by a stranger.

mod storage;

use std::path::{Path, PathBuf};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use banc_core::Clock;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};

/// How many signing keys take turns.
pub(crate) const SIGNING: usize = 4;

/// Keys that cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum PscKeysError {
    /// The disk refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was attempted.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file that is not a key of the bench.
    #[error("{} is not a usable RSA key ({reason}): delete the folder, it will be made again", path.display())]
    Corrupt {
        /// Which file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The generator refused.
    #[error("cannot make an RSA key: {0}")]
    Generation(&'static str),
}

/// The keys of an installation.
#[derive(Debug)]
pub struct PscKeys {
    clock: Clock,
    signing: Vec<SigningKey>,
    encryption: PublishedKey,
    stranger: SigningKey,
}

/// A key that is published.
#[derive(Debug)]
pub(crate) struct PublishedKey {
    /// RFC 7638 thumbprint. Source: `kid` of 43 characters in the samples of ANS.
    pub(crate) kid: String,
    /// Modulus, base64url.
    pub(crate) n: String,
    /// Exponent, base64url.
    pub(crate) e: String,
}

/// A key that signs.
pub(crate) struct SigningKey {
    pub(crate) published: PublishedKey,
    /// Parsed once: parsing costs as much as signing.
    pair: RsaKeyPair,
    pub(crate) verification: DecodingKey,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey")
            .field("kid", &self.published.kid)
            .finish_non_exhaustive()
    }
}

impl PscKeys {
    /// The keys kept in `directory`, made there when there are none. Of two processes that start at
    /// once, the second takes the keys of the first.
    pub fn open_or_create(directory: &Path, clock: &Clock) -> Result<Self, PscKeysError> {
        storage::ensure(directory)?;
        let signing = (1..=SIGNING)
            .map(|rank| SigningKey::read(&storage::signing(directory, rank)))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            clock: clock.clone(),
            signing,
            encryption: read(&storage::encryption(directory))?.1,
            stranger: SigningKey::read(&storage::stranger(directory))?,
        })
    }

    /// The clock that the keys were opened with.
    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The signing key in force after that many rotations.
    pub(crate) fn signing(&self, rotation: usize) -> &SigningKey {
        &self.signing[rotation % self.signing.len()]
    }

    /// Keys whose signatures are believed after that many rotations: the present one, and the one
    /// before it, whose tokens are still in circulation.
    pub(crate) fn believed(&self, rotation: usize) -> impl Iterator<Item = &SigningKey> {
        let previous = rotation.checked_sub(1);
        [Some(rotation), previous]
            .into_iter()
            .flatten()
            .map(|rank| self.signing(rank))
    }

    pub(crate) fn encryption(&self) -> &PublishedKey {
        &self.encryption
    }

    /// The key that no one can find.
    pub(crate) fn stranger(&self) -> &SigningKey {
        &self.stranger
    }
}

impl SigningKey {
    fn read(path: &Path) -> Result<Self, PscKeysError> {
        let (key, published) = read(path)?;
        let corrupt = |reason: String| PscKeysError::Corrupt {
            path: path.to_path_buf(),
            reason,
        };
        let verification = DecodingKey::from_rsa_components(&published.n, &published.e)
            .map_err(|error| corrupt(error.to_string()))?;
        let pair =
            RsaKeyPair::from_der(key.as_bytes()).map_err(|error| corrupt(error.to_string()))?;
        Ok(Self {
            published,
            pair,
            verification,
        })
    }

    /// RS256 signature.
    #[expect(
        clippy::expect_used,
        reason = "a parsed 2048-bit key signs any message; only a lack of memory could prevent it"
    )]
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message,
                &mut signature,
            )
            .expect("a parsed RSA key signs");
        signature
    }
}

fn read(path: &Path) -> Result<(EncodingKey, PublishedKey), PscKeysError> {
    let corrupt = |reason: String| PscKeysError::Corrupt {
        path: path.to_path_buf(),
        reason,
    };
    let pem = storage::read(path)?;
    let key = EncodingKey::from_rsa_pem(&pem).map_err(|error| corrupt(error.to_string()))?;
    let jwk = Jwk::from_encoding_key(&key, Algorithm::RS256)
        .map_err(|error| corrupt(error.to_string()))?;
    let kid = jwk
        .thumbprint(ThumbprintHash::SHA256)
        .map_err(|error| corrupt(error.to_string()))?;
    let AlgorithmParameters::RSA(parameters) = jwk.algorithm else {
        return Err(corrupt("another kind of key".to_owned()));
    };
    let (n, e) = (parameters.n, parameters.e);
    Ok((key, PublishedKey { kid, n, e }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_private_and_all_different() {
        let folder = tempfile::tempdir().unwrap();
        let directory = folder.path().join("installation").join("psc");
        let clock = Clock::system();
        let first = PscKeys::open_or_create(&directory, &clock).unwrap();
        let again = PscKeys::open_or_create(&directory, &clock).unwrap();
        let kids = |keys: &PscKeys| -> Vec<String> {
            let mut all: Vec<_> = (0..SIGNING)
                .map(|rank| keys.signing(rank).published.kid.clone())
                .collect();
            all.push(keys.encryption().kid.clone());
            all.push(keys.stranger().published.kid.clone());
            all
        };
        assert_eq!(kids(&first), kids(&again));
        let distinct: std::collections::BTreeSet<_> = kids(&first).into_iter().collect();
        assert_eq!(distinct.len(), SIGNING + 2);
        assert!(distinct.iter().all(|kid| kid.len() == 43));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            for entry in directory.read_dir().unwrap() {
                let mode = entry.unwrap().metadata().unwrap().permissions().mode();
                assert_eq!(mode & 0o077, 0);
            }
        }
    }

    #[test]
    fn a_damaged_key_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let directory = folder.path().join("psc");
        let clock = Clock::system();
        PscKeys::open_or_create(&directory, &clock).unwrap();
        let path = storage::signing(&directory, 2);
        std::fs::write(&path, "rien").unwrap();
        let error = PscKeys::open_or_create(&directory, &clock).unwrap_err();
        assert!(matches!(&error, PscKeysError::Corrupt { path: named, .. } if *named == path));
    }
}
