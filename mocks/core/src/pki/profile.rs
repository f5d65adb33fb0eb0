//! Shapes of the certificates: subjects, extensions, validity.
//!
//! It makes parameters; signing them is `generation`'s.

use std::time::Duration;

use jiff::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, PublicKeyData as _, SerialNumber,
};

use super::PkiError;
use super::identity::{ClientKind, Period};

/// Structure of the software certificates: `1` then a FINESS number that no structure has.
///
/// Source: shape of the `OU` seen in clients; the number is ours.
pub const FICTITIOUS_STRUCTURE: &str = "1999999999";

/// PS number of the CPS certificate: `8` then a fictitious RPPS number.
pub const FICTITIOUS_PS_NUMBER: &str = "899700000017";

/// What every subject of an authority shows: that it is a test bench.
const ORGANISATION: &str = "BANC SEGUR TEST";
/// Source: shape `0002 <SIREN>` of the real authorities' OU; an all-zero SIREN is nobody's.
const AUTHORITY_UNIT: &str = "0002 000000000";

/// Source: seen in clients (issuer names of the test IGC-Santé).
pub(super) const ROOT_NAME: &str = "TEST AC RACINE IGC-SANTE ELEMENTAIRE";
/// Source: seen in clients.
pub(super) const ORGANISATIONS_NAME: &str = "TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS";
/// Source: inferred from the name of the authority for organisations.
pub(super) const PERSONS_NAME: &str = "TEST AC IGC-SANTE ELEMENTAIRE PERSONNES";
/// An authority that nobody trusts.
pub(super) const UNTRUSTED_NAME: &str = "AUTORITE INCONNUE DU BANC";

/// Card type in CPS certificates. Source: OID seen in a client; its encoding is inferred.
const CARD_TYPE_OID: [u64; 8] = [1, 2, 250, 1, 71, 1, 2, 2];

const DAY: i64 = 86_400;
const YEAR: i64 = 365 * DAY;
/// A server certificate lives a year, under the limit that some clients set (398 days).
const SERVER_LIFETIME: i64 = YEAR;

/// Sets the validity, in seconds around `now`.
fn set_validity(params: &mut CertificateParams, now: Timestamp, from: i64, to: i64) {
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    let at = |shift: i64| {
        let seconds = now.as_second().saturating_add(shift).max(0);
        Duration::from_secs(seconds.unsigned_abs())
    };
    params.not_before = epoch + at(from);
    params.not_after = epoch + at(to);
}

/// A serial number of 16 bytes, unlike the default one different for two certificates of one key.
fn serial(key: &KeyPair, label: &str) -> SerialNumber {
    let mut context = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
    context.update(label.as_bytes());
    context.update(key.der_bytes());
    let digest = context.finish();
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest.as_ref()[..16]);
    // Positive, and never a leading zero byte that DER would drop.
    bytes[0] = (bytes[0] & 0x3f) | 0x40;
    SerialNumber::from_slice(&bytes)
}

fn blank(key: &KeyPair, label: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::CountryName, printable("FR"));
    params.serial_number = Some(serial(key, label));
    params
}

/// A PrintableString where the text allows it, as RFC 5280 wants for countries.
fn printable(text: &str) -> rcgen::DnValue {
    rcgen::string::PrintableString::try_from(text).map_or_else(
        |_| rcgen::DnValue::Utf8String(text.to_owned()),
        rcgen::DnValue::PrintableString,
    )
}

/// An authority, valid ten years from three years ago (so that it covers the expired identities).
pub(super) fn authority(
    name: &str,
    key: &KeyPair,
    path_length: u8,
    now: Timestamp,
) -> CertificateParams {
    let mut params = blank(key, name);
    let subject = &mut params.distinguished_name;
    subject.push(DnType::OrganizationName, ORGANISATION);
    subject.push(DnType::OrganizationalUnitName, AUTHORITY_UNIT);
    subject.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(path_length));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.use_authority_key_identifier_extension = true;
    set_validity(&mut params, now, -3 * YEAR, 10 * YEAR);
    params
}

/// A client identity.
pub(super) fn client(kind: ClientKind, key: &KeyPair, now: Timestamp) -> CertificateParams {
    let mut params = blank(key, kind.name());
    let subject = &mut params.distinguished_name;
    if kind.is_card() {
        // Source: CN seen in clients; the other attributes are inferred.
        subject.push(DnType::OrganizationName, ORGANISATION);
        subject.push(DnType::CommonName, kind.common_name());
        subject.push(DnType::CustomDnType(vec![2, 5, 4, 4]), "FICTIF");
        subject.push(DnType::CustomDnType(vec![2, 5, 4, 42]), "CAMILLE");
        params.key_usages = vec![
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::ContentCommitment,
        ];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
        // DER INTEGER 0: a CPS.
        params.custom_extensions = vec![CustomExtension::from_oid_content(
            &CARD_TYPE_OID,
            vec![0x02, 0x01, 0x00],
        )];
    } else {
        // Source: CN and OU seen in clients.
        let holder = match kind {
            ClientKind::ProxyEsante | ClientKind::AuthorizationServer => ORGANISATION,
            _ => "CABINET FICTIF BANC SEGUR TEST",
        };
        subject.push(DnType::OrganizationName, holder);
        subject.push(DnType::OrganizationalUnitName, kind.structure());
        subject.push(DnType::CommonName, kind.common_name());
        params.key_usages = vec![
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::KeyEncipherment,
        ];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    }
    params.use_authority_key_identifier_extension = true;
    match kind.period() {
        Period::Current => set_validity(&mut params, now, -DAY, 3 * YEAR),
        Period::Past => set_validity(&mut params, now, -2 * YEAR, -YEAR),
        Period::Future => set_validity(&mut params, now, YEAR, 3 * YEAR),
    }
    params
}

/// A server certificate for these names, the first one being its CN.
pub(super) fn server(
    names: &[String],
    key: &KeyPair,
    now: Timestamp,
) -> Result<CertificateParams, PkiError> {
    let mut params = blank(key, &format!("{names:?}@{}", now.as_second()));
    for name in names {
        let mut one = CertificateParams::new(vec![name.clone()])
            .map_err(|_| PkiError::ServerName { name: name.clone() })?;
        params.subject_alt_names.append(&mut one.subject_alt_names);
    }
    let subject = &mut params.distinguished_name;
    subject.push(DnType::OrganizationName, ORGANISATION);
    subject.push(DnType::OrganizationalUnitName, AUTHORITY_UNIT);
    if let Some(first) = names.first() {
        subject.push(DnType::CommonName, first.as_str());
    }
    params.key_usages = vec![
        KeyUsagePurpose::DigitalSignature,
        KeyUsagePurpose::KeyEncipherment,
    ];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    set_validity(&mut params, now, -DAY, SERVER_LIFETIME);
    Ok(params)
}
