//! Writing faults, in SOAP 1.2 and 1.1, with the prefix that the simulated service uses.
//!
//! Which codes and texts a service answers is the service's affair.

use crate::soap::Version;
use crate::xml::escape;

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The sender's (`Sender`, `Client` in SOAP 1.1).
    Sender,
    /// The receiver's (`Receiver`, `Server` in SOAP 1.1).
    Receiver,
    /// The envelope's version is not served.
    VersionMismatch,
    /// A mandatory header block was not understood.
    MustUnderstand,
}

/// A sub-code, a qualified name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subcode<'a> {
    /// Prefix to write.
    pub prefix: &'a str,
    /// Namespace to declare for it, unless it is the envelope's own prefix.
    pub namespace: Option<&'a str>,
    /// Local name.
    pub local: &'a str,
}

/// A fault to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault<'a> {
    /// Version of SOAP.
    pub version: Version,
    /// Prefix of the SOAP namespace.
    pub prefix: &'a str,
    /// Whose fault it is.
    pub code: Code,
    /// Sub-code; SOAP 1.1 has none and writes it after a dot.
    pub subcode: Option<Subcode<'a>>,
    /// Text for a human.
    pub reason: &'a str,
    /// Language of the text.
    pub language: &'a str,
    /// Content of the detail, XML written as is.
    pub detail: Option<&'a str>,
}

impl Fault<'_> {
    /// The whole envelope.
    pub fn write(&self) -> String {
        let mut out = String::with_capacity(768 + self.detail.map_or(0, str::len));
        let p = self.prefix;
        push(
            &mut out,
            &[
                "<",
                p,
                ":Envelope xmlns:",
                p,
                "=\"",
                self.version.namespace(),
                "\"><",
                p,
                ":Body>",
            ],
        );
        match self.version {
            Version::V12 => self.write_12(&mut out),
            Version::V11 => self.write_11(&mut out),
        }
        push(&mut out, &["</", p, ":Body></", p, ":Envelope>"]);
        out
    }

    fn write_12(&self, out: &mut String) {
        let p = self.prefix;
        push(
            out,
            &[
                "<",
                p,
                ":Fault><",
                p,
                ":Code><",
                p,
                ":Value>",
                p,
                ":",
                self.code_name(),
                "</",
                p,
                ":Value>",
            ],
        );
        if let Some(subcode) = &self.subcode {
            push(out, &["<", p, ":Subcode><", p, ":Value"]);
            subcode.declare(out);
            push(
                out,
                &[
                    ">",
                    subcode.prefix,
                    ":",
                    subcode.local,
                    "</",
                    p,
                    ":Value></",
                    p,
                    ":Subcode>",
                ],
            );
        }
        push(
            out,
            &[
                "</",
                p,
                ":Code><",
                p,
                ":Reason><",
                p,
                ":Text xml:lang=\"",
                self.language,
                "\">",
            ],
        );
        escape::text(out, self.reason);
        push(out, &["</", p, ":Text></", p, ":Reason>"]);
        if let Some(detail) = self.detail {
            push(out, &["<", p, ":Detail>", detail, "</", p, ":Detail>"]);
        }
        push(out, &["</", p, ":Fault>"]);
    }

    fn write_11(&self, out: &mut String) {
        let p = self.prefix;
        push(
            out,
            &["<", p, ":Fault><faultcode>", p, ":", self.code_name()],
        );
        if let Some(subcode) = &self.subcode {
            push(out, &[".", subcode.local]);
        }
        push(
            out,
            &["</faultcode><faultstring xml:lang=\"", self.language, "\">"],
        );
        escape::text(out, self.reason);
        out.push_str("</faultstring>");
        if let Some(detail) = self.detail {
            push(out, &["<detail>", detail, "</detail>"]);
        }
        push(out, &["</", p, ":Fault>"]);
    }

    fn code_name(&self) -> &'static str {
        match (self.code, self.version) {
            (Code::Sender, Version::V12) => "Sender",
            (Code::Sender, Version::V11) => "Client",
            (Code::Receiver, Version::V12) => "Receiver",
            (Code::Receiver, Version::V11) => "Server",
            (Code::VersionMismatch, _) => "VersionMismatch",
            (Code::MustUnderstand, _) => "MustUnderstand",
        }
    }
}

impl Subcode<'_> {
    fn declare(&self, out: &mut String) {
        if let Some(namespace) = self.namespace {
            push(out, &[" xmlns:", self.prefix, "=\""]);
            escape::attribute(out, namespace);
            out.push('"');
        }
    }
}

fn push(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::soap::{Envelope, SOAP_12};
    use crate::xml::Limits;

    const FAULT: Fault<'static> = Fault {
        version: Version::V12,
        prefix: "S",
        code: Code::Sender,
        subcode: Some(Subcode {
            prefix: "wsse",
            namespace: Some("u:wsse"),
            local: "FailedCheck",
        }),
        reason: "l'accès <refusé> & \"noté\"",
        language: "fr",
        detail: Some("<d xmlns=\"u:d\"/>"),
    };

    #[test]
    fn a_12_fault_is_read_back() {
        let text = FAULT.write();
        let envelope = Envelope::parse(&text, &Limits::default()).unwrap();
        let fault = envelope.body_root();
        assert!(fault.is(SOAP_12, "Fault"));
        let code = fault.child(SOAP_12, "Code").unwrap();
        assert_eq!(code.child(SOAP_12, "Value").unwrap().text(), "S:Sender");
        let sub = code
            .child(SOAP_12, "Subcode")
            .unwrap()
            .child(SOAP_12, "Value")
            .unwrap();
        assert_eq!(sub.text(), "wsse:FailedCheck");
        let reason = fault
            .child(SOAP_12, "Reason")
            .unwrap()
            .child(SOAP_12, "Text")
            .unwrap();
        assert_eq!(reason.text(), FAULT.reason);
        assert!(
            fault
                .child(SOAP_12, "Detail")
                .unwrap()
                .child("u:d", "d")
                .is_some()
        );
    }

    #[test]
    fn an_11_fault_has_unqualified_children() {
        let text = Fault {
            version: Version::V11,
            ..FAULT
        }
        .write();
        let envelope = Envelope::parse(&text, &Limits::default()).unwrap();
        let fault = envelope.body_root();
        assert_eq!(
            fault.child("", "faultcode").unwrap().text(),
            "S:Client.FailedCheck"
        );
        assert_eq!(fault.child("", "faultstring").unwrap().text(), FAULT.reason);
        assert!(fault.child("", "detail").is_some());
    }
}
