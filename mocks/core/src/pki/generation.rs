//! Making a whole authority in an empty directory.
//!
//! Done once per installation; reading it back is `authority`'s.

use std::path::Path;

use jiff::Timestamp;
use rcgen::{CertificateParams, Issuer, KeyPair, PKCS_RSA_SHA256, RsaKeySize};

use super::authority::{Intermediate, ROOT, SERVER_KEY};
use super::identity::ClientKind;
use super::storage::{self, CLIENTS, SERVERS, create_private_directory, write};
use super::{PkiError, profile};

/// An authority while it is being made.
struct NewAuthority {
    certificate_pem: String,
    issuer: Issuer<'static, KeyPair>,
}

/// RSA keys, in as many threads: each takes a tenth of a second or more.
///
/// RSA rather than elliptic curves because the clients of the real services, and the PKCS#12
/// importers on their workstations, are used to it.
fn keys<const N: usize>() -> Result<[KeyPair; N], PkiError> {
    let made = std::thread::scope(|scope| {
        let threads: [_; N] = std::array::from_fn(|_| {
            scope.spawn(|| KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048))
        });
        threads.map(|thread| {
            thread
                .join()
                .unwrap_or(Err(rcgen::Error::KeyGenerationUnavailable))
        })
    });
    let keys = made.into_iter().collect::<Result<Vec<_>, _>>()?;
    keys.try_into()
        .map_err(|_| PkiError::Generation(rcgen::Error::KeyGenerationUnavailable))
}

/// Fills `directory`, which must exist; the marker comes last.
pub(super) fn generate(directory: &Path, now: Timestamp) -> Result<(), PkiError> {
    let [
        root_key,
        organisations_key,
        persons_key,
        untrusted_key,
        server_key,
        auto_key,
        manu_key,
        card_key,
        proxy_key,
        server_of_authorization_key,
        bad_key,
    ] = keys()?;
    let root_params = profile::authority(profile::ROOT_NAME, &root_key, 1, now);
    let root = self_signed(root_params, root_key)?;
    save(directory, ROOT, &root.certificate_pem, root.issuer.key())?;

    let mut intermediates = Vec::new();
    for (intermediate, key) in [
        (Intermediate::Organisations, organisations_key),
        (Intermediate::Persons, persons_key),
    ] {
        let params = profile::authority(intermediate.common_name(), &key, 0, now);
        let certificate_pem = params.signed_by(&key, &root.issuer)?.pem();
        save(directory, intermediate.file(), &certificate_pem, &key)?;
        intermediates.push(NewAuthority {
            certificate_pem,
            issuer: Issuer::new(params, key),
        });
    }
    let params = profile::authority(profile::UNTRUSTED_NAME, &untrusted_key, 0, now);
    let untrusted = self_signed(params, untrusted_key)?;

    let clients = directory.join(CLIENTS);
    create_private_directory(&clients)?;
    create_private_directory(&directory.join(SERVERS))?;
    write(
        &directory.join(SERVER_KEY),
        server_key.serialize_pem().as_bytes(),
        true,
    )?;
    for kind in ClientKind::ALL {
        // The bad identities share one key, so that generation stays short.
        let key = match kind {
            ClientKind::InsiAuto => &auto_key,
            ClientKind::InsiManu => &manu_key,
            ClientKind::Cps => &card_key,
            ClientKind::ProxyEsante => &proxy_key,
            ClientKind::AuthorizationServer => &server_of_authorization_key,
            _ => &bad_key,
        };
        let issuer = match kind.issuer() {
            Some(Intermediate::Organisations) => &intermediates[0],
            Some(Intermediate::Persons) => &intermediates[1],
            None => &untrusted,
        };
        let certificate = profile::client(kind, key, now).signed_by(key, &issuer.issuer)?;
        let chain = certificate.pem() + &issuer.certificate_pem;
        save(&clients, kind.name(), &chain, key)?;
    }
    write(
        &directory.join(storage::MARKER),
        storage::FORMAT.as_bytes(),
        false,
    )
}

/// Adds an identity to an authority that was made before this identity existed.
pub(super) fn add(
    directory: &Path,
    kind: ClientKind,
    issuer_pem: &str,
    issuer: &Issuer<'_, KeyPair>,
    now: Timestamp,
) -> Result<(), PkiError> {
    let [key] = keys()?;
    let certificate = profile::client(kind, &key, now).signed_by(&key, issuer)?;
    let chain = certificate.pem() + issuer_pem;
    save(&directory.join(CLIENTS), kind.name(), &chain, &key)
}

fn self_signed(params: CertificateParams, key: KeyPair) -> Result<NewAuthority, PkiError> {
    Ok(NewAuthority {
        certificate_pem: params.self_signed(&key)?.pem(),
        issuer: Issuer::new(params, key),
    })
}

fn save(
    directory: &Path,
    name: &str,
    certificate_pem: &str,
    key: &KeyPair,
) -> Result<(), PkiError> {
    write(
        &directory.join(format!("{name}.pem")),
        certificate_pem.as_bytes(),
        false,
    )?;
    write(
        &directory.join(format!("{name}.cle.pem")),
        key.serialize_pem().as_bytes(),
        true,
    )
}
