//! Assertions beside the PS one: Vitale, Pro Santé Connect.

use super::*;

#[test]
fn a_vitale_assertion_may_come_along() {
    let bench = &*BENCH;
    let signed = bench.signed();
    let mut template = bench.template(ClientKind::Cps);
    template.id = "_vitale".to_owned();
    template.name_qualifier = VITALE.to_owned();
    template.name_id = "0000000123".to_owned();
    template.issuer = "899700000017".to_owned();
    let plain = unsigned_assertion(&template);
    let text = envelope(&(plain.clone() + &signed));
    let vitale = bench.verify(&text).unwrap().vitale.unwrap();
    assert_eq!(vitale.assertion.name_id.as_deref(), Some("0000000123"));
    assert_eq!((vitale.certificate, vitale.stale), (None, false));
    let later = bench
        .verify_at(&text, SignedDuration::from_mins(21))
        .unwrap();
    assert!(later.vitale.unwrap().stale);

    let proven = sign_assertion(&template, &bench.card(ClientKind::Cps)).unwrap();
    let verified = bench
        .verify(&envelope(&(signed.clone() + &proven)))
        .unwrap();
    assert!(verified.vitale.unwrap().certificate.is_some());
    let tampered = altered(&proven, "0000000123", "0000000124");
    let refusal = bench.refusal(&(signed.clone() + &tampered));
    assert_eq!(
        refusal,
        AssertionRefusal::Vitale(Box::new(AssertionRefusal::AlteredDigest))
    );
    assert_eq!(refusal.wsse_subcode(), "FailedCheck");
    let third = altered(&plain, "_vitale", "_vitale2");
    assert_eq!(
        bench.refusal(&(signed + &plain + &third)),
        AssertionRefusal::SeveralAssertions(3)
    );
    assert_eq!(bench.refusal(&plain), AssertionRefusal::MissingAssertion);
}

#[test]
fn an_unsigned_assertion_of_psc_is_read() {
    let bench = &*BENCH;
    let rules = AssertionRules::default();
    let mut template = bench.template(ClientKind::Cps);
    template.name_qualifier = PSC.to_owned();
    let read = read_unsigned_assertion(&envelope(&unsigned_assertion(&template)), &rules).unwrap();
    assert!(read.is_psc && !read.signed);
    assert_eq!(read.assertion.attribute("codeSpecialite"), Some("01"));
    let signed = sign_assertion(&template, &bench.card(ClientKind::Cps)).unwrap();
    let read = read_unsigned_assertion(&envelope(&signed), &rules).unwrap();
    assert!(read.is_psc && read.signed);
    assert_eq!(read.quirks, ["signed_psc_assertion"]);
    let mut vitale = template.clone();
    vitale.id = "_vitale".to_owned();
    vitale.name_qualifier = VITALE.to_owned();
    let both = unsigned_assertion(&vitale) + &unsigned_assertion(&template);
    let read = read_unsigned_assertion(&envelope(&both), &rules).unwrap();
    assert!(read.is_psc && read.vitale.is_some());
    let card = read_unsigned_assertion(&envelope(&bench.signed()), &rules).unwrap();
    assert!(!card.is_psc && card.signed);
    assert_eq!(
        read_unsigned_assertion(&envelope(""), &rules),
        Err(AssertionRefusal::MissingAssertion)
    );
}
