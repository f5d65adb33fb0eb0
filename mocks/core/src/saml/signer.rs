//! Signing assertions as a software does, for tests and load.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bergshamra_dsig::{DsigContext, sign};
use bergshamra_keys::{KeysManager, loader};
use jiff::Timestamp;

use super::{algorithm, namespace};
use crate::exchange::CertificateFacts;
use crate::pki::{ClientIdentity, card_type};

/// `Issuer/@Format`. Source: seen in a client.
const SUBJECT_NAME_FORMAT: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName";

/// An assertion could not be signed.
#[derive(Debug, thiserror::Error)]
#[error("the assertion cannot be signed: {0}")]
pub struct SigningError(String);

/// What an assertion is to say.
#[derive(Clone, Debug)]
pub struct AssertionTemplate {
    /// `ID`, an XML name.
    pub id: String,
    /// `IssueInstant`.
    pub issue_instant: Timestamp,
    /// `Issuer`.
    pub issuer: String,
    /// `Subject/NameID/@NameQualifier`.
    pub name_qualifier: String,
    /// `Subject/NameID`.
    pub name_id: String,
    /// Names and values of the attributes.
    pub attributes: Vec<(String, String)>,
    /// `Conditions`: `NotBefore` and `NotOnOrAfter`.
    pub conditions: Option<(Timestamp, Timestamp)>,
}

impl AssertionTemplate {
    /// The PS assertion of a card: issuer, number and card type of its certificate, and the three
    /// attributes of a physician.
    pub fn of_card(identity: &ClientIdentity, id: &str, issue_instant: Timestamp) -> Self {
        let facts = CertificateFacts::of(&identity.certificate_der, None);
        let card = card_type(&identity.certificate_der);
        let attribute = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Self {
            id: id.to_owned(),
            issue_instant,
            issuer: facts.subject,
            name_qualifier: card.map_or("CPX", |card| card.name_qualifier()).to_owned(),
            name_id: facts.common_name.unwrap_or_default(),
            // Source: names and shapes seen in a client; the billing number is fictitious.
            attributes: vec![
                attribute("identifiantFacturation", "991999999"),
                attribute("secteurActivite", "SA07"),
                attribute("codeSpecialite", "01"),
            ],
            conditions: None,
        }
    }

    fn xml(&self, signature: &str) -> String {
        let mut xml = format!(
            "<saml:Assertion xmlns:saml=\"{}\" ID=\"{}\" IssueInstant=\"{:.3}\" Version=\"2.0\">\
             <saml:Issuer Format=\"{SUBJECT_NAME_FORMAT}\">{}</saml:Issuer>{signature}\
             <saml:Subject><saml:NameID NameQualifier=\"{}\">{}</saml:NameID></saml:Subject>",
            namespace::SAML,
            escape(&self.id),
            self.issue_instant,
            escape(&self.issuer),
            escape(&self.name_qualifier),
            escape(&self.name_id),
        );
        if let Some((from, until)) = self.conditions {
            let _ = write!(
                xml,
                "<saml:Conditions NotBefore=\"{from:.3}\" NotOnOrAfter=\"{until:.3}\"/>"
            );
        }
        if !self.attributes.is_empty() {
            xml.push_str("<saml:AttributeStatement>");
            for (name, value) in &self.attributes {
                let _ = write!(
                    xml,
                    "<saml:Attribute Name=\"{}\"><saml:AttributeValue>{}</saml:AttributeValue>\
                     </saml:Attribute>",
                    escape(name),
                    escape(value)
                );
            }
            xml.push_str("</saml:AttributeStatement>");
        }
        xml.push_str("</saml:Assertion>");
        xml
    }
}

/// An assertion without signature: Vitale, Pro Santé Connect, or a forgery.
pub fn unsigned_assertion(template: &AssertionTemplate) -> String {
    template.xml("")
}

/// Signs one assertion. To sign many, keep an [`AssertionSigner`].
pub fn sign_assertion(
    template: &AssertionTemplate,
    identity: &ClientIdentity,
) -> Result<String, SigningError> {
    AssertionSigner::new(identity)?.sign(template)
}

/// A key ready to sign.
#[derive(Debug)]
pub struct AssertionSigner {
    context: DsigContext,
    certificate: String,
}

impl AssertionSigner {
    /// Reads the key once. Key and certificate are not checked to go together: a forger's do not.
    pub fn new(identity: &ClientIdentity) -> Result<Self, SigningError> {
        let key = loader::load_pem_auto(identity.key_pem.as_bytes(), None)
            .map_err(|error| SigningError(error.to_string()))?;
        let mut keys = KeysManager::new();
        keys.add_key(key);
        Ok(Self {
            context: DsigContext::new(keys),
            certificate: STANDARD.encode(&identity.certificate_der),
        })
    }

    /// Signs as seen in a client: enveloped, exclusive canonicalisation, RSA-SHA256, the
    /// certificate in `KeyInfo`.
    pub fn sign(&self, template: &AssertionTemplate) -> Result<String, SigningError> {
        let signature = format!(
            "<ds:Signature xmlns:ds=\"{}\"><ds:SignedInfo>\
             <ds:CanonicalizationMethod Algorithm=\"{c14n}\"/>\
             <ds:SignatureMethod Algorithm=\"{}\"/>\
             <ds:Reference URI=\"#{}\"><ds:Transforms><ds:Transform Algorithm=\"{}\"/>\
             <ds:Transform Algorithm=\"{c14n}\"/></ds:Transforms>\
             <ds:DigestMethod Algorithm=\"{}\"/><ds:DigestValue></ds:DigestValue></ds:Reference>\
             </ds:SignedInfo><ds:SignatureValue></ds:SignatureValue><ds:KeyInfo><ds:X509Data>\
             <ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>",
            namespace::DSIG,
            algorithm::RSA_SHA256,
            escape(&template.id),
            algorithm::ENVELOPED,
            algorithm::SHA256,
            self.certificate,
            c14n = algorithm::EXCLUSIVE_C14N,
        );
        sign::sign_owned(&self.context, template.xml(&signature))
            .map_err(|error| SigningError(error.to_string()))
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
