//! Mode Pro Santé Connect: the assertion, and the API token that makes it believed.

use std::sync::Arc;

use banc_core::Clock;
use banc_core::api_token::{ApiBearer, ApiTokenRefusal, ApiTokens};
use banc_core::exchange::{CertificateFacts, TlsFacts};
use banc_core::observed::insi::InsiAuthentication;
use banc_core::pki::ClientKind;
use banc_core::saml::{AssertionTemplate, unsigned_assertion};
use banc_insi::{ACTION_TRAITS, FRONT_ASSERTION, FRONT_CERTIFICAT, Insi};

use super::bench::{
    AUTHORITY, BAM, CLOCK, LPS, Received, Sent, addressing, body, connection, envelope, insi,
    insi_with, sent, with_certificate,
};

const PROFESSIONAL: &str = "899700427885";

/// Knows three tokens; the living one is bound to `CN=INSI-MANU`.
struct Tokens;

impl ApiTokens for Tokens {
    fn bearer(
        &self,
        token: &str,
        certificate: Option<&CertificateFacts>,
        _clock: &Clock,
    ) -> Result<ApiBearer, ApiTokenRefusal> {
        let name = certificate.and_then(|facts| facts.common_name.as_deref());
        match token {
            "vivant" if name != Some("INSI-MANU") => Err(ApiTokenRefusal::NotBound),
            "vivant" => Ok(ApiBearer {
                national_id: PROFESSIONAL.into(),
                client_id: "banc-lgc-api".into(),
                scopes: vec!["insi".into()],
            }),
            "perime" => Err(ApiTokenRefusal::Inactive),
            _ => Err(ApiTokenRefusal::Unknown),
        }
    }
}

fn with_tokens(settings: &str) -> Insi {
    insi_with(settings).with_api_tokens(Arc::new(Tokens))
}

fn message(name_id: &str, attributes: &[&str]) -> Vec<u8> {
    let card = AUTHORITY.client(ClientKind::Cps).unwrap();
    let mut assertion = AssertionTemplate::of_card(&card, "_psc", CLOCK.now());
    assertion.name_qualifier = "PSC".into();
    assertion.name_id = name_id.into();
    assertion.attributes = attributes
        .iter()
        .map(|name| ((*name).to_owned(), "1".to_owned()))
        .collect();
    let headers = format!(
        r#"{}<wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">{}</wsse:Security>{BAM}{LPS}"#,
        addressing(ACTION_TRAITS),
        unsigned_assertion(&assertion)
    );
    let search = body("TCHITCHI", "CATARINA", "F", "1936-06-21", "");
    envelope(&headers, &search).into_bytes()
}

const ATTRIBUTES: [&str; 2] = ["codeSpecialiteAMO", "identifiantFacturation"];

fn call<'a>(front: &'a str, authorization: Option<&'a str>) -> Sent<'a> {
    Sent {
        front,
        authorization,
        ..sent(message(PROFESSIONAL, &ATTRIBUTES))
    }
}

fn refused_by_token(received: &Received, key: &str) {
    assert_eq!(received.refused(), "wsse:FailedAuthentication");
    assert_eq!(received.answer.status, 401);
    assert!(received.reason().starts_with(key), "{}", received.reason());
    assert_eq!(
        received.seen().authentication,
        Some(InsiAuthentication::Psc)
    );
    assert!(received.seen().provisional, "the form is inferred");
}

#[test]
fn a_living_token_bound_to_the_certificate_passes() {
    let received = call(FRONT_CERTIFICAT, Some("Bearer vivant")).to(&with_tokens(""));
    assert_eq!(received.code(), "00");
    let seen = received.seen();
    assert_eq!(seen.authentication, Some(InsiAuthentication::Psc));
    assert_eq!(seen.signer.as_deref(), Some(PROFESSIONAL));
    let token = seen.api_token.as_ref().unwrap();
    assert_eq!(token.subject, PROFESSIONAL);
    assert_eq!(token.client_id, "banc-lgc-api");
    assert!(seen.provisional);
}

#[test]
fn every_other_token_is_refused_with_its_reason() {
    let insi = with_tokens("");
    for (front, authorization, key) in [
        (FRONT_ASSERTION, None, "jeton_absent"),
        (FRONT_CERTIFICAT, Some("Basic vivant"), "jeton_absent"),
        (FRONT_CERTIFICAT, Some("Bearer autre"), "jeton_inconnu"),
        (FRONT_CERTIFICAT, Some("Bearer perime"), "jeton_perime"),
    ] {
        refused_by_token(&call(front, authorization).to(&insi), key);
    }
    for connection in [
        with_certificate("INSI-AUTO", None),
        connection(Some(TlsFacts::default())),
    ] {
        let sent = Sent {
            connection,
            ..call(FRONT_CERTIFICAT, Some("Bearer vivant"))
        };
        refused_by_token(&sent.to(&insi), "jeton_non_lie");
    }
    let of_another = Sent {
        authorization: Some("Bearer vivant"),
        ..sent(message("899700000017", &ATTRIBUTES))
    };
    let received = of_another.to(&insi);
    refused_by_token(&received, "jeton_d_un_autre");
    assert!(!received.text().contains(PROFESSIONAL), "nothing is leaked");
}

#[test]
fn without_a_token_the_software_certificate_is_what_counts() {
    let received = call(FRONT_CERTIFICAT, None).to(&with_tokens(""));
    assert_eq!(received.code(), "00");
    let seen = received.seen();
    assert_eq!(
        seen.authentication,
        Some(InsiAuthentication::CertificatLogiciel)
    );
    assert!(seen.quirks.iter().any(|quirk| quirk == "security_ignoree"));
}

#[test]
fn a_token_may_be_made_optional_and_is_then_checked_when_it_is_there() {
    let insi = with_tokens("[assertion]\njeton_psc = \"facultatif\"");
    assert_eq!(call(FRONT_ASSERTION, None).to(&insi).code(), "00");
    let received = call(FRONT_ASSERTION, Some("Bearer perime")).to(&insi);
    refused_by_token(&received, "jeton_perime");
}

#[test]
fn an_incomplete_assertion_is_refused_before_its_token() {
    for missing in ATTRIBUTES {
        let others: Vec<_> = ATTRIBUTES
            .into_iter()
            .filter(|name| *name != missing)
            .collect();
        let received = Sent {
            authorization: Some("Bearer vivant"),
            ..sent(message(PROFESSIONAL, &others))
        }
        .to(&with_tokens(""));
        assert_eq!(received.refused(), "wsse:InvalidSecurityToken");
        assert!(received.reason().contains(missing));
    }
    // Alone, without an authorization server beside it, the assertion is read without proof.
    assert_eq!(call(FRONT_ASSERTION, None).to(&insi()).code(), "00");
}
