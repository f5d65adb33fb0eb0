//! Whom the bench trusts, and why it does not trust a certificate.
//!
//! Certificates are always judged at the real time, never at the simulated one.

use std::sync::Arc;
use std::time::Duration;

use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{
    CertRevocationList, EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeIdIter, KeyUsage,
    OwnedCertRevocationList, RevocationCheckDepth, RevocationOptionsBuilder, UnknownStatusPolicy,
};

use super::{PkiError, production_authority};
use crate::Clock;

/// Why a certificate is not trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// No certificate at all.
    #[error("no certificate")]
    Missing,
    /// Not a certificate.
    #[error("unreadable certificate")]
    Unreadable,
    /// Over.
    #[error("expired certificate")]
    Expired,
    /// Not begun.
    #[error("certificate not valid yet")]
    NotYetValid,
    /// In the revocation list of its authority.
    #[error("revoked certificate")]
    Revoked,
    /// Issued by nobody whom the bench trusts.
    #[error("unknown issuer")]
    UnknownIssuer,
    /// Names a production authority.
    #[error("certificate of the production authority '{0}'")]
    Production(String),
    /// Anything else, in the words of the verifier.
    #[error("certificate refused: {0}")]
    Other(String),
}

/// Authorities, intermediates and revocation lists against which chains are verified. Cloning is
/// cheap.
#[derive(Clone, Debug)]
pub struct TrustAnchors {
    clock: Clock,
    anchors: Arc<Vec<TrustAnchor<'static>>>,
    intermediates: Arc<Vec<CertificateDer<'static>>>,
    crls: Arc<Vec<CertRevocationList<'static>>>,
}

/// A signature certificate may bear any extended key usage.
///
/// Source: inferred; the usages of CPS signature certificates were not found.
struct AnyUsage;

impl ExtendedKeyUsageValidator for AnyUsage {
    fn validate(&self, _: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        Ok(())
    }
}

impl TrustAnchors {
    /// The bench's own authority.
    pub(super) fn new(
        clock: &Clock,
        root: &CertificateDer<'static>,
        intermediates: Vec<CertificateDer<'static>>,
        crls: &[Vec<u8>],
    ) -> Self {
        let anchors = webpki::anchor_from_trusted_cert(root)
            .map(|anchor| vec![anchor.to_owned()])
            .unwrap_or_default();
        let crls = crls
            .iter()
            .filter_map(|der| OwnedCertRevocationList::from_der(der).ok())
            .map(CertRevocationList::from)
            .collect();
        Self {
            clock: clock.clone(),
            anchors: Arc::new(anchors),
            intermediates: Arc::new(intermediates),
            crls: Arc::new(crls),
        }
    }

    /// The same, and the authorities of a PEM text that the user gave (`ancres_clients`).
    ///
    /// `origin` names the text in errors. Production authorities are refused.
    pub fn with_anchors_pem(mut self, pem: &str, origin: &str) -> Result<Self, PkiError> {
        let refused = |reason: String| PkiError::Anchor {
            origin: origin.to_owned(),
            reason,
        };
        let certificates = CertificateDer::pem_slice_iter(pem.as_bytes())
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| refused(error.to_string()))?;
        if certificates.is_empty() {
            return Err(refused("no certificate in it".to_owned()));
        }
        if let Some(name) = production_authority(&certificates) {
            return Err(PkiError::ProductionAuthority { name });
        }
        for certificate in certificates {
            let anchor = webpki::anchor_from_trusted_cert(&certificate)
                .map_err(|error| refused(format!("{error:?}")))?
                .to_owned();
            Arc::make_mut(&mut self.anchors).push(anchor);
        }
        Ok(self)
    }

    /// Why a TLS client's chain (its certificate first) is not trusted; none when it is.
    pub fn distrust_of_client(&self, chain: &[CertificateDer<'_>]) -> Option<Distrust> {
        self.distrust(chain, KeyUsage::client_auth())
    }

    /// Why a signer's chain (its certificate first) is not trusted; none when it is.
    pub fn distrust_of_signer(&self, chain: &[CertificateDer<'_>]) -> Option<Distrust> {
        self.distrust(chain, AnyUsage)
    }

    fn distrust(
        &self,
        chain: &[CertificateDer<'_>],
        usage: impl ExtendedKeyUsageValidator,
    ) -> Option<Distrust> {
        let Some((leaf, presented)) = chain.split_first() else {
            return Some(Distrust::Missing);
        };
        if x509_parser::parse_x509_certificate(leaf).is_err() {
            return Some(Distrust::Unreadable);
        }
        if let Some(name) = production_authority(chain) {
            return Some(Distrust::Production(name));
        }
        let certificate = match EndEntityCert::try_from(leaf) {
            Ok(certificate) => certificate,
            Err(error) => return Some(distrust_of(&error)),
        };
        let intermediates: Vec<CertificateDer<'_>> = presented
            .iter()
            .chain(self.intermediates.iter())
            .map(|der| CertificateDer::from(der.as_ref()))
            .collect();
        let crls: Vec<&CertRevocationList<'_>> = self.crls.iter().collect();
        let revocation = RevocationOptionsBuilder::new(&crls).ok().map(|options| {
            options
                .with_depth(RevocationCheckDepth::EndEntity)
                // Authorities that the user added bring no list.
                .with_status_policy(UnknownStatusPolicy::Allow)
                .build()
        });
        let seconds = self.clock.wall().as_second().max(0).unsigned_abs();
        let now = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        certificate
            .verify_for_usage(
                webpki::ALL_VERIFICATION_ALGS,
                &self.anchors,
                &intermediates,
                now,
                usage,
                revocation,
                None,
            )
            .err()
            .map(|error| distrust_of(&error))
    }
}

fn distrust_of(error: &webpki::Error) -> Distrust {
    match error {
        webpki::Error::CertExpired { .. } => Distrust::Expired,
        webpki::Error::CertNotValidYet { .. } => Distrust::NotYetValid,
        webpki::Error::CertRevoked => Distrust::Revoked,
        webpki::Error::UnknownIssuer => Distrust::UnknownIssuer,
        webpki::Error::BadDer => Distrust::Unreadable,
        other => Distrust::Other(format!("{other:?}")),
    }
}
