//! Client identities: which ones exist, and what is handed out of one.
//!
//! How they are made is `profile` and `generation`.

use rustls_pki_types::CertificateDer;

use super::authority::Intermediate;

/// An identity that the test authority issued, good or deliberately bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClientKind {
    /// Software certificate, `CN=INSI-AUTO`.
    InsiAuto,
    /// Software certificate, `CN=INSI-MANU`.
    InsiManu,
    /// Software certificate whose CN INSi does not accept, `CN=INSI-TEST`.
    InsiTest,
    /// Software certificate `CN=INSI-AUTO` that expired a year ago.
    SoftwareExpired,
    /// Software certificate `CN=INSI-AUTO` of an authority that nobody knows.
    SoftwareUntrusted,
    /// Software certificate `CN=INSI-AUTO` that stands in the revocation list.
    SoftwareRevoked,
    /// Signature certificate of a CPS card.
    Cps,
    /// CPS signature certificate that expired a year ago.
    CpsExpired,
    /// CPS signature certificate that begins in a year.
    CpsNotYetValid,
    /// CPS signature certificate of an authority that nobody knows.
    CpsUntrusted,
    /// CPS signature certificate that stands in the revocation list.
    CpsRevoked,
    /// Certificate of the simulated Proxy e-Santé, `CN=PROXY-ESANTE`.
    ProxyEsante,
    /// Certificate of the simulated authorization server, `CN=SERVEUR-AUTORISATION`.
    AuthorizationServer,
}

/// Validity of an identity, relative to the day of generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    /// From yesterday, three years.
    Current,
    /// Ended a year before.
    Past,
    /// Begins a year after.
    Future,
}

impl ClientKind {
    /// Every identity.
    pub const ALL: [Self; 13] = [
        Self::InsiAuto,
        Self::InsiManu,
        Self::InsiTest,
        Self::SoftwareExpired,
        Self::SoftwareUntrusted,
        Self::SoftwareRevoked,
        Self::Cps,
        Self::CpsExpired,
        Self::CpsNotYetValid,
        Self::CpsUntrusted,
        Self::CpsRevoked,
        Self::ProxyEsante,
        Self::AuthorizationServer,
    ];

    /// Name of its files, without extension.
    pub fn name(self) -> &'static str {
        match self {
            Self::InsiAuto => "insi-auto",
            Self::InsiManu => "insi-manu",
            Self::InsiTest => "insi-test",
            Self::SoftwareExpired => "logiciel-expire",
            Self::SoftwareUntrusted => "logiciel-autorite-inconnue",
            Self::SoftwareRevoked => "logiciel-revoque",
            Self::Cps => "cps",
            Self::CpsExpired => "cps-expiree",
            Self::CpsNotYetValid => "cps-pas-encore-valide",
            Self::CpsUntrusted => "cps-autorite-inconnue",
            Self::CpsRevoked => "cps-revoquee",
            Self::ProxyEsante => "proxy-esante",
            Self::AuthorizationServer => "serveur-autorisation",
        }
    }

    /// True for an identity that the simulated services accept.
    pub fn is_good(self) -> bool {
        matches!(
            self,
            Self::InsiAuto
                | Self::InsiManu
                | Self::Cps
                | Self::ProxyEsante
                | Self::AuthorizationServer
        )
    }

    /// What it is for, in French, for the export's notice.
    pub(super) fn notice(self) -> &'static str {
        match self {
            Self::InsiAuto => "certificat logiciel ORG AUTH_CLI, appels automatiques",
            Self::InsiManu => "certificat logiciel ORG AUTH_CLI, appels à la main de l'utilisateur",
            Self::InsiTest => "certificat logiciel au CN non admis par INSi (refus attendu)",
            Self::SoftwareExpired => "certificat logiciel expiré (refus attendu)",
            Self::SoftwareUntrusted => {
                "certificat logiciel d'une autorité inconnue (refus attendu)"
            }
            Self::SoftwareRevoked => "certificat logiciel révoqué (refus attendu)",
            Self::Cps => "certificat de signature d'une carte CPS fictive",
            Self::CpsExpired => "certificat de signature CPS expiré (refus attendu)",
            Self::CpsNotYetValid => "certificat de signature CPS pas encore valide (refus attendu)",
            Self::CpsUntrusted => {
                "certificat de signature CPS d'une autorité inconnue (refus attendu)"
            }
            Self::CpsRevoked => "certificat de signature CPS révoqué (refus attendu)",
            Self::ProxyEsante => "certificat du Proxy e-Santé simulé",
            Self::AuthorizationServer => "certificat du serveur d'autorisation simulé",
        }
    }

    /// True for the signature certificate of a card.
    pub(super) fn is_card(self) -> bool {
        matches!(
            self,
            Self::Cps
                | Self::CpsExpired
                | Self::CpsNotYetValid
                | Self::CpsUntrusted
                | Self::CpsRevoked
        )
    }

    /// Intermediate that issues it, none when the untrusted authority does.
    pub(super) fn issuer(self) -> Option<Intermediate> {
        match self {
            Self::SoftwareUntrusted | Self::CpsUntrusted => None,
            _ if self.is_card() => Some(Intermediate::Persons),
            _ => Some(Intermediate::Organisations),
        }
    }

    pub(super) fn period(self) -> Period {
        match self {
            Self::SoftwareExpired | Self::CpsExpired => Period::Past,
            Self::CpsNotYetValid => Period::Future,
            _ => Period::Current,
        }
    }

    pub(super) fn is_revoked(self) -> bool {
        matches!(self, Self::SoftwareRevoked | Self::CpsRevoked)
    }

    /// True for an identity that the first authorities were made without.
    pub(super) fn may_be_missing(self) -> bool {
        matches!(self, Self::ProxyEsante | Self::AuthorizationServer)
    }

    /// Structure that holds it (`OU` of a software certificate): the practice, the operator of the
    /// proxy, that of the authorization server.
    pub fn structure(self) -> &'static str {
        match self {
            Self::ProxyEsante => "1999999998",
            Self::AuthorizationServer => "1999999997",
            _ => super::FICTITIOUS_STRUCTURE,
        }
    }

    /// Common name of its subject.
    pub fn common_name(self) -> &'static str {
        match self {
            Self::InsiManu => "INSI-MANU",
            Self::InsiTest => "INSI-TEST",
            Self::ProxyEsante => "PROXY-ESANTE",
            Self::AuthorizationServer => "SERVEUR-AUTORISATION",
            _ if self.is_card() => super::FICTITIOUS_PS_NUMBER,
            _ => "INSI-AUTO",
        }
    }
}

/// A certificate with its key, ready for a client. Only ever a test identity.
#[derive(Clone)]
pub struct ClientIdentity {
    /// Which one.
    pub kind: ClientKind,
    /// The certificate, then its intermediate, PEM.
    pub certificate_pem: String,
    /// The key, PKCS#8 PEM.
    pub key_pem: String,
    /// The certificate alone, DER.
    pub certificate_der: CertificateDer<'static>,
    /// The certificate, then its intermediate, DER.
    pub chain: Vec<CertificateDer<'static>>,
}

impl std::fmt::Debug for ClientIdentity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The key stays out of logs and panics.
        formatter
            .debug_struct("ClientIdentity")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_identities_is_whole_and_file_names_differ() {
        let names: std::collections::BTreeSet<_> =
            ClientKind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(names.len(), ClientKind::ALL.len());
        assert_eq!(
            ClientKind::AuthorizationServer as usize + 1,
            ClientKind::ALL.len()
        );
    }
}
