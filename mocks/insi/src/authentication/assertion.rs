//! Assertions in `wsse:Security`: signed by a CPx card, unsigned from Pro Santé Connect, and the
//! Vitale assertion that may come with the first.
//!
//! Source: clients and a kit for the shapes, a third party for PSC. How the service refuses is not
//! known: an HTTP 500 sender fault with a WS-Security 1.1 sub-code is inferred.

use banc_core::observed::insi::{InsiAuthentication, ObservedInsi};
use banc_core::saml::{
    Assertion, AssertionRefusal, AssertionRules, VerifiedAssertion, read_unsigned_assertion,
    verify_assertion,
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

/// Authenticates by the assertion of the header.
pub(super) fn check(
    text: &str,
    envelope: &Envelope<'_>,
    circumstances: &Circumstances<'_>,
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    let rules = rules(circumstances.config);
    let mut people = assertions(envelope).filter(|node| qualifier(*node) != Some("VITALE"));
    let person = people.next();
    seen.signer = person
        .and_then(name_id)
        .map(|node| node.text().trim().to_owned());
    if person.and_then(qualifier) == Some("PSC") && people.next().is_none() {
        seen.authentication = Some(InsiAuthentication::Psc);
        return check_psc(text, &rules, circumstances.config, seen);
    }
    if person.is_some() {
        seen.authentication = Some(InsiAuthentication::Cpx);
    }
    check_cpx(text, &rules, circumstances, seen)
}

fn rules(config: &InsiConfig) -> AssertionRules {
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

/// PSC: unsigned, read without proof. The token itself is not checked: how it travels was not found.
///
/// Source: second-hand for the qualifier and the two attributes; that they are mandatory is inferred.
fn check_psc(
    text: &str,
    rules: &AssertionRules,
    config: &InsiConfig,
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    let read = read_unsigned_assertion(text, rules)
        .map_err(|refused| refuse_assertion(config, &refused))?;
    let assertion = read.assertion;
    seen.quirks.extend(read.quirks);
    let missing = if assertion.id.as_deref().is_none_or(str::is_empty) {
        "ID"
    } else if assertion.issue_instant.is_none() {
        "IssueInstant"
    } else if assertion.name_id.as_deref().is_none_or(str::is_empty) {
        "NameID"
    } else if !has(&assertion, "codeSpecialiteAMO") {
        "attribut codeSpecialiteAMO"
    } else if !has(&assertion, "identifiantFacturation") {
        "attribut identifiantFacturation"
    } else {
        return Ok(());
    };
    let reason = format!("Assertion PSC sans {missing}.");
    Err(refuse(
        config,
        "incomplete",
        "InvalidSecurityToken",
        &reason,
    ))
}

fn has(assertion: &Assertion, name: &str) -> bool {
    assertion
        .attribute(name)
        .is_some_and(|value| !value.trim().is_empty())
}

fn name_id<'d, 'i>(assertion: Node<'d, 'i>) -> Option<Node<'d, 'i>> {
    assertion.child(SAML, "Subject")?.child(SAML, "NameID")
}

fn qualifier<'d>(assertion: Node<'d, '_>) -> Option<&'d str> {
    name_id(assertion)?.attribute("", "NameQualifier")
}

fn refuse_assertion(config: &InsiConfig, refused: &AssertionRefusal) -> Denied {
    refuse(
        config,
        key(refused),
        refused.wsse_subcode(),
        &refused.to_string(),
    )
}

/// The sub-code of the settings, else the one that fits by the words of WS-Security 1.1.
fn refuse(config: &InsiConfig, key: &str, subcode: &str, reason: &str) -> Denied {
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
