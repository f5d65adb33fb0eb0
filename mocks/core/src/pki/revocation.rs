//! Revocation lists of the intermediates: signed, kept, renewed before they are over.

use std::path::Path;
use std::time::Duration;

use rcgen::{
    CertificateRevocationListParams, KeyIdMethod, RevocationReason, RevokedCertParams, SerialNumber,
};
use rustls_pki_types::CertificateDer;

use super::PkiError;
use super::authority::{Intermediate, issuer};
use super::identity::ClientKind;
use super::storage::{self, CLIENTS, corrupt, write};
use crate::Clock;

const DAY: u64 = 86_400;
/// How long a list is in force.
const LIFETIME: u64 = 30 * DAY;
/// Less than this left: a new list is signed.
const MARGIN: i64 = 7 * 86_400;

/// The revocation list in force, DER, signed anew when the kept one nears its end.
pub(super) fn current_crl(
    directory: &Path,
    intermediate: Intermediate,
    certificate: &CertificateDer<'_>,
    clock: &Clock,
) -> Result<Vec<u8>, PkiError> {
    let path = directory.join(format!("{}.crl", intermediate.file()));
    let now = clock.wall().as_second();
    if let Ok(kept) = std::fs::read(&path)
        && next_update(&kept).is_some_and(|end| end - now > MARGIN)
    {
        return Ok(kept);
    }
    let signed = sign(directory, intermediate, certificate, now.unsigned_abs())?;
    write(&path, &signed, false)?;
    Ok(signed)
}

/// End of a list, seconds since 1970; none when it cannot be read.
fn next_update(crl: &[u8]) -> Option<i64> {
    let (_, parsed) = x509_parser::parse_x509_crl(crl).ok()?;
    Some(parsed.next_update()?.timestamp())
}

fn sign(
    directory: &Path,
    intermediate: Intermediate,
    certificate: &CertificateDer<'_>,
    now: u64,
) -> Result<Vec<u8>, PkiError> {
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    let mut revoked_certs = Vec::new();
    for kind in ClientKind::ALL {
        if !kind.is_revoked() || kind.issuer() != Some(intermediate) {
            continue;
        }
        let path = directory.join(CLIENTS).join(format!("{}.pem", kind.name()));
        let revoked = storage::read_certificates(&path)?.swap_remove(0);
        let (_, parsed) =
            x509_parser::parse_x509_certificate(&revoked).map_err(|error| corrupt(&path, error))?;
        revoked_certs.push(RevokedCertParams {
            serial_number: SerialNumber::from_slice(parsed.raw_serial()),
            revocation_time: epoch + Duration::from_secs(now.saturating_sub(DAY)),
            reason_code: Some(RevocationReason::KeyCompromise),
            invalidity_date: None,
        });
    }
    let params = CertificateRevocationListParams {
        this_update: epoch + Duration::from_secs(now.saturating_sub(3_600)),
        next_update: epoch + Duration::from_secs(now + LIFETIME),
        crl_number: SerialNumber::from_slice(&now.to_be_bytes()),
        issuing_distribution_point: None,
        revoked_certs,
        key_identifier_method: KeyIdMethod::Sha256,
    };
    let signed = params.signed_by(&issuer(directory, intermediate, certificate)?)?;
    Ok(signed.der().to_vec())
}
