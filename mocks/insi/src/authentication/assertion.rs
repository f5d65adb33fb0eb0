//! Assertions in `wsse:Security`: signed by a CPx card, and the Vitale assertion that may come with
//! it. Those of Pro Santé Connect are `psc`'s.
//!
//! Source: clients and a kit for the shapes. How the service refuses is not
//! known: an HTTP 500 sender fault with a WS-Security 1.1 sub-code is inferred.

use banc_core::observed::insi::{InsiAuthentication, ObservedInsi};
use banc_core::saml::{
    Assertion, AssertionRefusal, AssertionRules, VerifiedAssertion, verify_assertion,
};
use banc_core::soap::Envelope;
use banc_core::xml::Node;

use super::Circumstances;
use crate::config::InsiConfig;
use crate::denied::Denied;
use crate::fault::{Denial, WSSE};
use crate::quirk::{Quirk, note};

const SAML: &str = "urn:oasis:names:tc:SAML:2.0:assertion";

/// Assertions that are direct children of `wsse:Security`.
pub(super) fn assertions<'d, 'i>(
    envelope: &'d Envelope<'i>,
) -> impl Iterator<Item = Node<'d, 'i>> + use<'d, 'i> {
    envelope
        .headers()
        .filter(|block| block.node.is(WSSE, "Security"))
        .flat_map(|block| block.node.children())
        .filter(|child| child.is(SAML, "Assertion"))
}

/// The assertion of a professional, the first when there are several.
pub(super) fn person<'d, 'i>(envelope: &'d Envelope<'i>) -> Option<Node<'d, 'i>> {
    assertions(envelope).find(|node| qualifier(*node) != Some("VITALE"))
}

/// True when one professional is named, and by Pro Santé Connect.
pub(super) fn is_psc(envelope: &Envelope<'_>) -> bool {
    let mut people = assertions(envelope).filter(|node| qualifier(*node) != Some("VITALE"));
    people.next().and_then(qualifier) == Some("PSC") && people.next().is_none()
}

/// `NameID` of an assertion.
pub(super) fn named(person: Node<'_, '_>) -> Option<String> {
    name_id(person).map(|node| node.text().trim().to_owned())
}

/// Authenticates by the assertion of the header.
pub(super) fn check(
    text: &str,
    envelope: &Envelope<'_>,
    circumstances: &Circumstances<'_>,
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    let rules = rules(circumstances.config);
    let person = person(envelope);
    seen.signer = person.and_then(named);
    if person.is_some() {
        seen.authentication = Some(InsiAuthentication::Cpx);
    }
    check_cpx(text, &rules, circumstances, seen)
}

pub(super) fn rules(config: &InsiConfig) -> AssertionRules {
    AssertionRules {
        max_age: config.assertion.validite_ps,
        vitale_max_age: config.assertion.validite_vitale,
        clock_skew: config.assertion.avance_max,
        max_bytes: config.corps_max.saturating_mul(2),
        ..AssertionRules::default()
    }
}

/// CPx: signature, digest, chain and dates are really verified; the signer is taken from what was
/// signed.
fn check_cpx(
    text: &str,
    rules: &AssertionRules,
    circumstances: &Circumstances<'_>,
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    let config = circumstances.config;
    let verified = verify_assertion(text, rules, circumstances.trust, circumstances.now)
        .map_err(|refused| refuse_assertion(config, &refused))?;
    if verified.vitale.as_ref().is_some_and(|vitale| vitale.stale) {
        let reason = format!(
            "Assertion Vitale émise depuis plus de {:#}.",
            rules.vitale_max_age
        );
        return Err(refuse(config, "vitale_perimee", "MessageExpired", &reason));
    }
    check_signer(&verified, config)?;
    seen.quirks.extend(verified.quirks);
    let missing = |name: &&str| !has(&verified.assertion, name);
    if ["identifiantFacturation", "secteurActivite"]
        .iter()
        .any(missing)
    {
        note(&mut seen.quirks, Quirk::AttributAssertionAbsent);
    }
    if seen.emetteur.as_deref() != Some(&*verified.name_id) {
        note(&mut seen.quirks, Quirk::EmetteurDifferent);
    }
    seen.signer = Some(verified.name_id);
    Ok(())
}

