//! Signed envelopes: honest ones, and each refusal.

mod companions;
mod hostile;
mod mutations;
mod wrapping;

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::Clock;
use crate::pki::{Authority, ClientIdentity, ClientKind, TrustAnchors};

struct Bench {
    _directory: tempfile::TempDir,
    authority: Authority,
    trust: TrustAnchors,
    now: Timestamp,
}

/// One authority for every test of the process.
static BENCH: LazyLock<Bench> = LazyLock::new(|| {
    let directory = tempfile::tempdir().unwrap();
    let clock = Clock::system();
    let authority = Authority::open_or_create(&directory.path().join("pki"), &clock).unwrap();
    Bench {
        trust: authority.trust_anchors(),
        now: clock.wall(),
        authority,
        _directory: directory,
    }
});

const ID: &str = "_3f0c6a52-7f3c-4f7e-9d8a-000000000001";

impl Bench {
    fn card(&self, kind: ClientKind) -> ClientIdentity {
        self.authority.client(kind).unwrap()
    }

    fn template(&self, kind: ClientKind) -> AssertionTemplate {
        AssertionTemplate::of_card(&self.card(kind), ID, self.now)
    }

    fn signed(&self) -> String {
        sign_assertion(&self.template(ClientKind::Cps), &self.card(ClientKind::Cps)).unwrap()
    }

    fn signed_with(&self, change: impl FnOnce(&mut AssertionTemplate)) -> String {
        let mut template = self.template(ClientKind::Cps);
        change(&mut template);
        sign_assertion(&template, &self.card(ClientKind::Cps)).unwrap()
    }

    fn verify(&self, envelope: &str) -> Result<VerifiedAssertion, AssertionRefusal> {
        self.verify_at(envelope, SignedDuration::ZERO)
    }

    fn verify_at(
        &self,
        envelope: &str,
        later: SignedDuration,
    ) -> Result<VerifiedAssertion, AssertionRefusal> {
        let now = self.now.saturating_add(later).unwrap();
        verify_assertion(envelope, &AssertionRules::default(), &self.trust, now)
    }

    fn refusal(&self, security: &str) -> AssertionRefusal {
        self.verify(&envelope(security)).unwrap_err()
    }
}

fn envelope(security: &str) -> String {
    envelope_with(security, "<x:Question xmlns:x=\"urn:x\"/>")
}

fn envelope_with(security: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<e:Envelope xmlns:e=\"{}\" \
         xmlns:unused=\"urn:unused\"><e:Header><w:Security xmlns:w=\"{}\">{security}</w:Security>\
         </e:Header><e:Body Id=\"_0\">{body}</e:Body></e:Envelope>",
        namespace::SOAP[0],
        namespace::WSSE
    )
}

/// Replaces, and fails when there was nothing to replace.
fn altered(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "'{from}' is not in the text");
    text.replace(from, to)
}

/// The text from `start` to the end of `end`.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let from = text.find(start).unwrap();
    let to = text[from..].find(end).unwrap() + from + end.len();
    &text[from..to]
}

#[test]
fn an_honest_assertion_is_verified_and_read() {
    let bench = &*BENCH;
    let verified = bench.verify(&envelope(&bench.signed())).unwrap();
    assert_eq!(verified.name_id, "899700000017");
    assert_eq!(verified.assertion.id.as_deref(), Some(ID));
    assert_eq!(verified.assertion.name_qualifier.as_deref(), Some("CPS"));
    assert_eq!(
        verified.assertion.attribute("secteurActivite"),
        Some("SA07")
    );
    assert_eq!(verified.assertion.attributes.len(), 3);
    assert_eq!(verified.certificate.distrust, None);
    assert_eq!(verified.signature_algorithm, algorithm::RSA_SHA256);
    assert_eq!(verified.quirks, Vec::<String>::new());
    assert_eq!(verified.vitale, None);
    // SOAP 1.1, and other prefixes around.
    let soap11 = altered(
        &envelope(&bench.signed()),
        namespace::SOAP[0],
        namespace::SOAP[1],
    );
    assert!(bench.verify(&soap11).is_ok());
    // A comment in a value is no cut: the whole value is read.
    let commented = altered(&bench.signed(), ">899700000017<", ">8997<!-- -->00000017<");
    assert_eq!(
        bench.verify(&envelope(&commented)).unwrap().name_id,
        "899700000017"
    );
    // The subject in the other order, with spaces: accepted and noted.
    let reversed = bench.signed_with(|template| {
        let parts: Vec<_> = template.issuer.split(',').rev().collect();
        template.issuer = parts.join(", ");
    });
    assert_eq!(
        bench.verify(&envelope(&reversed)).unwrap().quirks,
        ["issuer_written_otherwise"]
    );
}

