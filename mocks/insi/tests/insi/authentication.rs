//! The three modes of authentication, and the authorisation number.

use banc_core::exchange::TlsFacts;
use banc_core::observed::insi::InsiAuthentication;
use banc_core::pki::{ClientIdentity, ClientKind};
use banc_core::saml::{AssertionTemplate, sign_assertion, unsigned_assertion};
use banc_insi::{ACTION_TRAITS, FRONT_ASSERTION};
use jiff::SignedDuration;

use super::bench::{
    AUTHORITY, BAM, CLOCK, LPS, Received, Sent, addressing, body, catarina, connection, envelope,
    insi, insi_with, sent, with_certificate,
};

#[test]
fn only_the_two_names_of_a_trusted_certificate_pass() {
    let insi = insi();
    for (connection, reason) in [
        (with_certificate("INSI-TEST", None), "INSI-TEST"),
        (with_certificate("insi-auto", None), "insi-auto"),
        (
            with_certificate("INSI-AUTO", Some("unknown issuer")),
            "unknown issuer",
        ),
        (connection(Some(TlsFacts::default())), "Aucun certificat"),
    ] {
        let received = Sent {
            connection,
            ..catarina()
        }
        .to(&insi);
        assert_eq!(received.refused(), "DESIR_560");
        assert_eq!(received.answer.status, 500);
        assert!(received.reason().contains(reason), "{}", received.reason());
        assert!(received.text().contains("Niveau d'accès insuffisant"));
        assert!(!received.text().contains("Subcode"));
        // What was asked is observed all the same.
        assert!(received.seen().traits.is_some());
    }
    for name in ["INSI-AUTO", "INSI-MANU"] {
        let received = Sent {
            connection: with_certificate(name, None),
            ..catarina()
        }
        .to(&insi);
        assert_eq!(received.code(), "00");
    }
}

#[test]
fn without_tls_nothing_is_authenticated_and_it_is_told() {
    let clear = || Sent {
        connection: connection(None),
        ..catarina()
    };
    let received = clear().to(&insi());
    assert_eq!(received.code(), "00");
    assert_eq!(received.seen().authentication, None);
    assert!(
        received
            .seen()
            .quirks
            .iter()
            .any(|quirk| quirk == "connexion_en_clair")
    );
    assert_eq!(
        clear()
            .to(&insi_with("connexion_en_clair = \"refusee\""))
            .refused(),
        "DESIR_560"
    );
}

#[test]
fn the_authorisation_number_is_checked() {
    let with = |idam: &str| {
        let mut sent = catarina();
        sent.body = String::from_utf8(sent.body)
            .unwrap()
            .replace("AAA17NF00AA0", idam)
            .into();
        sent
    };
    for bad in ["NumAutorisation", "", "AAA17NF00AA-"] {
        let received = with(bad).to(&insi());
        assert_eq!(received.refused(), "desir_550");
        assert!(
            received.text().contains("soap:siram_100")
                && received.text().contains("messageID=\"uuid:e1825f06")
        );
    }
    let listed = insi_with("[progiciel]\nidam_autorises = [\"TESTSGIE0000\"]");
    assert_eq!(with("AAA17NF00AA0").to(&listed).refused(), "desir_550");
    assert_eq!(with("TESTSGIE0000").to(&listed).code(), "00");
    let barred = insi_with("[progiciel]\nidam_refuses = [\"AAA17NF00AA0\"]");
    assert_eq!(catarina().to(&barred).refused(), "desir_550");
}

fn card(kind: ClientKind) -> ClientIdentity {
    AUTHORITY.client(kind).unwrap()
}

fn template(kind: ClientKind) -> AssertionTemplate {
    AssertionTemplate::of_card(
        &card(kind),
        "_1f0c6a52-7f3c-4f7e-9d8a-000000000002",
        CLOCK.now(),
    )
}

fn signed() -> String {
    sign_assertion(&template(ClientKind::Cps), &card(ClientKind::Cps)).unwrap()
}

fn with_assertions(assertions: &str) -> Received {
    with_security(&format!(
        r#"<wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">{assertions}</wsse:Security>"#
    ))
}

fn with_security(security: &str) -> Received {
    let headers = format!("{}{security}{BAM}{LPS}", addressing(ACTION_TRAITS));
    let request = sent(envelope(
        &headers,
        &body("TCHITCHI", "CATARINA", "F", "1936-06-21", ""),
    ));
    Sent {
        front: FRONT_ASSERTION,
        connection: connection(Some(TlsFacts::default())),
        ..request
    }
    .to(&insi())
}

