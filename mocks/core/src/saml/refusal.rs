//! Why an assertion is refused, precisely; and what WS-Security calls it.

use jiff::Timestamp;

/// Why an assertion is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssertionRefusal {
    /// The envelope or the assertion is not what it should be.
    #[error("malformed assertion: {0}")]
    Malformed(String),
    /// No assertion in the header.
    #[error("no assertion in the header wsse:Security")]
    MissingAssertion,
    /// More than one.
    #[error("{0} assertions in the header wsse:Security where one is expected")]
    SeveralAssertions(usize),
    /// The assertion bears no signature.
    #[error("the assertion is not signed")]
    MissingSignature,
    /// What is signed is not the assertion that would be read.
    #[error("signature wrapping: {0}")]
    SignatureWrapping(String),
    /// The signed content was altered.
    #[error("the digest of the assertion does not match: its content was altered after signature")]
    AlteredDigest,
    /// The signature was not made with the key of the certificate.
    #[error("the signature value does not match the certificate: wrong key, or altered SignedInfo")]
    WrongSignature,
    /// An algorithm that is not accepted.
    #[error("the algorithm '{0}' is not accepted")]
    ForbiddenAlgorithm(String),
    /// The signature brings no certificate.
    #[error("no signer certificate in KeyInfo/X509Data/X509Certificate")]
    MissingCertificate,
    /// The signer's certificate cannot be read.
    #[error("the signer certificate is unreadable")]
    UnreadableCertificate,
    /// The signer's certificate is over.
    #[error("the signer certificate has expired")]
    ExpiredCertificate,
    /// The signer's certificate has not begun.
    #[error("the signer certificate is not valid yet")]
    CertificateNotYetValid,
    /// The signer's certificate was revoked.
    #[error("the signer certificate is revoked")]
    RevokedCertificate,
    /// The signer's certificate chains to nobody whom the bench trusts.
    #[error("the signer certificate comes from an unknown authority")]
    UntrustedIssuer,
    /// The signer's certificate is a real one.
    #[error(
        "the signer certificate comes from the production authority '{0}': use a test certificate"
    )]
    ProductionAuthority(String),
    /// The chain fails otherwise.
    #[error("the signer certificate is refused: {0}")]
    UntrustedCertificate(String),
    /// `Issuer` is not the subject of the certificate.
    #[error("the Issuer '{found}' is not the subject of the signer certificate '{expected}'")]
    IssuerMismatch {
        /// `Issuer` received.
        found: String,
        /// Subject of the certificate, RFC 4514.
        expected: String,
    },
    /// `NameID` is not the common name of the certificate.
    #[error("the NameID '{found}' is not the common name of the signer certificate '{expected}'")]
    SubjectMismatch {
        /// `NameID` received.
        found: String,
        /// Common name of the certificate.
        expected: String,
    },
    /// Issued later than now.
    #[error("the assertion comes from the future: issued at {issued}, received at {now}")]
    InTheFuture {
        /// `IssueInstant`.
        issued: Timestamp,
        /// When it was received.
        now: Timestamp,
    },
    /// Issued too long ago, or its own conditions are over.
    #[error("the assertion is too old: valid until {until}, received at {now}")]
    Expired {
        /// Last instant.
        until: Timestamp,
        /// When it was received.
        now: Timestamp,
    },
    /// Its conditions have not begun.
    #[error("the assertion is not valid before {from}, received at {now}")]
    NotYetValid {
        /// First instant.
        from: Timestamp,
        /// When it was received.
        now: Timestamp,
    },
    /// The second assertion, about the carte Vitale, is refused.
    #[error("vitale assertion: {0}")]
    Vitale(Box<Self>),
}

impl AssertionRefusal {
    /// Local name of the WS-Security 1.1 fault that fits.
    ///
    /// Inferred: what the real services answer to each of these was not found. Names from OASIS
    /// WS-Security 1.1 §12.
    pub fn wsse_subcode(&self) -> &'static str {
        match self {
            Self::Malformed(_) | Self::MissingAssertion | Self::SeveralAssertions(_) => {
                "InvalidSecurity"
            }
            Self::SignatureWrapping(_) | Self::AlteredDigest | Self::WrongSignature => {
                "FailedCheck"
            }
            Self::ForbiddenAlgorithm(_) => "UnsupportedAlgorithm",
            Self::MissingCertificate => "SecurityTokenUnavailable",
            Self::ExpiredCertificate
            | Self::CertificateNotYetValid
            | Self::RevokedCertificate
            | Self::UntrustedIssuer
            | Self::ProductionAuthority(_)
            | Self::UntrustedCertificate(_) => "FailedAuthentication",
            Self::MissingSignature
            | Self::UnreadableCertificate
            | Self::IssuerMismatch { .. }
            | Self::SubjectMismatch { .. }
            | Self::InTheFuture { .. }
            | Self::NotYetValid { .. } => "InvalidSecurityToken",
            Self::Expired { .. } => "MessageExpired",
            Self::Vitale(refusal) => refusal.wsse_subcode(),
        }
    }
}

/// A malformed assertion.
pub(super) fn malformed(reason: impl Into<String>) -> AssertionRefusal {
    AssertionRefusal::Malformed(reason.into())
}
