//! INSi in mode PSC: the unsigned assertion of the professional, and what makes it believed.
//!
//! Source: second-hand for the assertion (qualifier and attributes). How the token travels was not found:
//! the form of the API Pro Santé Connectées is taken (bearer token on mutual TLS), inferred for INSi.

use hyper::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use uuid::Uuid;

use super::failure::Failure;
use super::xml_writer::XmlWriter;
use crate::config::Professional;

/// The authentication mode, as traced.
pub(super) const MODE: &str = "psc";

/// The identity of a professional signed in with Pro Santé Connect.
#[derive(Clone)]
pub struct PscIdentity {
    /// National identifier.
    pub national_id: String,
    /// What gives the call its authority.
    pub pass: PscPass,
}

/// What gives a call its authority.
#[derive(Clone)]
pub enum PscPass {
    /// A token of the API, bound to the certificate of the call.
    Token(String),
    /// The cookie of a Proxy e-Santé, which adds the token.
    Proxy(String),
}

impl PscIdentity {
    /// True when the call goes through a proxy.
    pub fn is_proxied(&self) -> bool {
        matches!(self.pass, PscPass::Proxy(_))
    }

    /// The HTTP header that bears the authority.
    pub(super) fn header(&self) -> Result<(HeaderName, HeaderValue), Failure> {
        let (name, text) = match &self.pass {
            PscPass::Token(token) => (AUTHORIZATION, format!("Bearer {token}")),
            PscPass::Proxy(cookie) => (COOKIE, cookie.clone()),
        };
        let mut value = HeaderValue::from_str(&text)
            .map_err(|error| Failure::NotIdentified(error.to_string()))?;
        value.set_sensitive(true);
        Ok((name, value))
    }
}

/// The assertion, unsigned.
pub(super) fn assertion(identity: &PscIdentity, professional: &Professional, time: &str) -> String {
    let mut writer = XmlWriter::new();
    let id = format!("_{}", Uuid::new_v4());
    let attributes = [
        ("xmlns:saml", "urn:oasis:names:tc:SAML:2.0:assertion"),
        ("ID", id.as_str()),
        ("IssueInstant", time),
        ("Version", "2.0"),
    ];
    writer.element("saml:Assertion", &attributes, |assertion| {
        assertion.text_element("saml:Issuer", &identity.national_id);
        assertion.element("saml:Subject", &[], |subject| {
            subject.element("saml:NameID", &[("NameQualifier", "PSC")], |name| {
                name.text(&identity.national_id);
            });
        });
        assertion.element("saml:AttributeStatement", &[], |statement| {
            for (name, value) in [
                ("codeSpecialiteAMO", &professional.speciality),
                ("identifiantFacturation", &professional.billing),
            ] {
                statement.element("saml:Attribute", &[("Name", name)], |attribute| {
                    attribute.text_element("saml:AttributeValue", value);
                });
            }
        });
    });
    writer.finish()
}
