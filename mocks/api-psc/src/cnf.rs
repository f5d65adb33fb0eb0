//! The certificate binding of an API token: member `x5t#S256` of its claim `cnf`, in both forms.
//!
//! It compares fingerprints; it reads no certificate.

use banc_core::exchange::CertificateFacts;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

/// Name of the member.
pub const MEMBER: &str = "x5t#S256";

/// How the fingerprint is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CnfForm {
    /// Padded base64 of the lowercase hexadecimal SHA-256.
    ///
    /// Source: examples of the IG ans.fr.securisation-transport 1.2.0, and tokens of the
    /// conformance environment.
    #[serde(rename = "ans-hex64")]
    AnsHex64,
    /// Base64url without padding of the SHA-256 itself. Source: RFC 8705 §3.1.
    #[serde(rename = "rfc8705")]
    Rfc8705,
}

/// The value of the member for a certificate whose SHA-256 is known.
pub fn thumbprint(form: CnfForm, sha256: [u8; 32]) -> String {
    match form {
        CnfForm::AnsHex64 => STANDARD.encode(hex::encode(sha256)),
        CnfForm::Rfc8705 => URL_SAFE_NO_PAD.encode(sha256),
    }
}

/// The SHA-256 of a certificate, none when it was not computed.
pub fn sha256_of(certificate: &CertificateFacts) -> Option<[u8; 32]> {
    let mut sha256 = [0_u8; 32];
    hex::decode_to_slice(&certificate.sha256, &mut sha256).ok()?;
    Some(sha256)
}

/// The form in which the member names this certificate; none when it names another.
pub fn form_of(member: &str, certificate: &CertificateFacts) -> Option<CnfForm> {
    let sha256 = sha256_of(certificate)?;
    [CnfForm::AnsHex64, CnfForm::Rfc8705]
        .into_iter()
        .find(|form| thumbprint(*form, sha256) == member)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A certificate made once by `openssl req -x509`, and what `openssl dgst` and `openssl base64`
    /// say of it.
    const CERTIFICATE: &[u8] = include_bytes!("../tests/certificat_fige.der");
    const SHA256: &str = "9107b939c2c7abee772333ea6f04d9e4662ed863cc8a57ef28eeb4f54c1df9e4";
    const ANS_HEX64: &str =
        "OTEwN2I5MzljMmM3YWJlZTc3MjMzM2VhNmYwNGQ5ZTQ2NjJlZDg2M2NjOGE1N2VmMjhlZWI0ZjU0YzFkZjllNA==";
    const RFC8705: &str = "kQe5OcLHq-53IzPqbwTZ5GYu2GPMilfvKO609Uwd-eQ";

    fn facts() -> CertificateFacts {
        CertificateFacts::of(&CERTIFICATE.into(), None)
    }

    #[test]
    fn both_forms_are_what_openssl_computes() {
        assert_eq!(facts().sha256, SHA256);
        let sha256 = sha256_of(&facts()).unwrap();
        assert_eq!(thumbprint(CnfForm::AnsHex64, sha256), ANS_HEX64);
        assert_eq!(thumbprint(CnfForm::Rfc8705, sha256), RFC8705);
    }

    #[test]
    fn the_example_of_the_ig_is_the_first_form() {
        let example = "YTIzYThiYThjNWNmNTYyZWVkMjE3YmRhM2Y1OWM1MzA3NzAyOWQyMWY4YzY4MjZiYzU2OGY4ODU0ODZhN2RhMA==";
        let certificate = CertificateFacts {
            sha256: "a23a8ba8c5cf562eed217bda3f59c53077029d21f8c6826bc568f885486a7da0".to_owned(),
            ..CertificateFacts::default()
        };
        assert_eq!(form_of(example, &certificate), Some(CnfForm::AnsHex64));
    }

    #[test]
    fn both_forms_are_known_and_no_other() {
        assert_eq!(form_of(ANS_HEX64, &facts()), Some(CnfForm::AnsHex64));
        assert_eq!(form_of(RFC8705, &facts()), Some(CnfForm::Rfc8705));
        for other in ["", SHA256, &RFC8705.replace("kQ", "kR"), &ANS_HEX64[..86]] {
            assert_eq!(form_of(other, &facts()), None, "{other}");
        }
        assert_eq!(form_of(RFC8705, &CertificateFacts::default()), None);
    }
}
