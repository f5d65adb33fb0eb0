//! The server's certificate: its names, kept on disk, issued anew when needed.

use std::path::PathBuf;

use jiff::Timestamp;
use rustls_pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use super::authority::{Authority, Intermediate, SERVER_KEY, issuer};
use super::storage::{self, SERVERS, corrupt, write};
use super::{PkiError, profile};

/// Names that every server certificate bears.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "::1"];
/// Less than this left (seconds): a new certificate is issued.
const MARGIN: i64 = 30 * 86_400;

/// A server certificate with its key.
#[derive(Debug)]
pub struct ServerIdentity {
    /// The certificate, then its intermediate.
    pub chain: Vec<CertificateDer<'static>>,
    /// The key.
    pub key: PrivatePkcs8KeyDer<'static>,
}

impl Authority {
    /// The server certificate for the loopback names and those of
    /// [`Authority::with_server_names`], issued when there is none or when it nears its end.
    pub fn server_identity(&self) -> Result<ServerIdentity, PkiError> {
        let mut names: Vec<String> = Vec::new();
        for name in self
            .server_names()
            .iter()
            .map(|name| name.trim().to_ascii_lowercase())
            .chain(LOOPBACK.map(str::to_owned))
        {
            if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c == '/') {
                return Err(PkiError::ServerName { name });
            }
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let key = storage::read_key(&self.directory().join(SERVER_KEY))?;
        let path = self.server_path(&names);
        if path.exists() {
            let chain = storage::read_certificates(&path)?;
            if self.outlives_margin(&path, &chain[0])? {
                return Ok(ServerIdentity { chain, key });
            }
        }
        let chain = self.issue(&names, self.clock().wall())?;
        let text: String = chain
            .iter()
            .map(|der| storage::pem("CERTIFICATE", der))
            .collect();
        write(&path, text.as_bytes(), false)?;
        Ok(ServerIdentity { chain, key })
    }

    /// File of the certificate for these names.
    fn server_path(&self, names: &[String]) -> PathBuf {
        let digest =
            aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, names.join("\n").as_bytes());
        self.directory()
            .join(SERVERS)
            .join(format!("{}.pem", &hex::encode(digest)[..16]))
    }

    fn outlives_margin(
        &self,
        path: &std::path::Path,
        certificate: &CertificateDer<'_>,
    ) -> Result<bool, PkiError> {
        let (_, parsed) = x509_parser::parse_x509_certificate(certificate)
            .map_err(|error| corrupt(path, error))?;
        let left = parsed.validity().not_after.timestamp() - self.clock().wall().as_second();
        Ok(left > MARGIN)
    }

    fn issue(
        &self,
        names: &[String],
        now: Timestamp,
    ) -> Result<Vec<CertificateDer<'static>>, PkiError> {
        let path = self.directory().join(SERVER_KEY);
        let key = rcgen::KeyPair::from_pem(&storage::read_text(&path)?)
            .map_err(|error| corrupt(&path, error))?;
        let authority = self.intermediate(Intermediate::Organisations);
        let issuer = issuer(self.directory(), Intermediate::Organisations, authority)?;
        let certificate = profile::server(names, &key, now)?.signed_by(&key, &issuer)?;
        Ok(vec![certificate.der().clone(), authority.clone()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Clock;

    #[test]
    fn a_certificate_near_its_end_is_issued_anew() {
        let directory = tempfile::tempdir().unwrap();
        let clock = Clock::system();
        let authority = Authority::open_or_create(&directory.path().join("pki"), &clock).unwrap();
        let names = LOOPBACK.map(str::to_owned);
        for (age_days, renewed) in [(300, false), (340, true)] {
            let age = jiff::SignedDuration::from_hours(24 * age_days);
            let then = clock.wall().saturating_sub(age).unwrap();
            let old = authority.issue(&names, then).unwrap();
            let text = storage::pem("CERTIFICATE", &old[0]);
            write(&authority.server_path(&names), text.as_bytes(), false).unwrap();
            let served = authority.server_identity().unwrap();
            assert_eq!(served.chain[0] != old[0], renewed, "{age_days}");
        }
    }
}
