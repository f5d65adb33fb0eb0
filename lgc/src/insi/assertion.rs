//! The signed SAML 2.0 assertion of the professional (CPx mode).
//!
//! Source: seen in clients (shape of the live PS assertion); attribute values come from configuration.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bergshamra_dsig::{DsigContext, sign};
use bergshamra_keys::{KeysManager, loader};
use uuid::Uuid;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::access::AccessError;
use super::xml_writer::XmlWriter;
use crate::config::Professional;

/// Extension of the card certificate that gives the type of the card.
const CARD_TYPE_OID: &str = "1.2.250.1.71.1.2.2";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// A CPx card's signature certificate, ready to sign.
pub struct Signer {
    context: DsigContext,
    certificate: String,
    subject: String,
    /// National number of the professional: common name of the certificate.
    pub professional_number: String,
    card_type: &'static str,
}

impl std::fmt::Debug for Signer {
    /// Hides the key.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Signer")
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

impl Signer {
    /// Reads the certificate (DER) and its key (PKCS#8 PEM).
    pub fn new(certificate: &[u8], key_pem: &str) -> Result<Self, AccessError> {
        let unreadable = |reason: String| AccessError::Certificate {
            role: "cps_signature".to_owned(),
            reason,
        };
        let (_, parsed) = X509Certificate::from_der(certificate)
            .map_err(|error| unreadable(error.to_string()))?;
        let professional_number = parsed
            .subject()
            .iter_common_name()
            .next()
            .and_then(|name| name.as_str().ok())
            .ok_or_else(|| unreadable("no common name".to_owned()))?
            .to_owned();
        let key = loader::load_pem_auto(key_pem.as_bytes(), None)
            .map_err(|error| unreadable(error.to_string()))?;
        let mut keys = KeysManager::new();
        keys.add_key(key);
        Ok(Self {
            context: DsigContext::new(keys),
            certificate: BASE64.encode(certificate),
            subject: parsed.subject().to_string(),
            professional_number,
            card_type: card_type(&parsed),
        })
    }

    /// A new assertion, signed unless `signed` is false (a deliberate defect).
    pub fn assertion(
        &self,
        professional: &Professional,
        time: &str,
        signed: bool,
    ) -> Result<String, String> {
        let id = format!("_{}", Uuid::new_v4());
        let unsigned = self.write(professional, time, &id, signed);
        if signed {
            sign::sign(&self.context, &unsigned).map_err(|error| error.to_string())
        } else {
            Ok(unsigned)
        }
    }

    fn write(&self, professional: &Professional, time: &str, id: &str, signed: bool) -> String {
        let mut writer = XmlWriter::new();
        let attributes = [
            ("xmlns:saml", "urn:oasis:names:tc:SAML:2.0:assertion"),
            ("ID", id),
            ("IssueInstant", time),
            ("Version", "2.0"),
        ];
        writer.element("saml:Assertion", &attributes, |assertion| {
            let format = "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName";
            assertion.element("saml:Issuer", &[("Format", format)], |issuer| {
                issuer.text(&self.subject);
            });
            if signed {
                self.write_signature(assertion, id);
            }
            assertion.element("saml:Subject", &[], |subject| {
                subject.element(
                    "saml:NameID",
                    &[("NameQualifier", self.card_type)],
                    |name| name.text(&self.professional_number),
                );
            });
            assertion.element("saml:AttributeStatement", &[], |statement| {
                for (name, value) in [
                    ("identifiantFacturation", &professional.billing),
                    ("secteurActivite", &professional.sector),
                    ("codeSpecialite", &professional.speciality),
                ] {
                    statement.element("saml:Attribute", &[("Name", name)], |attribute| {
                        attribute.text_element("saml:AttributeValue", value);
                    });
                }
            });
        });
        writer.finish()
    }

    /// An empty enveloped signature, that the signing fills.
    fn write_signature(&self, writer: &mut XmlWriter, id: &str) {
        let namespace = [("xmlns:ds", "http://www.w3.org/2000/09/xmldsig#")];
        let algorithm = |writer: &mut XmlWriter, element: &str, uri: &str| {
            writer.element(element, &[("Algorithm", uri)], |_| {});
        };
        writer.element("ds:Signature", &namespace, |signature| {
            signature.element("ds:SignedInfo", &[], |info| {
                algorithm(info, "ds:CanonicalizationMethod", EXCLUSIVE);
                algorithm(
                    info,
                    "ds:SignatureMethod",
                    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                );
                info.element("ds:Reference", &[("URI", &format!("#{id}"))], |reference| {
                    reference.element("ds:Transforms", &[], |transforms| {
                        algorithm(
                            transforms,
                            "ds:Transform",
                            "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
                        );
                        algorithm(transforms, "ds:Transform", EXCLUSIVE);
                    });
                    algorithm(
                        reference,
                        "ds:DigestMethod",
                        "http://www.w3.org/2001/04/xmlenc#sha256",
                    );
                    reference.text_element("ds:DigestValue", "");
                });
            });
            signature.text_element("ds:SignatureValue", "");
            signature.element("ds:KeyInfo", &[], |info| {
                info.element("ds:X509Data", &[], |data| {
                    data.text_element("ds:X509Certificate", &self.certificate);
                });
            });
        });
    }
}

/// Type of the card. Source: seen in a client (0 to 3); the encoding of the value is inferred: its last
/// byte, as a number or as a digit.
fn card_type(certificate: &X509Certificate<'_>) -> &'static str {
    let value = certificate
        .extensions()
        .iter()
        .find(|extension| extension.oid.to_id_string() == CARD_TYPE_OID)
        .and_then(|extension| extension.value.last().copied());
    match value {
        Some(0 | b'0') => "CPS",
        Some(1 | b'1') => "CPF",
        Some(2 | b'2') => "CDE-CPE",
        Some(3 | b'3') => "CPA",
        _ => "CPX",
    }
}
