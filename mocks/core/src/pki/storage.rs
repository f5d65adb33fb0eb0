//! Files of the authority: names, permissions, atomic writing, PEM reading.
//!
//! It knows nothing of what the certificates say.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use super::PkiError;
use super::identity::ClientKind;

/// Marker file: present once the authority is whole.
pub(super) const MARKER: &str = "FORMAT";
/// What the marker says; raised when the layout changes.
pub(super) const FORMAT: &str = "banc-pki 1\n";
/// Directory of the client identities.
pub(super) const CLIENTS: &str = "clients";
/// Directory of the server certificates, one file per set of names.
pub(super) const SERVERS: &str = "serveurs";

static ATTEMPT: AtomicU64 = AtomicU64::new(0);

/// A sibling of `path` that no other process or thread writes to.
pub(super) fn temporary_sibling(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(
        ".{name}.{}.{}",
        std::process::id(),
        ATTEMPT.fetch_add(1, Ordering::Relaxed)
    ))
}

/// An I/O error that names its file.
pub(super) fn failed<'a>(
    action: &'static str,
    path: &'a Path,
) -> impl FnOnce(std::io::Error) -> PkiError + 'a {
    move |source| PkiError::Io {
        action,
        path: path.to_path_buf(),
        source,
    }
}

/// Makes a directory that its owner alone can enter.
pub(super) fn create_private_directory(path: &Path) -> Result<(), PkiError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path).map_err(failed("create", path))
}

/// Writes a file whole or not at all; only its owner can read a secret one.
pub(super) fn write(path: &Path, content: &[u8], secret: bool) -> Result<(), PkiError> {
    let temporary = temporary_sibling(path);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(if secret { 0o600 } else { 0o644 });
    }
    let written = options
        .open(&temporary)
        .and_then(|mut file| file.write_all(content))
        .and_then(|()| std::fs::rename(&temporary, path));
    written.map_err(|source| {
        let _ = std::fs::remove_file(&temporary);
        failed("write", path)(source)
    })
}

/// The file of an identity's key.
pub(super) fn key_path(clients: &Path, kind: ClientKind) -> PathBuf {
    clients.join(format!("{}.cle.pem", kind.name()))
}

/// Reads a text file.
pub(super) fn read_text(path: &Path) -> Result<String, PkiError> {
    std::fs::read_to_string(path).map_err(failed("read", path))
}

/// Every certificate of a PEM file, at least one.
pub(super) fn read_certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, PkiError> {
    let text = read_text(path)?;
    let certificates = CertificateDer::pem_slice_iter(text.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| corrupt(path, error))?;
    if certificates.is_empty() {
        return Err(corrupt(path, "no certificate in it"));
    }
    Ok(certificates)
}

/// The PKCS#8 key of a PEM file.
pub(super) fn read_key(path: &Path) -> Result<PrivatePkcs8KeyDer<'static>, PkiError> {
    let text = read_text(path)?;
    PrivatePkcs8KeyDer::from_pem_slice(text.as_bytes()).map_err(|error| corrupt(path, error))
}

/// A file that is not what it should be.
pub(super) fn corrupt(path: &Path, reason: impl std::fmt::Display) -> PkiError {
    PkiError::Corrupt {
        path: path.to_path_buf(),
        reason: reason.to_string(),
    }
}

/// PEM text of DER bytes.
pub(super) fn pem(label: &str, der: &[u8]) -> String {
    use base64::Engine as _;
    let encoded = base64::engine::general_purpose::STANDARD.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(rest.len().min(64));
        text.push_str(line);
        text.push('\n');
        rest = tail;
    }
    text.push_str("-----END ");
    text.push_str(label);
    text.push_str("-----\n");
    text
}