/// A card signs, not a software certificate: the signer's certificate must bear a card type, or at
/// least the number of a health professional.
///
/// Source: inferred; cards whose type is not readable are named CPX by a kit, so the type alone
/// cannot be asked for. The number begins with a digit and has ten characters or more (seen in
/// clients).
fn check_signer(verified: &VerifiedAssertion, config: &InsiConfig) -> Result<(), Denied> {
    let without_type = verified
        .quirks
        .iter()
        .any(|quirk| quirk == "signer_without_card_type");
    if !without_type || is_ps_number(&verified.name_id) {
        return Ok(());
    }
    let reason = format!(
        "le certificat de `{}` n'est pas celui d'une carte CPx : ni type de carte, ni numéro de professionnel.",
        verified.name_id
    );
    Err(refuse(
        config,
        "signataire_sans_carte",
        "FailedAuthentication",
        &reason,
    ))
}

fn is_ps_number(name: &str) -> bool {
    name.len() >= 10
        && name.starts_with(|first: char| first.is_ascii_digit())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

pub(super) fn has(assertion: &Assertion, name: &str) -> bool {
    assertion
        .attribute(name)
        .is_some_and(|value| !value.trim().is_empty())
}

fn name_id<'d, 'i>(assertion: Node<'d, 'i>) -> Option<Node<'d, 'i>> {
    assertion.child(SAML, "Subject")?.child(SAML, "NameID")
}

/// Kind of subject that an assertion names: `PSC`, `VITALE`, or a card.
pub(super) fn qualifier<'d>(assertion: Node<'d, '_>) -> Option<&'d str> {
    name_id(assertion)?.attribute("", "NameQualifier")
}

pub(super) fn refuse_assertion(config: &InsiConfig, refused: &AssertionRefusal) -> Denied {
    refuse(
        config,
        key(refused),
        refused.wsse_subcode(),
        &refused.to_string(),
    )
}

/// The sub-code of the settings, else the one that fits by the words of WS-Security 1.1.
pub(super) fn refuse(config: &InsiConfig, key: &str, subcode: &str, reason: &str) -> Denied {
    let configured = config.assertion.sous_codes.get(key);
    let subcode = configured.map_or(subcode, String::as_str).to_owned();
    Denied::new(Denial::Security { subcode }, format!("{key} : {reason}"))
}

/// Key of a refusal in the settings and at the head of the reason.
fn key(refused: &AssertionRefusal) -> &'static str {
    match refused {
        AssertionRefusal::Malformed(_) => "illisible",
        AssertionRefusal::MissingAssertion => "absente",
        AssertionRefusal::SeveralAssertions(_) => "plusieurs",
        AssertionRefusal::MissingSignature => "signature_absente",
        AssertionRefusal::SignatureWrapping(_) => "signature_detournee",
        AssertionRefusal::AlteredDigest => "empreinte_alteree",
        AssertionRefusal::WrongSignature => "signature_fausse",
        AssertionRefusal::ForbiddenAlgorithm(_) => "algorithme",
        AssertionRefusal::MissingCertificate | AssertionRefusal::UnreadableCertificate => {
            "certificat_illisible"
        }
        AssertionRefusal::ExpiredCertificate | AssertionRefusal::CertificateNotYetValid => {
            "certificat_perime"
        }
        AssertionRefusal::RevokedCertificate => "certificat_revoque",
        AssertionRefusal::UntrustedIssuer
        | AssertionRefusal::ProductionAuthority(_)
        | AssertionRefusal::UntrustedCertificate(_) => "emetteur_inconnu",
        AssertionRefusal::IssuerMismatch { .. } | AssertionRefusal::SubjectMismatch { .. } => {
            "porteur_different"
        }
        AssertionRefusal::InTheFuture { .. } | AssertionRefusal::NotYetValid { .. } => {
            "pas_encore_valide"
        }
        AssertionRefusal::Expired { .. } => "perimee",
        AssertionRefusal::Vitale(_) => "vitale",
    }
}
