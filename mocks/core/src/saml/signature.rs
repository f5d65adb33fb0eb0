//! The XML signature of an assertion: its shape, then its mathematics.
//!
//! The mathematics are behind [`XmlSignatureVerifier`], so that the library can be changed.

use bergshamra_dsig::DsigContext;
use bergshamra_dsig::verify::{VerifyResult, verify_all_document_with_source};
use bergshamra_keys::{KeysManager, loader};
use uppsala::{Document, NodeId};

use super::envelope::Envelope;
use super::refusal::malformed;
use super::{AssertionRefusal, AssertionRules, algorithm, namespace};

/// What a verified signature covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The elements whose digests were computed and matched.
    pub elements: Vec<NodeId>,
}

/// Why a signature does not verify.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureFailure {
    /// A digest does not match.
    #[error("altered digest")]
    Digest,
    /// The signature value does not match.
    #[error("wrong signature value")]
    Value,
    /// The signature cannot be processed.
    #[error("{0}")]
    Unprocessable(String),
}

/// Verifies one XML signature with one certificate's key, and no other key.
pub trait XmlSignatureVerifier {
    /// Verifies the `rank`-th signature (from 0, in document order) of a document.
    fn verify(
        &self,
        document: &Document<'_>,
        text: &str,
        rank: usize,
        certificate: &[u8],
    ) -> Result<Covered, SignatureFailure>;
}

/// The library `bergshamra`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bergshamra;

impl XmlSignatureVerifier for Bergshamra {
    fn verify(
        &self,
        document: &Document<'_>,
        text: &str,
        rank: usize,
        certificate: &[u8],
    ) -> Result<Covered, SignatureFailure> {
        let unprocessable =
            |error: &dyn std::fmt::Display| SignatureFailure::Unprocessable(error.to_string());
        let key = loader::load_x509_cert_der(certificate).map_err(|error| unprocessable(&error))?;
        let mut keys = KeysManager::new();
        keys.add_key(key);
        let context = DsigContext::new(keys)
            .with_trusted_keys_only(true)
            .with_strict_verification(true);
        let results = verify_all_document_with_source(&context, document, Some(text))
            .map_err(|error| unprocessable(&error))?;
        match results.into_iter().nth(rank) {
            Some(VerifyResult::Valid { references, .. }) => Ok(Covered {
                elements: references
                    .into_iter()
                    .filter(|reference| reference.digest_verified)
                    .filter_map(|reference| reference.resolved_node)
                    .collect(),
            }),
            // The reasons are plain text; the tests of this module hold these two.
            Some(VerifyResult::Invalid { reason }) => {
                Err(if reason.starts_with("Reference digest failed") {
                    SignatureFailure::Digest
                } else if reason.starts_with("signature value verification failed") {
                    SignatureFailure::Value
                } else {
                    SignatureFailure::Unprocessable(reason)
                })
            }
            None => Err(SignatureFailure::Unprocessable("no signature".to_owned())),
        }
    }
}

/// Checks that a signature has the one accepted shape; returns its algorithm.
///
/// One reference, to the assertion itself; enveloped-signature then exclusive canonicalisation.
/// Source: seen in a client.
pub(super) fn check_shape(
    envelope: &Envelope<'_>,
    assertion: NodeId,
    signature: NodeId,
    rules: &AssertionRules,
) -> Result<String, AssertionRefusal> {
    let signed_info = envelope.required(signature, namespace::DSIG, "SignedInfo")?;
    envelope.required(signature, namespace::DSIG, "SignatureValue")?;
    let canonicalisation =
        envelope.required(signed_info, namespace::DSIG, "CanonicalizationMethod")?;
    accept(
        algorithm_of(envelope, canonicalisation)?,
        &[algorithm::EXCLUSIVE_C14N],
    )?;
    let method = envelope.required(signed_info, namespace::DSIG, "SignatureMethod")?;
    let method = algorithm_of(envelope, method)?;
    accept(method, &rules.signature_algorithms)?;

    let reference = envelope.required(signed_info, namespace::DSIG, "Reference")?;
    let id = envelope
        .attribute(assertion, "ID")
        .filter(|id| !id.is_empty())
        .ok_or_else(|| malformed("no ID on the assertion"))?;
    let uri = envelope.attribute(reference, "URI").unwrap_or_default();
    if uri.strip_prefix('#') != Some(id) {
        return Err(AssertionRefusal::SignatureWrapping(format!(
            "the signature covers '{uri}', not the assertion '{id}'"
        )));
    }
    let digest = envelope.required(reference, namespace::DSIG, "DigestMethod")?;
    accept(algorithm_of(envelope, digest)?, &rules.digest_algorithms)?;
    let transforms = envelope.required(reference, namespace::DSIG, "Transforms")?;
    let mut chain = Vec::new();
    for transform in
        envelope
            .document
            .child_elements_by_name_ns(transforms, namespace::DSIG, "Transform")
    {
        let transform = algorithm_of(envelope, transform)?;
        accept(
            transform,
            &[algorithm::ENVELOPED, algorithm::EXCLUSIVE_C14N],
        )?;
        chain.push(transform);
    }
    if chain != [algorithm::ENVELOPED, algorithm::EXCLUSIVE_C14N] {
        return Err(malformed(
            "the transforms must be enveloped-signature then exclusive canonicalisation",
        ));
    }
    Ok(method.to_owned())
}

/// Verifies the signature and that what it covers is that assertion and nothing else.
pub(super) fn check_coverage(
    envelope: &Envelope<'_>,
    assertion: NodeId,
    signature: NodeId,
    certificate: &[u8],
    verifier: &dyn XmlSignatureVerifier,
) -> Result<(), AssertionRefusal> {
    let rank = envelope
        .signatures
        .iter()
        .position(|candidate| *candidate == signature)
        .ok_or_else(|| malformed("the signature is not in the document"))?;
    match verifier.verify(&envelope.document, envelope.text, rank, certificate) {
        Ok(covered) if covered.elements == [assertion] => Ok(()),
        Ok(_) => Err(AssertionRefusal::SignatureWrapping(
            "the signature covers another element than the assertion".to_owned(),
        )),
        Err(SignatureFailure::Digest) => Err(AssertionRefusal::AlteredDigest),
        Err(SignatureFailure::Value) => Err(AssertionRefusal::WrongSignature),
        Err(SignatureFailure::Unprocessable(reason)) => Err(malformed(reason)),
    }
}

fn algorithm_of<'e>(envelope: &'e Envelope<'_>, node: NodeId) -> Result<&'e str, AssertionRefusal> {
    envelope
        .attribute(node, "Algorithm")
        .ok_or_else(|| malformed("a method without Algorithm"))
}

fn accept(found: &str, accepted: &[impl AsRef<str>]) -> Result<(), AssertionRefusal> {
    if accepted.iter().any(|accepted| accepted.as_ref() == found) {
        Ok(())
    } else {
        Err(AssertionRefusal::ForbiddenAlgorithm(found.to_owned()))
    }
}
