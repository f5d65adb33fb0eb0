//! Handing the authority and the identities to a software under test: PEM, PKCS#12, a notice.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use p12_keystore::{Certificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use rustls_pki_types::PrivatePkcs8KeyDer;
use rustls_pki_types::pem::PemObject as _;

use super::authority::{Authority, Intermediate};
use super::identity::{ClientIdentity, ClientKind};
use super::storage::{create_private_directory, pem, write};
use super::{PkiError, profile};

/// Password of every exported PKCS#12 file.
pub const EXPORT_PASSWORD: &str = "banc";

/// Iterations of the key derivation: what OpenSSL takes by default, enough for worthless keys.
const ITERATIONS: u32 = 2_048;

impl Authority {
    /// Writes everything that a software under test may need; returns the files written.
    pub fn export(&self, directory: &Path) -> Result<Vec<PathBuf>, PkiError> {
        create_private_directory(directory)?;
        let mut written = Vec::new();
        let mut put = |name: String, content: &[u8], secret: bool| -> Result<(), PkiError> {
            let path = directory.join(name);
            write(&path, content, secret)?;
            written.push(path);
            Ok(())
        };
        put(
            "autorites.pem".to_owned(),
            self.bundle_pem().as_bytes(),
            false,
        )?;
        let root = pem("CERTIFICATE", self.root());
        put("racine.pem".to_owned(), root.as_bytes(), false)?;
        for intermediate in Intermediate::ALL {
            let name = intermediate.file();
            let text = pem("CERTIFICATE", self.intermediate(intermediate));
            put(format!("{name}.pem"), text.as_bytes(), false)?;
            put(format!("{name}.crl"), self.crl_der_of(intermediate), false)?;
        }
        for kind in ClientKind::ALL {
            let name = kind.name();
            let identity = self.client(kind)?;
            put(
                format!("{name}.pem"),
                identity.certificate_pem.as_bytes(),
                false,
            )?;
            put(format!("{name}.cle.pem"), identity.key_pem.as_bytes(), true)?;
            put(format!("{name}.p12"), &self.pkcs12(&identity)?, true)?;
        }
        put("LISEZMOI.txt".to_owned(), notice().as_bytes(), false)?;
        Ok(written)
    }

    /// A PKCS#12 file of an identity: key, certificate, intermediate and, for the bench's own
    /// identities, root. Its password is [`EXPORT_PASSWORD`].
    pub fn pkcs12(&self, identity: &ClientIdentity) -> Result<Vec<u8>, PkiError> {
        let failed = |error: p12_keystore::error::Error| PkiError::Archive(error.to_string());
        let key = PrivatePkcs8KeyDer::from_pem_slice(identity.key_pem.as_bytes())
            .map_err(|error| PkiError::Archive(error.to_string()))?;
        let key = PrivateKey::from_der(key.secret_pkcs8_der()).map_err(failed)?;
        let root = identity.kind.issuer().is_some().then(|| self.root());
        let certificates = identity
            .chain
            .iter()
            .chain(root)
            .map(|der| Certificate::from_der(der))
            .collect::<Result<Vec<_>, _>>()
            .map_err(failed)?;
        let name = identity.kind.name();
        let mut store = KeyStore::new();
        store.add_entry(
            name,
            KeyStoreEntry::PrivateKeyChain(PrivateKeyChain::new(name, key, certificates)),
        );
        store
            .writer(EXPORT_PASSWORD)
            .encryption_iterations(ITERATIONS)
            .mac_iterations(ITERATIONS)
            .write()
            .map_err(failed)
    }
}

fn notice() -> String {
    let mut text = format!(
        "BANC SÉGUR — AUTORITÉ DE TEST — DONNÉES FICTIVES\n\
         \n\
         Ces certificats et ces clés ont été générés sur ce poste, pour lui seul. Ils ne prouvent\n\
         l'identité de personne et ne sont reconnus par aucun service réel : ne les employez jamais\n\
         ailleurs que sur un banc de test.\n\
         \n\
         autorites.pem        racine et autorités intermédiaires : ce que le logiciel doit reconnaître\n\
         racine.pem           {}\n\
         organisations.pem    {}\n\
         personnes.pem        {} (nom supposé)\n\
         *.crl                listes de révocation (DER)\n\
         \n\
         Identités : certificat et intermédiaire (.pem), clé PKCS#8 (.cle.pem), les deux (.p12).\n\
         Mot de passe des fichiers .p12 : {EXPORT_PASSWORD}\n\
         Les .p12 sont chiffrés en AES-256 (PBES2) ; un système ancien peut demander une conversion\n\
         (openssl pkcs12 -legacy).\n\
         \n",
        profile::ROOT_NAME,
        profile::ORGANISATIONS_NAME,
        profile::PERSONS_NAME,
    );
    for kind in ClientKind::ALL {
        let _ = writeln!(
            text,
            "{:<28} CN={:<14} {}",
            kind.name(),
            kind.common_name(),
            kind.notice()
        );
    }
    text
}
