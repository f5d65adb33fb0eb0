//! Faults on the wire: the gateway's shape, the back end's shape, the older shape of both, and the
//! refusals that have no code of the service.
//!
//! HTTP status 500 for all of them. Source: seen in a client.

use banc_core::soap::Version;
use banc_core::soap::fault::{Code, Fault, Subcode};
use banc_core::xml::escape;

use crate::codes::Refusal;
use crate::config::Layer;

/// Namespace of WS-Security 1.0, which its 1.1 fault codes keep.
pub const WSSE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
/// Namespace of WS-Addressing 1.0.
pub const WSA: &str = "http://www.w3.org/2005/08/addressing";

/// What to answer when a request is not served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denial {
    /// A refusal with a code of the service.
    Coded(Box<Refusal>),
    /// A refusal of an assertion, with a WS-Security sub-code. Source: inferred.
    Security {
        /// Local name, e.g. `FailedCheck`.
        subcode: String,
    },
    /// The action is not known. Source: WS-Addressing 1.0 SOAP binding §6.4.2; inferred for INSi.
    UnknownAction,
    /// SOAP 1.1 where 1.2 is served. Source: SOAP 1.2 part 1 §2.8 and appendix A.
    Version11,
    /// A mandatory header block that is not understood. Source: SOAP 1.2 part 1 §2.4.
    NotUnderstood,
    /// Anything else wrong in the message. Source: SOAP 1.2 part 1 §5.4.6; inferred for INSi.
    Sender,
}

impl Denial {
    /// A refusal with a code.
    pub fn coded(refusal: Refusal) -> Self {
        Self::Coded(Box::new(refusal))
    }

    /// Code told to checks: the service's own, else the qualified name on the wire.
    pub fn code(&self) -> String {
        match self {
            Self::Coded(refusal) => refusal.code.clone(),
            Self::Security { subcode } => format!("wsse:{subcode}"),
            Self::UnknownAction => "wsa:ActionNotSupported".to_owned(),
            Self::Version11 => "soap:VersionMismatch".to_owned(),
            Self::NotUnderstood => "soap:MustUnderstand".to_owned(),
            Self::Sender => "soap:Sender".to_owned(),
        }
    }

    /// True when the answer rests on an inference.
    pub fn inferred(&self) -> bool {
        !matches!(self, Self::Coded(refusal) if !refusal.inferred)
    }
}

/// Which generation of the service's faults to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Seen in 2025.
    Current,
    /// Seen from 2021 to 2024: prefix `S:`, `xml:lang="en"`.
    Shape2021,
}

/// The envelope of a denial. `reason` is told to the sender where the service has no text of its
/// own; `message_id` is echoed by the gateway.
pub fn write(denial: &Denial, reason: &str, message_id: Option<&str>, shape: Shape) -> String {
    let (code, subcode) = match denial {
        Denial::Coded(refusal) => return write_coded(refusal, message_id, shape),
        Denial::Security { subcode } => (
            Code::Sender,
            Some(Subcode {
                prefix: "wsse",
                namespace: Some(WSSE),
                local: subcode,
            }),
        ),
        Denial::UnknownAction => (
            Code::Sender,
            Some(Subcode {
                prefix: "wsa",
                namespace: Some(WSA),
                local: "ActionNotSupported",
            }),
        ),
        Denial::Version11 => (Code::VersionMismatch, None),
        Denial::NotUnderstood => (Code::MustUnderstand, None),
        Denial::Sender => (Code::Sender, None),
    };
    let version = if *denial == Denial::Version11 {
        Version::V11
    } else {
        Version::V12
    };
    Fault {
        version,
        prefix: "soap",
        code,
        subcode,
        reason,
        language: "fr",
        detail: None,
    }
    .write()
}

fn write_coded(refusal: &Refusal, message_id: Option<&str>, shape: Shape) -> String {
    let gateway = refusal.layer == Layer::Passerelle;
    let current_gateway = gateway && shape == Shape::Current;
    let prefix = if current_gateway { "soap" } else { "S" };
    let text = match (shape, refusal.text_2021) {
        (Shape::Shape2021, Some(text)) => text,
        _ => &refusal.text,
    };
    let detail = detail(refusal, text, if gateway { message_id } else { None });
    Fault {
        version: Version::V12,
        prefix,
        code: if gateway {
            Code::Sender
        } else {
            Code::Receiver
        },
        subcode: refusal.siram.as_deref().map(|local| Subcode {
            prefix,
            namespace: None,
            local,
        }),
        reason: &refusal.reason,
        language: if current_gateway { "fr" } else { "en" },
        detail: Some(&detail),
    }
    .write()
}

/// `siram:Erreur`; clients look for the literal prefix `siram:` and for `code="…"`.
fn detail(refusal: &Refusal, text: &str, message_id: Option<&str>) -> String {
    let mut out = String::with_capacity(256);
    out.push_str("<siram:Erreur xmlns:siram=\"urn:siram\" code=\"");
    escape::attribute(&mut out, &refusal.code);
    out.push_str("\" severite=\"");
    escape::attribute(&mut out, &refusal.severity);
    if let Some(message_id) = message_id {
        out.push_str("\" messageID=\"");
        escape::attribute(&mut out, message_id);
    }
    out.push_str("\">");
    escape::text(&mut out, text);
    out.push_str("</siram:Erreur>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;

    #[test]
    fn the_gateway_echoes_the_message_id_and_the_back_end_does_not() {
        let gateway = write(
            &Denial::coded(codes::desir_550()),
            "",
            Some("uuid:1\"<"),
            Shape::Current,
        );
        assert!(gateway.contains(
            "<soap:Value>soap:Sender</soap:Value><soap:Subcode><soap:Value>soap:siram_100<"
        ));
        assert!(gateway.contains("messageID=\"uuid:1&quot;&lt;\""));
        let back_end = write(
            &Denial::coded(codes::insi_102()),
            "",
            Some("uuid:1"),
            Shape::Current,
        );
        assert!(back_end.contains("<S:Subcode><S:Value>S:siram_40</S:Value>"));
        assert!(back_end.contains("severite=\"fatal\"") && !back_end.contains("messageID"));
    }

    #[test]
    fn the_older_shape_has_its_prefix_language_and_text() {
        let gateway = write(
            &Denial::coded(codes::desir_1020()),
            "",
            None,
            Shape::Shape2021,
        );
        assert!(gateway.contains("S:Sender") && gateway.contains("xml:lang=\"en\""));
        let back_end = write(
            &Denial::coded(codes::insi_102()),
            "",
            None,
            Shape::Shape2021,
        );
        assert!(back_end.contains("L appel au service"));
    }
}
