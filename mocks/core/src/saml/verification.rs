//! Verification of the PS assertion, and of the Vitale assertion that may come with it.

use jiff::Timestamp;
use rustls_pki_types::CertificateDer;
use uppsala::NodeId;

use super::content::{self, Assertion};
use super::envelope::Envelope;
use super::refusal::malformed;
use super::signature::{Bergshamra, check_coverage, check_shape};
use super::{AssertionRefusal, AssertionRules, VITALE, certificate};
use crate::exchange::CertificateFacts;
use crate::pki::{DnAgreement, TrustAnchors, card_type, compare_dn, rfc4514};

/// A PS assertion whose signature, signer and instants were verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedAssertion {
    /// What it says, read from the signed element itself.
    pub assertion: Assertion,
    /// `NameID`: the PS national number, equal to the certificate's common name.
    pub name_id: String,
    /// The signer's certificate.
    pub certificate: CertificateFacts,
    /// `SignatureMethod`.
    pub signature_algorithm: String,
    /// The assertion about the carte Vitale, when there is one.
    pub vitale: Option<VitaleAssertion>,
    /// Tolerances used, by name.
    pub quirks: Vec<String>,
}

/// An assertion about a carte Vitale. It may be unsigned: then nothing proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VitaleAssertion {
    /// What it says; `name_id` is the card's serial number.
    pub assertion: Assertion,
    /// The signer's certificate, when it is signed (and then verified).
    pub certificate: Option<CertificateFacts>,
    /// True when older than [`AssertionRules::vitale_max_age`].
    pub stale: bool,
}

/// Verifies the assertions of an envelope.
///
/// `now` is the time against which the ages of assertions are judged; certificates are judged by
/// `trust` at the real time.
pub fn verify_assertion(
    envelope: &str,
    rules: &AssertionRules,
    trust: &TrustAnchors,
    now: Timestamp,
) -> Result<VerifiedAssertion, AssertionRefusal> {
    let envelope = Envelope::parse(envelope, rules)?;
    let (vitale, ps): (Vec<NodeId>, Vec<NodeId>) = envelope
        .assertions
        .iter()
        .copied()
        .partition(|node| envelope.name_qualifier(*node) == Some(VITALE));
    let node = only_ps_assertion(&envelope, &ps)?;
    if vitale.len() > 1 {
        return Err(AssertionRefusal::SeveralAssertions(vitale.len() + 1));
    }
    let signature = match envelope.signature_of(node)? {
        Some(signature) => signature,
        None if envelope.has_stray_signature() => {
            return Err(AssertionRefusal::SignatureWrapping(
                "the signature stands elsewhere than in the assertion".to_owned(),
            ));
        }
        None => return Err(AssertionRefusal::MissingSignature),
    };
    if envelope.has_stray_signature() {
        return Err(AssertionRefusal::SignatureWrapping(
            "a second signature stands elsewhere than in an assertion".to_owned(),
        ));
    }

    let mut quirks = Vec::new();
    let (signature_algorithm, chain) = verify_signature(&envelope, node, signature, rules, trust)?;
    let assertion = content::read(&envelope, node, &mut quirks)?;
    let name_id = check_identity(&assertion, &chain[0], &mut quirks)?;
    content::check_instants(&envelope, node, &assertion, Some(rules.max_age), rules, now)?;
    let vitale = vitale
        .first()
        .map(|node| verify_vitale(&envelope, *node, rules, trust, now, &mut quirks))
        .transpose()
        .map_err(|refusal| AssertionRefusal::Vitale(Box::new(refusal)))?;
    Ok(VerifiedAssertion {
        assertion,
        name_id,
        certificate: CertificateFacts::of(&chain[0], None),
        signature_algorithm,
        vitale,
        quirks,
    })
}

