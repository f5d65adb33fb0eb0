//! What a software under test is given to call the stack: the authorities to trust and the client
//! certificates to use. Test keys alone, worthless elsewhere.

use std::collections::BTreeMap;

use banc_core::pki::{Authority, ClientKind, PkiError};

/// Roles of the client certificates, as in the driver contract, and the identity behind each.
///
/// Pro Santé Connect and the API Pro Santé Connectées know the software by its certificate
/// `INSI-AUTO`, so that INSi can be called with the same one.
const ROLES: [(&str, ClientKind); 4] = [
    ("insi_auto", ClientKind::InsiAuto),
    ("insi_manu", ClientKind::InsiManu),
    ("cps_signature", ClientKind::Cps),
    ("psc_client", ClientKind::InsiAuto),
];

/// What a client needs.
#[derive(Clone, Debug)]
pub struct ClientMaterial {
    /// Authorities to trust, PEM, concatenated.
    pub authorities_pem: String,
    /// Client certificates by role: `insi_auto`, `insi_manu`, `cps_signature`, `psc_client`.
    pub certificates: BTreeMap<String, ClientPem>,
}

/// A certificate with its key.
#[derive(Clone)]
pub struct ClientPem {
    /// Chain, leaf first, PEM.
    pub certificate_pem: String,
    /// Key, PKCS#8 PEM.
    pub key_pem: String,
}

impl std::fmt::Debug for ClientPem {
    /// Hides the private key.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ClientPem").finish_non_exhaustive()
    }
}

impl ClientMaterial {
    /// The material of an authority.
    pub(crate) fn of(authority: &Authority) -> Result<Self, PkiError> {
        let certificates = ROLES.iter().map(|(role, kind)| {
            let identity = authority.client(*kind)?;
            let pem = ClientPem {
                certificate_pem: identity.certificate_pem,
                key_pem: identity.key_pem,
            };
            Ok(((*role).to_owned(), pem))
        });
        Ok(Self {
            authorities_pem: authority.bundle_pem(),
            certificates: certificates.collect::<Result<_, PkiError>>()?,
        })
    }
}

/// Role of an identity in the driver contract, none for the deliberately bad ones.
pub(crate) fn role_of(kind: ClientKind) -> Option<&'static str> {
    ROLES
        .iter()
        .find(|(_, known)| *known == kind)
        .map(|(role, _)| *role)
}
