//! What matters of a certificate, read from its DER.

use rustls_pki_types::CertificateDer;
use x509_parser::certificate::X509Certificate;

use super::distinguished_name::{attribute_text, rfc4514};
use super::trust::Distrust;
use crate::exchange::CertificateFacts;

/// Card type in CPS certificates. Source: OID seen in a client.
const CARD_TYPE_OID: &str = "1.2.250.1.71.1.2.2";

/// Type of a health professional's card.
///
/// Source: values and names seen in a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardType {
    /// 0.
    Cps,
    /// 1.
    Cpf,
    /// 2.
    CdeCpe,
    /// 3.
    Cpa,
    /// Any other value.
    Unknown,
}

impl CardType {
    /// `NameQualifier` that goes with it in a PS assertion.
    pub fn name_qualifier(self) -> &'static str {
        match self {
            Self::Cps => "CPS",
            Self::Cpf => "CPF",
            Self::CdeCpe => "CDE-CPE",
            Self::Cpa => "CPA",
            Self::Unknown => "CPX",
        }
    }
}

/// The card type of a certificate; none when it bears no such extension or cannot be read.
///
/// The encoding of the value is inferred: a DER integer, a DER octet string, a bare byte and an
/// ASCII digit are all read.
pub fn card_type(certificate: &[u8]) -> Option<CardType> {
    let (_, parsed) = x509_parser::parse_x509_certificate(certificate).ok()?;
    let extension = parsed
        .extensions()
        .iter()
        .find(|extension| extension.oid.to_id_string() == CARD_TYPE_OID)?;
    Some(match extension.value.last()? {
        0 | b'0' => CardType::Cps,
        1 | b'1' => CardType::Cpf,
        2 | b'2' => CardType::CdeCpe,
        3 | b'3' => CardType::Cpa,
        _ => CardType::Unknown,
    })
}

impl CertificateFacts {
    /// Facts of the first certificate of a chain, with the verdict of
    /// [`TrustAnchors`](super::TrustAnchors) on the chain.
    pub fn of(certificate: &CertificateDer<'_>, distrust: Option<&Distrust>) -> Self {
        let sha256 = hex::encode(aws_lc_rs::digest::digest(
            &aws_lc_rs::digest::SHA256,
            certificate,
        ));
        let distrust = distrust.map(ToString::to_string);
        match x509_parser::parse_x509_certificate(certificate) {
            Ok((_, parsed)) => Self {
                sha256,
                distrust,
                ..readable(&parsed)
            },
            Err(_) => Self {
                sha256,
                distrust: distrust.or_else(|| Some(Distrust::Unreadable.to_string())),
                ..Self::default()
            },
        }
    }
}

fn readable(parsed: &X509Certificate<'_>) -> CertificateFacts {
    let subject = parsed.subject();
    CertificateFacts {
        subject: rfc4514(subject),
        common_name: subject.iter_common_name().next().map(attribute_text),
        organizational_unit: subject
            .iter_organizational_unit()
            .next()
            .map(attribute_text),
        issuer: rfc4514(parsed.issuer()),
        serial: hex::encode(parsed.raw_serial()),
        ..CertificateFacts::default()
    }
}
