//! Throw-away certificates for the software's own use: software certificate and CPx card.

use std::sync::OnceLock;

use banc_contract::preparation::ClientCertificate;
use rcgen::{CertificateParams, CustomExtension, DnType, KeyPair, PKCS_RSA_SHA256};

/// A software certificate, `CN=INSI-MANU` (or `INSI-AUTO`), of a fictitious structure.
pub(crate) fn software(name: &str) -> ClientCertificate {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::default();
    params
        .distinguished_name
        .push(DnType::OrganizationalUnitName, "10B0152872");
    params.distinguished_name.push(DnType::CommonName, name);
    ClientCertificate {
        certificat_pem: params.self_signed(&key).unwrap().pem(),
        cle_pem: key.serialize_pem(),
    }
}

/// A CPx signature certificate of a fictitious professional, card type CPS; made once.
pub(crate) fn card() -> ClientCertificate {
    static CARD: OnceLock<ClientCertificate> = OnceLock::new();
    CARD.get_or_init(|| {
        let key = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CountryName, "FR");
        params
            .distinguished_name
            .push(DnType::CommonName, "899700000007");
        params
            .custom_extensions
            .push(CustomExtension::from_oid_content(
                &[1, 2, 250, 1, 71, 1, 2, 2],
                vec![2, 1, 0],
            ));
        ClientCertificate {
            certificat_pem: params.self_signed(&key).unwrap().pem(),
            cle_pem: key.serialize_pem(),
        }
    })
    .clone()
}
