//! The test IGC-Santé of one installation: its authorities, what they issue, and whom they trust.
//!
//! It generates, keeps, reads back, exports and verifies certificates. It opens no connection
//! (that is `tls`) and verifies no XML signature (that is `saml`).

mod authority;
mod distinguished_name;
mod export;
mod facts;
mod generation;
mod identity;
mod production;
mod profile;
mod revocation;
mod server_identity;
mod storage;
mod trust;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

pub use authority::{Authority, Intermediate};
pub use distinguished_name::{DnAgreement, compare_dn, rfc4514};
pub use export::EXPORT_PASSWORD;
pub use facts::{CardType, card_type};
pub use identity::{ClientIdentity, ClientKind};
pub use production::production_authority;
pub use profile::{FICTITIOUS_PS_NUMBER, FICTITIOUS_STRUCTURE};
pub use server_identity::ServerIdentity;
pub use trust::{Distrust, TrustAnchors};

/// What can go wrong with the test authority.
#[derive(Debug, thiserror::Error)]
pub enum PkiError {
    /// A file or directory could not be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried, e.g. `read`.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A file is not what it should be.
    #[error(
        "{} is unusable ({reason}): remove the directory {} to have the test authority generated again, \
         then give the new certificates to the software",
        path.display(),
        directory(path).display()
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A certificate of the authority is over.
    #[error(
        "{} has expired on {not_after}: remove the directory {} to have the test authority generated \
         again, then give the new certificates to the software",
        path.display(),
        directory(path).display()
    )]
    Expired {
        /// The file.
        path: PathBuf,
        /// End of validity.
        not_after: String,
    },
    /// The directory holds something else.
    #[error(
        "{} is not empty and holds no test authority: choose another directory or empty it",
        path.display()
    )]
    ForeignDirectory {
        /// The directory.
        path: PathBuf,
    },
    /// A server name cannot stand in a certificate.
    #[error(
        "the server name '{name}' cannot stand in a certificate: give a DNS name or an address"
    )]
    ServerName {
        /// The name.
        name: String,
    },
    /// A production authority was met.
    #[error(
        "the certificate names the production authority '{name}': this bench works with test \
         certificates alone, use one of an authority whose name begins with TEST"
    )]
    ProductionAuthority {
        /// Common name of the production authority.
        name: String,
    },
    /// A trust anchor given by the user is no certificate.
    #[error("the trust anchor {origin} is unusable: {reason}")]
    Anchor {
        /// Where it came from, e.g. a file.
        origin: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A certificate or key could not be made.
    #[error("a test certificate could not be made: {0}")]
    Generation(#[from] rcgen::Error),
    /// A PKCS#12 file could not be made.
    #[error("a PKCS#12 file could not be made: {0}")]
    Archive(String),
}

/// The authority's directory, for the way out of an error about one of its files.
fn directory(path: &std::path::Path) -> &std::path::Path {
    let parent = path.parent().unwrap_or(path);
    match parent.file_name() {
        Some(name) if name == storage::CLIENTS || name == storage::SERVERS => {
            parent.parent().unwrap_or(parent)
        }
        _ => parent,
    }
}
