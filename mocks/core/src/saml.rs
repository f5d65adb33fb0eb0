//! SAML 2.0 assertions in the header `wsse:Security`: found, verified, read; and signed, for tests
//! and load.
//!
//! What was *really* signed is taken from the verified reference, never from a place in the
//! document. It knows no teleservice: which attributes are needed, and what is answered to a
//! refusal, is each service's business.

mod certificate;
mod content;
mod envelope;
mod refusal;
mod signature;
mod signer;
mod unsigned;
mod verification;

#[cfg(test)]
mod tests;

pub use content::Assertion;
pub use refusal::AssertionRefusal;
pub use signature::{Bergshamra, Covered, SignatureFailure, XmlSignatureVerifier};
pub use signer::{
    AssertionSigner, AssertionTemplate, SigningError, sign_assertion, unsigned_assertion,
};
pub use unsigned::{UnsignedAssertion, read_unsigned_assertion};
pub use verification::{VerifiedAssertion, VitaleAssertion, verify_assertion};

use jiff::SignedDuration;

/// XML namespaces.
mod namespace {
    pub(super) const SOAP: [&str; 2] = [
        "http://www.w3.org/2003/05/soap-envelope",
        "http://schemas.xmlsoap.org/soap/envelope/",
    ];
    pub(super) const WSSE: &str =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    pub(super) const SAML: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
    pub(super) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
}

/// Identifiers of algorithms.
mod algorithm {
    pub(super) const EXCLUSIVE_C14N: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
    pub(super) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    pub(super) const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    pub(super) const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
}

/// `NameQualifier` of the assertion about a carte Vitale. Source: seen in a client.
const VITALE: &str = "VITALE";
/// `NameQualifier` of a Pro Santé Connect assertion. Source: second-hand.
const PSC: &str = "PSC";

/// What is accepted of an assertion. The default is what INSi accepts.
#[derive(Clone, Debug)]
pub struct AssertionRules {
    /// Greatest age of the PS assertion. Source: one hour, seen in a client.
    pub max_age: SignedDuration,
    /// Age from which a Vitale assertion is stale. Source: 20 minutes, CNDA test 1.02
    /// (second-hand).
    pub vitale_max_age: SignedDuration,
    /// How far ahead of ours the software's clock may be. Inferred.
    pub clock_skew: SignedDuration,
    /// Accepted `SignatureMethod`. Source: seen in a client.
    pub signature_algorithms: Vec<String>,
    /// Accepted `DigestMethod`. Source: seen in a client.
    pub digest_algorithms: Vec<String>,
    /// Largest envelope, in bytes.
    pub max_bytes: usize,
    /// Deepest nesting of elements.
    pub max_depth: u32,
}

impl Default for AssertionRules {
    fn default() -> Self {
        Self {
            max_age: SignedDuration::from_hours(1),
            vitale_max_age: SignedDuration::from_mins(20),
            clock_skew: SignedDuration::from_mins(1),
            signature_algorithms: vec![algorithm::RSA_SHA256.to_owned()],
            digest_algorithms: vec![algorithm::SHA256.to_owned()],
            max_bytes: 1 << 20,
            max_depth: 64,
        }
    }
}
