//! The signer's certificate: taken from the signature, chained to whom the bench trusts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::CertificateDer;
use uppsala::NodeId;

use super::envelope::Envelope;
use super::refusal::malformed;
use super::{AssertionRefusal, namespace};
use crate::pki::{Distrust, TrustAnchors};

/// More certificates than any honest chain has; each costs the building of the chain.
const MAX_CERTIFICATES: usize = 8;

/// The chain that a signature brings, the signer's certificate first.
pub(super) fn chain_of(
    envelope: &Envelope<'_>,
    signature: NodeId,
) -> Result<Vec<CertificateDer<'static>>, AssertionRefusal> {
    let document = &envelope.document;
    let mut chain = Vec::new();
    let Some(key_info) = envelope.child(signature, namespace::DSIG, "KeyInfo")? else {
        return Err(AssertionRefusal::MissingCertificate);
    };
    for data in document.child_elements_by_name_ns(key_info, namespace::DSIG, "X509Data") {
        for node in document.child_elements_by_name_ns(data, namespace::DSIG, "X509Certificate") {
            if chain.len() == MAX_CERTIFICATES {
                return Err(malformed(format!(
                    "more than {MAX_CERTIFICATES} certificates in KeyInfo"
                )));
            }
            let text: String = document
                .text_content_deep(node)
                .split_whitespace()
                .collect();
            let der = STANDARD
                .decode(text)
                .map_err(|_| AssertionRefusal::UnreadableCertificate)?;
            chain.push(CertificateDer::from(der));
        }
    }
    if chain.is_empty() {
        return Err(AssertionRefusal::MissingCertificate);
    }
    Ok(chain)
}

/// Refuses a chain that the bench does not trust.
pub(super) fn check_trust(
    chain: &[CertificateDer<'_>],
    trust: &TrustAnchors,
) -> Result<(), AssertionRefusal> {
    match trust.distrust_of_signer(chain) {
        None => Ok(()),
        Some(distrust) => Err(match distrust {
            Distrust::Missing => AssertionRefusal::MissingCertificate,
            Distrust::Unreadable => AssertionRefusal::UnreadableCertificate,
            Distrust::Expired => AssertionRefusal::ExpiredCertificate,
            Distrust::NotYetValid => AssertionRefusal::CertificateNotYetValid,
            Distrust::Revoked => AssertionRefusal::RevokedCertificate,
            Distrust::UnknownIssuer => AssertionRefusal::UntrustedIssuer,
            Distrust::Production(name) => AssertionRefusal::ProductionAuthority(name),
            Distrust::Other(reason) => AssertionRefusal::UntrustedCertificate(reason),
        }),
    }
}
