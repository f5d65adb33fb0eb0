//! The authority of one installation: found on disk or made once, then read in a few milliseconds.
//!
//! Its keys are read only when something has to be signed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{Issuer, KeyPair};
use rustls_pki_types::CertificateDer;

use super::identity::{ClientIdentity, ClientKind};
use super::storage::{self, CLIENTS, corrupt, failed};
use super::{PkiError, TrustAnchors, generation, profile, revocation};
use crate::Clock;

/// Name of the root's files.
pub(super) const ROOT: &str = "racine";
/// Name of the server's key, the same for every set of names.
pub(super) const SERVER_KEY: &str = "serveur.cle.pem";

/// An authority under the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Intermediate {
    /// Issues software and server certificates.
    Organisations,
    /// Issues the certificates of cards.
    Persons,
}

impl Intermediate {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Organisations, Self::Persons];

    /// Name of its files.
    pub(super) fn file(self) -> &'static str {
        match self {
            Self::Organisations => "organisations",
            Self::Persons => "personnes",
        }
    }

    /// Common name.
    pub fn common_name(self) -> &'static str {
        match self {
            Self::Organisations => profile::ORGANISATIONS_NAME,
            Self::Persons => profile::PERSONS_NAME,
        }
    }
}

/// The test IGC-Santé of an installation. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Authority {
    inner: Arc<Inner>,
    /// Names of the server certificate beyond the loopback ones.
    server_names: Arc<[String]>,
}

#[derive(Debug)]
struct Inner {
    directory: PathBuf,
    clock: Clock,
    root: CertificateDer<'static>,
    organisations: CertificateDer<'static>,
    persons: CertificateDer<'static>,
    crls: [Vec<u8>; 2],
}

impl Authority {
    /// The authority kept in `directory`, generated there when there is none yet.
    ///
    /// Generation happens beside and is moved into place whole: of two processes that start at
    /// once, the second takes the authority of the first.
    pub fn open_or_create(directory: &Path, clock: &Clock) -> Result<Self, PkiError> {
        if !directory.join(storage::MARKER).exists() {
            Self::create(directory, clock)?;
        }
        Self::open(directory, clock)
    }

    fn create(directory: &Path, clock: &Clock) -> Result<(), PkiError> {
        let occupied = directory
            .read_dir()
            .is_ok_and(|mut entries| entries.next().is_some());
        if occupied {
            if directory.join(storage::MARKER).exists() {
                return Ok(());
            }
            return Err(PkiError::ForeignDirectory {
                path: directory.to_path_buf(),
            });
        }
        if let Some(parent) = directory
            .parent()
            .filter(|path| !path.as_os_str().is_empty())
        {
            std::fs::create_dir_all(parent).map_err(failed("create", parent))?;
        }
        let temporary = storage::temporary_sibling(directory);
        storage::create_private_directory(&temporary)?;
        let placed = generation::generate(&temporary, clock.wall()).and_then(|()| {
            std::fs::rename(&temporary, directory).or_else(|error| {
                // Another process was quicker: its authority is as good.
                if directory.join(storage::MARKER).exists() {
                    Ok(())
                } else {
                    Err(failed("create", directory)(error))
                }
            })
        });
        let _ = std::fs::remove_dir_all(&temporary);
        placed
    }

    fn open(directory: &Path, clock: &Clock) -> Result<Self, PkiError> {
        let marker = directory.join(storage::MARKER);
        if storage::read_text(&marker)? != storage::FORMAT {
            return Err(corrupt(&marker, "made by another version of the bench"));
        }
        let root = load_authority(directory, ROOT, clock)?;
        let organisations = load_authority(directory, Intermediate::Organisations.file(), clock)?;
        let persons = load_authority(directory, Intermediate::Persons.file(), clock)?;
        let mut crls = [Vec::new(), Vec::new()];
        for (crl, (intermediate, certificate)) in crls.iter_mut().zip([
            (Intermediate::Organisations, &organisations),
            (Intermediate::Persons, &persons),
        ]) {
            *crl = revocation::current_crl(directory, intermediate, certificate, clock)?;
        }
        Ok(Self {
            inner: Arc::new(Inner {
                directory: directory.to_path_buf(),
                clock: clock.clone(),
                root,
                organisations,
                persons,
                crls,
            }),
            server_names: Arc::default(),
        })
    }

    /// The same authority, whose server certificate bears these names too.
    ///
    /// The caller only passes names that the user asked for.
    #[must_use]
    pub fn with_server_names(self, names: &[String]) -> Self {
        Self {
            inner: self.inner,
            server_names: names.into(),
        }
    }

    /// Names of the server certificate beyond the loopback ones.
    pub(super) fn server_names(&self) -> &[String] {
        &self.server_names
    }

    /// Where it is kept.
    pub fn directory(&self) -> &Path {
        &self.inner.directory
    }