#[test]
fn each_alteration_has_its_refusal() {
    let bench = &*BENCH;
    let signed = bench.signed();
    let refusal = bench.refusal(&altered(&signed, "SA07", "SA05"));
    assert_eq!(refusal, AssertionRefusal::AlteredDigest);
    assert_eq!(refusal.wsse_subcode(), "FailedCheck");

    let mut forger = bench.card(ClientKind::Cps);
    forger.key_pem = bench.card(ClientKind::InsiAuto).key_pem;
    let forged = sign_assertion(&bench.template(ClientKind::Cps), &forger).unwrap();
    assert_eq!(bench.refusal(&forged), AssertionRefusal::WrongSignature);
    let spaced = altered(&signed, "<ds:SignedInfo>", "<ds:SignedInfo> ");
    assert_eq!(bench.refusal(&spaced), AssertionRefusal::WrongSignature);

    let unsigned = unsigned_assertion(&bench.template(ClientKind::Cps));
    let refusal = bench.refusal(&unsigned);
    assert_eq!(refusal, AssertionRefusal::MissingSignature);
    assert_eq!(refusal.wsse_subcode(), "InvalidSecurityToken");
    assert_eq!(bench.refusal(""), AssertionRefusal::MissingAssertion);
    let second = bench.signed_with(|template| template.id = "_other".to_owned());
    assert_eq!(
        bench.refusal(&(signed.clone() + &second)),
        AssertionRefusal::SeveralAssertions(2)
    );

    let key_info = between(&signed, "<ds:KeyInfo>", "</ds:KeyInfo>");
    let anonymous = altered(&signed, key_info, "");
    let refusal = bench.refusal(&anonymous);
    assert_eq!(refusal, AssertionRefusal::MissingCertificate);
    assert_eq!(refusal.wsse_subcode(), "SecurityTokenUnavailable");
    let certificate = between(&signed, "<ds:X509Certificate>", "</ds:X509Certificate>");
    for garbage in ["!", "AAAA"] {
        let garbage = format!("<ds:X509Certificate>{garbage}</ds:X509Certificate>");
        assert_eq!(
            bench.refusal(&altered(&signed, certificate, &garbage)),
            AssertionRefusal::UnreadableCertificate
        );
    }
    let value = between(&signed, "<ds:SignatureValue>", "</ds:SignatureValue>");
    for (garbage, expected) in [
        ("!", None),
        ("AAAA", Some(AssertionRefusal::WrongSignature)),
    ] {
        let garbage = format!("<ds:SignatureValue>{garbage}</ds:SignatureValue>");
        let refusal = bench.refusal(&altered(&signed, value, &garbage));
        match expected {
            Some(expected) => assert_eq!(refusal, expected),
            None => assert!(matches!(refusal, AssertionRefusal::Malformed(_))),
        }
    }
}

