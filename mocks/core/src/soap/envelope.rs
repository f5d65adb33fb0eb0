//! An envelope as received: version, header blocks, the single root of the body.

use crate::soap::{SOAP_11, SOAP_12};
use crate::xml::{Document, Limits, Node, XmlError};

/// Version of SOAP, told by the namespace of the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Version {
    /// SOAP 1.1.
    V11,
    /// SOAP 1.2.
    V12,
}

impl Version {
    /// Namespace of its envelopes.
    pub fn namespace(self) -> &'static str {
        match self {
            Self::V11 => SOAP_11,
            Self::V12 => SOAP_12,
        }
    }
}

/// Why a text was refused as a SOAP message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SoapError {
    /// Not XML, or XML that is refused.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The root is not an envelope.
    #[error("root element is `{local}`, not a SOAP `Envelope`")]
    NotAnEnvelope {
        /// Local name of the root.
        local: String,
    },
    /// An envelope in an unknown namespace.
    #[error("envelope in namespace `{namespace}`: neither SOAP 1.1 nor SOAP 1.2")]
    UnknownVersion {
        /// Namespace of the root.
        namespace: String,
    },
    /// No body.
    #[error("envelope without `Body`")]
    BodyMissing,
    /// A body, a header or another element where it may not be.
    #[error(
        "`{local}` is not allowed here in the envelope: at most one `Header`, then exactly one `Body`"
    )]
    Misplaced {
        /// Local name of the element.
        local: String,
    },
    /// A body without element.
    #[error("empty `Body`")]
    BodyEmpty,
    /// A body with several elements.
    #[error("{count} elements in `Body`: exactly one is expected")]
    SeveralRoots {
        /// How many.
        count: usize,
    },
    /// Text directly inside the envelope, the header or the body.
    #[error("text directly inside `{local}`")]
    StrayText {
        /// Local name of the element.
        local: String,
    },
}

/// A parsed envelope.
#[derive(Clone, Debug)]
pub struct Envelope<'i> {
    document: Document<'i>,
    version: Version,
    header: Option<u32>,
    body: u32,
    root: u32,
}

/// A header block.
#[derive(Clone, Copy, Debug)]
pub struct HeaderBlock<'d, 'i> {
    /// Its element.
    pub node: Node<'d, 'i>,
    version: Version,
}

impl HeaderBlock<'_, '_> {
    /// Whether the sender demands that the block be understood.
    pub fn must_understand(&self) -> bool {
        self.node
            .attribute(self.version.namespace(), "mustUnderstand")
            .is_some_and(|value| matches!(value.trim(), "1" | "true"))
    }

    /// Role (SOAP 1.2) or actor (SOAP 1.1) that the block is meant for.
    pub fn role(&self) -> Option<&str> {
        let local = match self.version {
            Version::V11 => "actor",
            Version::V12 => "role",
        };
        self.node.attribute(self.version.namespace(), local)
    }
}

impl<'i> Envelope<'i> {
    /// Reads an envelope whose body holds exactly one element.
    pub fn parse(text: &'i str, limits: &Limits) -> Result<Self, SoapError> {
        let document = Document::parse(text, limits)?;
        let root = document.root();
        if root.local_name() != "Envelope" {
            return Err(SoapError::NotAnEnvelope {
                local: root.local_name().to_owned(),
            });
        }
        let version = match root.namespace() {
            SOAP_11 => Version::V11,
            SOAP_12 => Version::V12,
            other => {
                return Err(SoapError::UnknownVersion {
                    namespace: other.to_owned(),
                });
            }
        };
        let (header, body) = parts(root, version)?;
        no_stray_text(root)?;
        no_stray_text(body)?;
        if let Some(header) = header {
            no_stray_text(header)?;
        }
        let mut roots = body.children();
        let only = roots.next().ok_or(SoapError::BodyEmpty)?;
        let more = roots.count();
        if more > 0 {
            return Err(SoapError::SeveralRoots { count: more + 1 });
        }
        let (header, body, only) = (header.map(Node::index), body.index(), only.index());
        Ok(Self {
            document,
            version,
            header,
            body,
            root: only,
        })
    }

