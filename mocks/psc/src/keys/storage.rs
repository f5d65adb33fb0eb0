//! Files of the provider's keys: names, permissions, all made at once.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{PscKeysError, SIGNING};

static ATTEMPT: AtomicU64 = AtomicU64::new(0);

/// Signing key of that rank, from 1.
pub(super) fn signing(directory: &Path, rank: usize) -> PathBuf {
    directory.join(format!("signature-{rank}.cle.pem"))
}

/// The key published for encryption.
pub(super) fn encryption(directory: &Path) -> PathBuf {
    directory.join("chiffrement.cle.pem")
}

/// The key that is never published.
pub(super) fn stranger(directory: &Path) -> PathBuf {
    directory.join("inconnue.cle.pem")
}

/// The bytes of a file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, PscKeysError> {
    std::fs::read(path).map_err(failed("read", path))
}

/// Makes the keys unless they are there. They are made beside and moved into place whole.
pub(super) fn ensure(directory: &Path) -> Result<(), PscKeysError> {
    if complete(directory) {
        return Ok(());
    }
    if let Some(parent) = directory.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(parent).map_err(failed("create", parent))?;
    }
    let name = directory.file_name().unwrap_or_default().to_string_lossy();
    let attempt = ATTEMPT.fetch_add(1, Ordering::Relaxed);
    let temporary = directory.with_file_name(format!(".{name}.{}.{attempt}", std::process::id()));
    let made = make(&temporary).and_then(|()| {
        std::fs::rename(&temporary, directory).or_else(|error| {
            // Another process was quicker: its keys are as good.
            if complete(directory) {
                Ok(())
            } else {
                Err(failed("create", directory)(error))
            }
        })
    });
    let _ = std::fs::remove_dir_all(&temporary);
    made
}

fn complete(directory: &Path) -> bool {
    paths(directory).iter().all(|path| path.is_file())
}

fn paths(directory: &Path) -> Vec<PathBuf> {
    let mut all: Vec<_> = (1..=SIGNING).map(|rank| signing(directory, rank)).collect();
    all.extend([encryption(directory), stranger(directory)]);
    all
}

fn make(directory: &Path) -> Result<(), PscKeysError> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder
        .create(directory)
        .map_err(failed("create", directory))?;
    for path in paths(directory) {
        let key = KeyPair::generate(KeySize::Rsa2048)
            .map_err(|_| PscKeysError::Generation("the generator failed"))?;
        let der = AsDer::<Pkcs8V1Der<'_>>::as_der(&key)
            .map_err(|_| PscKeysError::Generation("the key cannot be written"))?;
        write(&path, &pem(der.as_ref()))?;
    }
    Ok(())
}

fn write(path: &Path, content: &str) -> Result<(), PscKeysError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
        .open(path)
        .and_then(|mut file| file.write_all(content.as_bytes()))
        .map_err(failed("write", path))
}

fn pem(der: &[u8]) -> String {
    let encoded = STANDARD.encode(der);
    let mut text = String::from("-----BEGIN PRIVATE KEY-----\n");
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

fn failed<'a>(
    action: &'static str,
    path: &'a Path,
) -> impl FnOnce(std::io::Error) -> PscKeysError + 'a {
    move |source| PscKeysError::Io {
        action,
        path: path.to_path_buf(),
        source,
    }
}