#[test]
fn each_bad_signer_has_its_refusal() {
    let bench = &*BENCH;
    for (kind, expected) in [
        (ClientKind::CpsExpired, AssertionRefusal::ExpiredCertificate),
        (
            ClientKind::CpsNotYetValid,
            AssertionRefusal::CertificateNotYetValid,
        ),
        (ClientKind::CpsRevoked, AssertionRefusal::RevokedCertificate),
        (ClientKind::CpsUntrusted, AssertionRefusal::UntrustedIssuer),
    ] {
        let signed = sign_assertion(&bench.template(kind), &bench.card(kind)).unwrap();
        let refusal = bench.refusal(&signed);
        assert_eq!(refusal, expected);
        assert_eq!(refusal.wsse_subcode(), "FailedAuthentication");
    }
    let other = bench.signed_with(|template| template.issuer = "CN=899700000018".to_owned());
    assert!(matches!(
        bench.refusal(&other),
        AssertionRefusal::IssuerMismatch { .. }
    ));
    let other = bench.signed_with(|template| template.name_id = "899700000018".to_owned());
    assert!(matches!(
        bench.refusal(&other),
        AssertionRefusal::SubjectMismatch { .. }
    ));
    let card = bench.signed_with(|template| template.name_qualifier = "CPF".to_owned());
    assert_eq!(
        bench.verify(&envelope(&card)).unwrap().quirks,
        ["name_qualifier_differs_from_card"]
    );
    let software = bench.card(ClientKind::InsiAuto);
    let template = bench.template(ClientKind::InsiAuto);
    let signed = sign_assertion(&template, &software).unwrap();
    assert_eq!(
        bench.verify(&envelope(&signed)).unwrap().quirks,
        ["signer_without_card_type"]
    );
}

#[test]
fn each_instant_has_its_refusal() {
    let bench = &*BENCH;
    let text = envelope(&bench.signed());
    let minutes = SignedDuration::from_mins;
    assert!(bench.verify_at(&text, minutes(59)).is_ok());
    let refusal = bench.verify_at(&text, minutes(61)).unwrap_err();
    assert!(matches!(refusal, AssertionRefusal::Expired { .. }));
    assert_eq!(refusal.wsse_subcode(), "MessageExpired");
    assert!(
        bench
            .verify_at(&text, SignedDuration::from_secs(-50))
            .is_ok()
    );
    let refusal = bench.verify_at(&text, minutes(-2)).unwrap_err();
    assert!(matches!(refusal, AssertionRefusal::InTheFuture { .. }));

    let (from, until) = (minutes(5), minutes(10));
    let conditional = envelope(&bench.signed_with(|template| {
        let at = |shift| bench.now.saturating_add(shift).unwrap();
        template.conditions = Some((at(from), at(until)));
    }));
    assert!(matches!(
        bench.verify(&conditional).unwrap_err(),
        AssertionRefusal::NotYetValid { .. }
    ));
    assert!(bench.verify_at(&conditional, minutes(7)).is_ok());
    assert!(matches!(
        bench.verify_at(&conditional, minutes(12)).unwrap_err(),
        AssertionRefusal::Expired { .. }
    ));
}

#[test]
fn algorithms_outside_the_list_are_refused_before_anything_is_computed() {
    let bench = &*BENCH;
    let signed = bench.signed();
    let sha1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
    for (from, to) in [
        (algorithm::RSA_SHA256, sha1),
        (
            algorithm::RSA_SHA256,
            "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
        ),
        (algorithm::SHA256, "http://www.w3.org/2000/09/xmldsig#sha1"),
        (
            algorithm::ENVELOPED,
            "http://www.w3.org/TR/1999/REC-xslt-19991116",
        ),
        (
            algorithm::EXCLUSIVE_C14N,
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        ),
    ] {
        let refusal = bench.refusal(&altered(&signed, from, to));
        assert_eq!(refusal, AssertionRefusal::ForbiddenAlgorithm(to.to_owned()));
        assert_eq!(refusal.wsse_subcode(), "UnsupportedAlgorithm");
    }
    // The list can be widened; the mathematics still decide.
    let mut rules = AssertionRules::default();
    rules.signature_algorithms.push(sha1.to_owned());
    let text = envelope(&altered(&signed, algorithm::RSA_SHA256, sha1));
    let refusal = verify_assertion(&text, &rules, &bench.trust, bench.now).unwrap_err();
    assert_eq!(refusal, AssertionRefusal::WrongSignature);
    // Without the enveloped-signature transform, nothing can be covered.
    let transform = format!("<ds:Transform Algorithm=\"{}\"/>", algorithm::ENVELOPED);
    assert!(matches!(
        bench.refusal(&altered(&signed, &transform, "")),
        AssertionRefusal::Malformed(_)
    ));
}
