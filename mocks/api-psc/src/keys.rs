//! The key of the authorization server: found on disk or made once, then read.
//!
//! It signs API tokens and session data, and verifies what it signed.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Map, Value, json};

/// File of the key, beside the test authority.
pub const FILE: &str = "api-psc.cle.pem";

static ATTEMPT: AtomicU64 = AtomicU64::new(0);

/// What can go wrong with the key.
#[derive(Debug, thiserror::Error)]
pub enum ApiPscKeysError {
    /// The file could not be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried, e.g. `read`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The file holds no RSA key.
    #[error("{} holds no RSA key ({reason}): remove it to have another key made", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The key could not be made.
    #[error("the key of the authorization server could not be made")]
    Generation,
}

/// The key of the authorization server.
pub struct ApiPscKeys {
    signing: EncodingKey,
    verifying: DecodingKey,
    key_id: String,
    public: Jwk,
}

impl std::fmt::Debug for ApiPscKeys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The key stays out of logs and panics.
        formatter
            .debug_struct("ApiPscKeys")
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

impl ApiPscKeys {
    /// The key kept in `directory` (which exists), made there when there is none yet. Of two
    /// processes that start at once, the second takes the key of the first.
    pub fn open_or_create(directory: &Path) -> Result<Self, ApiPscKeysError> {
        let path = directory.join(FILE);
        if !path.exists() {
            place(directory, &path)?;
        }
        let pem = std::fs::read(&path).map_err(failed("read", &path))?;
        Self::from_pem(&pem).map_err(|error| ApiPscKeysError::Corrupt {
            path,
            reason: error.to_string(),
        })
    }

    fn from_pem(pem: &[u8]) -> Result<Self, jsonwebtoken::errors::Error> {
        let signing = EncodingKey::from_rsa_pem(pem)?;
        let mut public = Jwk::from_encoding_key(&signing, Algorithm::RS256)?;
        let key_id = public.thumbprint(ThumbprintHash::SHA256)?;
        public.common.key_id = Some(key_id.clone());
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self {
            verifying: DecodingKey::from_jwk(&public)?,
            signing,
            key_id,
            public,
        })
    }

    /// A compact JWS, RS256, of this JSON object; none when the library cannot sign.
    pub(crate) fn sign(&self, typ: &str, content: &Map<String, Value>) -> Option<String> {
        let mut header = Header::new(Algorithm::RS256);
        header.typ = Some(typ.to_owned());
        header.kid = Some(self.key_id.clone());
        jsonwebtoken::encode(&header, content, &self.signing).ok()
    }

    /// The content of a compact JWS that this key signed with RS256, whatever its dates.
    pub(crate) fn verify(&self, token: &str) -> Option<Map<String, Value>> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        if header.kid.as_deref() != Some(self.key_id.as_str()) {
            return None;
        }
        // Dates are compared with the simulated clock by the caller; the library reads the
        // machine's.
        let mut validation = Validation::new(Algorithm::RS256);
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        jsonwebtoken::decode(token, &self.verifying, &validation)
            .ok()
            .map(|verified| verified.claims)
    }

    /// The key set (RFC 7517).
    pub(crate) fn jwks(&self) -> Value {
        json!({ "keys": [self.public] })
    }
}

/// Makes a key and moves it into place whole.
fn place(directory: &Path, path: &Path) -> Result<(), ApiPscKeysError> {
    let key = KeyPair::generate(KeySize::Rsa2048).map_err(|_| ApiPscKeysError::Generation)?;
    let der: Pkcs8V1Der<'_> = key.as_der().map_err(|_| ApiPscKeysError::Generation)?;
    let temporary = directory.join(format!(
        ".{FILE}.{}.{}",
        std::process::id(),
        ATTEMPT.fetch_add(1, Ordering::Relaxed)
    ));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let written = options
        .open(&temporary)
        .and_then(|mut file| file.write_all(pem(der.as_ref()).as_bytes()))
        // A link, unlike a rename, does not replace the key that another process put there.
        .and_then(|()| std::fs::hard_link(&temporary, path));
    let _ = std::fs::remove_file(&temporary);
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(failed("write", path)(error))
        }
        _ => Ok(()),
    }
}

fn failed<'a>(
    action: &'static str,
    path: &'a Path,
) -> impl FnOnce(std::io::Error) -> ApiPscKeysError + 'a {
    move |source| ApiPscKeysError::Io {
        action,
        path: path.to_path_buf(),
        source,
    }
}

fn pem(der: &[u8]) -> String {
    let mut text = String::from("-----BEGIN PRIVATE KEY-----\n");
    let encoded = STANDARD.encode(der);
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(rest.len().min(64));
        text.push_str(line);
        text.push('\n');
        rest = tail;
    }
    text.push_str("-----END PRIVATE KEY-----\n");
    text
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn claims() -> Map<String, Value> {
        let Value::Object(claims) = json!({ "sub": "899700427885", "exp": 1 }) else {
            unreachable!("an object")
        };
        claims
    }

    #[test]
    fn the_key_is_kept_private_and_found_again() {
        let directory = tempfile::tempdir().unwrap();
        let keys = ApiPscKeys::open_or_create(directory.path()).unwrap();
        let token = keys.sign("JWT", &claims()).unwrap();
        let again = ApiPscKeys::open_or_create(directory.path()).unwrap();
        assert_eq!(again.verify(&token), Some(claims()));
        assert_eq!(again.jwks()["keys"][0]["use"], "sig");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(directory.path().join(FILE))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert_eq!(
            directory.path().read_dir().unwrap().count(),
            1,
            "nothing else is left behind"
        );
        std::fs::write(directory.path().join(FILE), "rien").unwrap();
        let error = ApiPscKeys::open_or_create(directory.path()).unwrap_err();
        assert!(error.to_string().contains("remove it"), "{error}");
    }

    #[test]
    fn unsigned_altered_and_confused_tokens_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        let keys = ApiPscKeys::open_or_create(directory.path()).unwrap();
        let token = keys.sign("JWT", &claims()).unwrap();
        let parts: Vec<&str> = token.split('.').collect();
        let kid = &keys.key_id;
        let header = |alg: &str| {
            URL_SAFE_NO_PAD.encode(json!({ "alg": alg, "kid": kid, "typ": "JWT" }).to_string())
        };
        // The public key, taken for a shared secret.
        let confused = {
            let mut header = Header::new(Algorithm::HS256);
            header.kid = Some(kid.clone());
            let modulus = keys.jwks()["keys"][0]["n"].to_string();
            let secret = EncodingKey::from_secret(modulus.as_bytes());
            jsonwebtoken::encode(&header, &claims(), &secret).unwrap()
        };
        let other = tempfile::tempdir().unwrap();
        let other = ApiPscKeys::open_or_create(other.path()).unwrap();
        for (name, token) in [
            ("none", format!("{}.{}.", header("none"), parts[1])),
            (
                "none, signature kept",
                format!("{}.{}.{}", header("none"), parts[1], parts[2]),
            ),
            (
                "HS256 header",
                format!("{}.{}.{}", header("HS256"), parts[1], parts[2]),
            ),
            ("HS256", confused),
            (
                "altered",
                format!(
                    "{}.{}.{}",
                    parts[0],
                    URL_SAFE_NO_PAD.encode("{\"sub\":\"1\"}"),
                    parts[2]
                ),
            ),
            ("no signature", format!("{}.{}.", parts[0], parts[1])),
            ("another key", other.sign("JWT", &claims()).unwrap()),
            ("garbage", "garbage".to_owned()),
        ] {
            assert_eq!(keys.verify(&token), None, "{name}");
        }
    }
}