/// The one PS assertion. A signed one beside an unsigned one is an attack, not a mistake.
fn only_ps_assertion(envelope: &Envelope<'_>, ps: &[NodeId]) -> Result<NodeId, AssertionRefusal> {
    match ps {
        [] => Err(AssertionRefusal::MissingAssertion),
        [one] => Ok(*one),
        several => {
            let mut signed = 0;
            for node in several {
                signed += usize::from(envelope.signature_of(*node)?.is_some());
            }
            if signed > 0 && signed < several.len() {
                return Err(AssertionRefusal::SignatureWrapping(
                    "an unsigned assertion stands beside a signed one".to_owned(),
                ));
            }
            Err(AssertionRefusal::SeveralAssertions(several.len()))
        }
    }
}

/// Shape, trust, mathematics: in that order, so that the certificate's trouble is told rather than
/// its consequence.
fn verify_signature(
    envelope: &Envelope<'_>,
    node: NodeId,
    signature: NodeId,
    rules: &AssertionRules,
    trust: &TrustAnchors,
) -> Result<(String, Vec<CertificateDer<'static>>), AssertionRefusal> {
    let method = check_shape(envelope, node, signature, rules)?;
    let chain = certificate::chain_of(envelope, signature)?;
    certificate::check_trust(&chain, trust)?;
    check_coverage(envelope, node, signature, &chain[0], &Bergshamra)?;
    Ok((method, chain))
}

/// `Issuer` and `NameID` must be those of the certificate; returns the `NameID`.
///
/// Source: seen in a client.
fn check_identity(
    assertion: &Assertion,
    certificate: &CertificateDer<'_>,
    quirks: &mut Vec<String>,
) -> Result<String, AssertionRefusal> {
    let (_, parsed) = x509_parser::parse_x509_certificate(certificate)
        .map_err(|_| AssertionRefusal::UnreadableCertificate)?;
    let issuer = assertion
        .issuer
        .as_deref()
        .ok_or_else(|| malformed("no Issuer"))?;
    match compare_dn(issuer, parsed.subject()) {
        DnAgreement::Same => {}
        DnAgreement::OtherForm => quirks.push("issuer_written_otherwise".to_owned()),
        DnAgreement::Different => {
            return Err(AssertionRefusal::IssuerMismatch {
                found: issuer.to_owned(),
                expected: rfc4514(parsed.subject()),
            });
        }
    }
    let found = assertion
        .name_id
        .clone()
        .ok_or_else(|| malformed("no Subject/NameID"))?;
    let facts = CertificateFacts::of(certificate, None);
    let expected = facts.common_name.unwrap_or_default();
    if found.is_empty() || found != expected {
        return Err(AssertionRefusal::SubjectMismatch { found, expected });
    }
    let card = card_type(certificate).map(crate::pki::CardType::name_qualifier);
    match card {
        None => quirks.push("signer_without_card_type".to_owned()),
        Some(card) if Some(card) != assertion.name_qualifier.as_deref() => {
            quirks.push("name_qualifier_differs_from_card".to_owned());
        }
        Some(_) => {}
    }
    Ok(found)
}

fn verify_vitale(
    envelope: &Envelope<'_>,
    node: NodeId,
    rules: &AssertionRules,
    trust: &TrustAnchors,
    now: Timestamp,
    quirks: &mut Vec<String>,
) -> Result<VitaleAssertion, AssertionRefusal> {
    let certificate = match envelope.signature_of(node)? {
        None => None,
        Some(signature) => {
            let (_, chain) = verify_signature(envelope, node, signature, rules, trust)?;
            Some(CertificateFacts::of(&chain[0], None))
        }
    };
    let assertion = content::read(envelope, node, quirks)?;
    content::check_instants(envelope, node, &assertion, None, rules, now)?;
    let stale = assertion
        .issue_instant
        .is_none_or(|issued| now.duration_since(issued) > rules.vitale_max_age);
    Ok(VitaleAssertion {
        assertion,
        certificate,
        stale,
    })
}