#[test]
fn a_signed_assertion_is_accepted_and_its_signer_observed() {
    let received = with_assertions(&signed());
    assert_eq!(received.code(), "00");
    assert_eq!(
        received.seen().authentication,
        Some(InsiAuthentication::Cpx)
    );
    assert_eq!(
        received.seen().signer,
        Some(template(ClientKind::Cps).name_id)
    );
}

#[test]
fn refused_assertions_say_little_on_the_wire_and_all_in_the_exchange() {
    let mut old = template(ClientKind::Cps);
    old.issue_instant -= SignedDuration::from_hours(2);
    let wrong_key = ClientIdentity {
        key_pem: card(ClientKind::InsiAuto).key_pem,
        ..card(ClientKind::Cps)
    };
    let untrusted = sign_assertion(
        &template(ClientKind::CpsUntrusted),
        &card(ClientKind::CpsUntrusted),
    )
    .unwrap();
    let unsigned = unsigned_assertion(&template(ClientKind::Cps));
    let mut evil = template(ClientKind::Cps);
    evil.id = "_evil".into();
    let second = sign_assertion(&evil, &card(ClientKind::Cps)).unwrap();
    let two = format!("{second}{}", signed());
    let wrapped = format!("{}{}", unsigned_assertion(&evil), signed());
    for (assertions, subcode, key) in [
        (String::new(), "wsse:InvalidSecurity", "absente"),
        (
            signed().replace("SA07", "SA05"),
            "wsse:FailedCheck",
            "empreinte_alteree",
        ),
        (
            sign_assertion(&template(ClientKind::Cps), &wrong_key).unwrap(),
            "wsse:FailedCheck",
            "signature_fausse",
        ),
        (
            sign_assertion(&old, &card(ClientKind::Cps)).unwrap(),
            "wsse:MessageExpired",
            "perimee",
        ),
        (untrusted, "wsse:FailedAuthentication", "emetteur_inconnu"),
        (unsigned, "wsse:InvalidSecurityToken", "signature_absente"),
        (wrapped, "wsse:FailedCheck", "signature_detournee"),
        (two, "wsse:InvalidSecurity", "plusieurs"),
    ] {
        let received = with_assertions(&assertions);
        assert_eq!(received.refused(), subcode, "{key}");
        assert_eq!(received.answer.status, 500);
        assert!(
            received.reason().starts_with(&format!("{key} : ")),
            "{}",
            received.reason()
        );
        assert!(received.text().contains("soap:Sender") && !received.text().contains(key));
        assert!(received.seen().provisional);
    }
    assert_eq!(with_security("").refused(), "wsse:InvalidSecurity");
}

#[test]
fn a_software_certificate_does_not_sign_for_a_professional() {
    let software = card(ClientKind::InsiAuto);
    let signed = sign_assertion(&template(ClientKind::InsiAuto), &software).unwrap();
    let received = with_assertions(&signed);
    assert_eq!(received.refused(), "wsse:FailedAuthentication");
    assert!(
        received
            .reason()
            .starts_with("signataire_sans_carte : le certificat de `INSI-AUTO`"),
        "{}",
        received.reason()
    );
}

#[test]
fn the_subcode_is_configurable() {
    let insi = insi_with("[assertion.sous_codes]\nabsente = \"FailedAuthentication\"");
    let request = catarina();
    let received = Sent {
        front: FRONT_ASSERTION,
        ..request
    }
    .to(&insi);
    assert_eq!(received.refused(), "wsse:FailedAuthentication");
    assert!(received.text().contains(">wsse:FailedAuthentication<"));
}

#[test]
fn a_vitale_assertion_goes_stale_after_twenty_minutes() {
    let vitale = |minutes: i64| {
        let mut vitale = template(ClientKind::Cps);
        vitale.id = "_vitale".into();
        vitale.name_qualifier = "VITALE".into();
        vitale.name_id = "1234567890".into();
        vitale.issue_instant -= SignedDuration::from_mins(minutes);
        with_assertions(&format!("{}{}", signed(), unsigned_assertion(&vitale)))
    };
    assert_eq!(vitale(19).code(), "00");
    let stale = vitale(21);
    assert_eq!(stale.refused(), "wsse:MessageExpired");
    assert!(stale.reason().starts_with("vitale_perimee"));
}

#[test]
fn an_assertion_on_the_certificate_front_is_ignored() {
    let headers = format!(
        r#"{}<wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">{}</wsse:Security>{BAM}{LPS}"#,
        addressing(ACTION_TRAITS),
        unsigned_assertion(&template(ClientKind::Cps))
    );
    let received = sent(envelope(
        &headers,
        &body("TCHITCHI", "CATARINA", "F", "1936-06-21", ""),
    ))
    .to(&insi());
    assert_eq!(received.code(), "00");
    assert!(
        received
            .seen()
            .quirks
            .iter()
            .any(|quirk| quirk == "security_ignoree")
    );
}