    /// The clock it was opened with.
    pub(super) fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The root's certificate.
    pub fn root(&self) -> &CertificateDer<'static> {
        &self.inner.root
    }

    /// An intermediate's certificate.
    pub fn intermediate(&self, intermediate: Intermediate) -> &CertificateDer<'static> {
        match intermediate {
            Intermediate::Organisations => &self.inner.organisations,
            Intermediate::Persons => &self.inner.persons,
        }
    }

    /// Root and intermediates, PEM: what a client must trust.
    pub fn bundle_pem(&self) -> String {
        [self.root(), &self.inner.organisations, &self.inner.persons]
            .map(|der| storage::pem("CERTIFICATE", der))
            .concat()
    }

    /// Revocation list of the software certificates, DER.
    pub fn crl_der(&self) -> &[u8] {
        self.crl_der_of(Intermediate::Organisations)
    }

    /// Revocation list of an intermediate, DER.
    pub fn crl_der_of(&self, intermediate: Intermediate) -> &[u8] {
        match intermediate {
            Intermediate::Organisations => &self.inner.crls[0],
            Intermediate::Persons => &self.inner.crls[1],
        }
    }

    /// Whom this bench trusts: its own authority. Others may be added.
    pub fn trust_anchors(&self) -> TrustAnchors {
        TrustAnchors::new(
            &self.inner.clock,
            &self.inner.root,
            vec![self.inner.organisations.clone(), self.inner.persons.clone()],
            &self.inner.crls,
        )
    }

    /// An identity with its key.
    pub fn client(&self, kind: ClientKind) -> Result<ClientIdentity, PkiError> {
        let directory = self.inner.directory.join(CLIENTS);
        let certificate_path = directory.join(format!("{}.pem", kind.name()));
        let key_path = storage::key_path(&directory, kind);
        if kind.may_be_missing() && !key_path.exists() {
            self.add(kind)?;
        }
        let chain = storage::read_certificates(&certificate_path)?;
        let certificate_der = chain[0].clone();
        if kind.is_good() {
            check_validity(&certificate_path, &certificate_der, &self.inner.clock)?;
        }
        storage::read_key(&key_path)?;
        Ok(ClientIdentity {
            kind,
            certificate_pem: storage::read_text(&certificate_path)?,
            key_pem: storage::read_text(&key_path)?,
            certificate_der,
            chain,
        })
    }
}

impl Authority {
    /// Makes an identity that this installation lacks: its authority is older than the identity.
    fn add(&self, kind: ClientKind) -> Result<(), PkiError> {
        let Some(intermediate) = kind.issuer() else {
            // Reading it will say which file is missing.
            return Ok(());
        };
        let directory = &self.inner.directory;
        // Of two processes that lack it at once, the second finds what the first has made.
        let marker = directory.join(storage::MARKER);
        let lock = std::fs::File::open(&marker).map_err(failed("read", &marker))?;
        lock.lock().map_err(failed("lock", &marker))?;
        if storage::key_path(&directory.join(CLIENTS), kind).exists() {
            return Ok(());
        }
        let certificate = self.intermediate(intermediate);
        let signer = issuer(directory, intermediate, certificate)?;
        let pem = storage::pem("CERTIFICATE", certificate);
        generation::add(directory, kind, &pem, &signer, self.inner.clock.wall())
    }
}

/// An authority's certificate, checked to be one that is in force.
fn load_authority(
    directory: &Path,
    name: &str,
    clock: &Clock,
) -> Result<CertificateDer<'static>, PkiError> {
    let path = directory.join(format!("{name}.pem"));
    let certificate = storage::read_certificates(&path)?.swap_remove(0);
    check_validity(&path, &certificate, clock)?;
    Ok(certificate)
}

/// Refuses a certificate that is over or unreadable.
pub(super) fn check_validity(
    path: &Path,
    certificate: &CertificateDer<'_>,
    clock: &Clock,
) -> Result<(), PkiError> {
    let (_, parsed) =
        x509_parser::parse_x509_certificate(certificate).map_err(|error| corrupt(path, error))?;
    let not_after = parsed.validity().not_after;
    if not_after.timestamp() <= clock.wall().as_second() {
        return Err(PkiError::Expired {
            path: path.to_path_buf(),
            not_after: not_after.to_string(),
        });
    }
    Ok(())
}

/// What signs in the name of an intermediate.
pub(super) fn issuer(
    directory: &Path,
    intermediate: Intermediate,
    certificate: &CertificateDer<'_>,
) -> Result<Issuer<'static, KeyPair>, PkiError> {
    let path = directory.join(format!("{}.cle.pem", intermediate.file()));
    let key =
        KeyPair::from_pem(&storage::read_text(&path)?).map_err(|error| corrupt(&path, error))?;
    Issuer::from_ca_cert_der(certificate, key).map_err(|error| corrupt(&path, error))
}