    /// Version of SOAP.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The whole tree.
    pub fn document(&self) -> &Document<'i> {
        &self.document
    }

    /// Header blocks, in order.
    pub fn headers<'d>(&'d self) -> impl Iterator<Item = HeaderBlock<'d, 'i>> + use<'d, 'i> {
        let version = self.version;
        self.header
            .into_iter()
            .flat_map(|header| self.document.node(header).children())
            .map(move |node| HeaderBlock { node, version })
    }

    /// First header block with this expanded name.
    pub fn header(&self, namespace: &str, local: &str) -> Option<HeaderBlock<'_, 'i>> {
        self.headers().find(|block| block.node.is(namespace, local))
    }

    /// The body.
    pub fn body(&self) -> Node<'_, 'i> {
        self.document.node(self.body)
    }

    /// The only element of the body.
    pub fn body_root(&self) -> Node<'_, 'i> {
        self.document.node(self.root)
    }
}

/// Header and body. SOAP 1.1 allows other elements after the body; SOAP 1.2 does not.
fn parts<'d, 'i>(
    root: Node<'d, 'i>,
    version: Version,
) -> Result<(Option<Node<'d, 'i>>, Node<'d, 'i>), SoapError> {
    let (mut header, mut body) = (None, None);
    for child in root.children() {
        let soap = child.namespace() == version.namespace();
        match child.local_name() {
            "Header" if soap && header.is_none() && body.is_none() => header = Some(child),
            "Body" if soap && body.is_none() => body = Some(child),
            _ if version == Version::V11 && body.is_some() && !soap => {}
            local => {
                return Err(SoapError::Misplaced {
                    local: local.to_owned(),
                });
            }
        }
    }
    Ok((header, body.ok_or(SoapError::BodyMissing)?))
}

fn no_stray_text(node: Node<'_, '_>) -> Result<(), SoapError> {
    if node.text().bytes().all(|byte| byte.is_ascii_whitespace()) {
        Ok(())
    } else {
        Err(SoapError::StrayText {
            local: node.local_name().to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        bytes: 1 << 16,
        depth: 16,
        attributes: 16,
        nodes: 1000,
    };

    fn wrap(namespace: &str, inside: &str) -> String {
        format!("<s:Envelope xmlns:s='{namespace}'>{inside}</s:Envelope>")
    }

    #[test]
    fn both_versions_and_their_headers_are_read() {
        for (namespace, version, truth) in [
            (SOAP_11, Version::V11, "1"),
            (SOAP_12, Version::V12, "true"),
        ] {
            let text = wrap(
                namespace,
                &format!(
                    "<s:Header><a xmlns='u:a' s:mustUnderstand='{truth}'>x</a><b/></s:Header>\n<s:Body><c xmlns='u:c'/></s:Body>"
                ),
            );
            let envelope = Envelope::parse(&text, &LIMITS).unwrap();
            assert_eq!(envelope.version(), version);
            assert!(envelope.body_root().is("u:c", "c"));
            let a = envelope.header("u:a", "a").unwrap();
            assert!(a.must_understand());
            assert_eq!(a.node.text(), "x");
            assert!(!envelope.header("", "b").unwrap().must_understand());
            assert_eq!(envelope.headers().count(), 2);
        }
    }

    #[test]
    fn shapes_that_are_not_soap_are_refused() {
        let body = "<s:Body><c/></s:Body>";
        for (inside, expected) in [
            (String::new(), SoapError::BodyMissing),
            ("<s:Body/>".into(), SoapError::BodyEmpty),
            (
                "<s:Body><a/><b/></s:Body>".into(),
                SoapError::SeveralRoots { count: 2 },
            ),
            (
                format!("{body}{body}"),
                SoapError::Misplaced {
                    local: "Body".into(),
                },
            ),
            (
                format!("{body}<s:Header/>"),
                SoapError::Misplaced {
                    local: "Header".into(),
                },
            ),
            (
                format!("<s:Header/><s:Header/>{body}"),
                SoapError::Misplaced {
                    local: "Header".into(),
                },
            ),
            (
                format!("x{body}"),
                SoapError::StrayText {
                    local: "Envelope".into(),
                },
            ),
        ] {
            assert_eq!(
                Envelope::parse(&wrap(SOAP_12, &inside), &LIMITS).unwrap_err(),
                expected
            );
        }
        assert!(matches!(
            Envelope::parse("<a/>", &LIMITS),
            Err(SoapError::NotAnEnvelope { .. })
        ));
        assert!(matches!(
            Envelope::parse(&wrap("u:x", body), &LIMITS),
            Err(SoapError::UnknownVersion { .. })
        ));
        assert!(matches!(
            Envelope::parse("<a", &LIMITS),
            Err(SoapError::Xml(_))
        ));
        assert!(Envelope::parse(&wrap(SOAP_11, &format!("{body}<x xmlns='u'/>")), &LIMITS).is_ok());
    }
}
