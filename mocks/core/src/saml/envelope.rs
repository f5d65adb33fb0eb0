//! The envelope as a tree: limits, the security header, where assertions and signatures stand.
//!
//! The bench's own SOAP reader is not used here: the signature verifier needs its own tree, and
//! what is read must be the very nodes that were verified.

use std::collections::HashMap;

use uppsala::{Document, NodeId, NodeKind};

use super::refusal::malformed;
use super::{AssertionRefusal, AssertionRules, namespace};

/// More signatures than any honest envelope bears; each costs a verification.
const MAX_SIGNATURES: usize = 4;

/// An envelope that is fit to be verified.
pub(super) struct Envelope<'a> {
    pub(super) text: &'a str,
    pub(super) document: Document<'a>,
    /// Assertions that are children of the header `wsse:Security`, in order.
    pub(super) assertions: Vec<NodeId>,
    /// Every signature of the document, in document order.
    pub(super) signatures: Vec<NodeId>,
}

impl<'a> Envelope<'a> {
    /// Parses under limits. A DOCTYPE is refused before anything of it is interpreted.
    pub(super) fn parse(text: &'a str, rules: &AssertionRules) -> Result<Self, AssertionRefusal> {
        if text.len() > rules.max_bytes {
            return Err(malformed(format!(
                "envelope of {} bytes, more than {}",
                text.len(),
                rules.max_bytes
            )));
        }
        let document = uppsala::Parser::new()
            .with_forbid_dtd(true)
            .with_max_depth(rules.max_depth)
            .parse(text)
            .map_err(|error| malformed(error.to_string()))?;
        let security = security_header(&document)?;
        let assertions = match security {
            Some(header) => {
                document.child_elements_by_name_ns(header, namespace::SAML, "Assertion")
            }
            None => Vec::new(),
        };
        let signatures = document.get_elements_by_tag_name_ns(namespace::DSIG, "Signature");
        if signatures.len() > MAX_SIGNATURES {
            return Err(malformed(format!("{} signatures", signatures.len())));
        }
        let envelope = Self {
            text,
            document,
            assertions,
            signatures,
        };
        envelope.refuse_ambiguity()?;
        Ok(envelope)
    }

    /// Refuses envelopes where a verifier and a reader could look at different elements.
    fn refuse_ambiguity(&self) -> Result<(), AssertionRefusal> {
        for found in self
            .document
            .get_elements_by_tag_name_ns(namespace::SAML, "Assertion")
        {
            if !self.assertions.contains(&found) {
                return Err(AssertionRefusal::SignatureWrapping(
                    "an assertion stands elsewhere than under wsse:Security".to_owned(),
                ));
            }
        }
        let identifiers: Vec<&str> = self
            .assertions
            .iter()
            .filter_map(|node| self.attribute(*node, "ID"))
            .collect();
        for (identifier, times) in self.identifiers() {
            if times > 1 {
                let what = format!("the identifier '{identifier}' stands {times} times");
                return Err(if identifiers.contains(&identifier) {
                    AssertionRefusal::SignatureWrapping(what)
                } else {
                    malformed(what)
                });
            }
        }
        Ok(())
    }

    /// Identifiers of the document, whatever the attribute's prefix, with how often each stands.
    fn identifiers(&self) -> HashMap<&str, usize> {
        let mut identifiers = HashMap::new();
        for node in self.document.descendants(self.document.root()) {
            let Some(element) = self.document.element(node) else {
                continue;
            };
            for attribute in &element.attributes {
                if matches!(
                    attribute.name.local_name.as_ref(),
                    "ID" | "Id" | "id" | "AssertionID"
                ) {
                    *identifiers.entry(attribute.value.as_ref()).or_insert(0) += 1;
                }
            }
        }
        identifiers
    }

    /// An attribute without namespace.
    pub(super) fn attribute(&self, node: NodeId, name: &str) -> Option<&str> {
        self.document
            .element(node)?
            .attributes
            .iter()
            .find(|attribute| attribute.name.matches(None, name))
            .map(|attribute| attribute.value.as_ref())
    }

    /// The only child of that name, none when there is none.
    pub(super) fn child(
        &self,
        parent: NodeId,
        namespace: &str,
        name: &str,
    ) -> Result<Option<NodeId>, AssertionRefusal> {
        let found = self
            .document
            .child_elements_by_name_ns(parent, namespace, name);
        match found.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            several => Err(malformed(format!("{} elements {name}", several.len()))),
        }
    }

    /// The only child of that name, which must be there.
    pub(super) fn required(
        &self,
        parent: NodeId,
        namespace: &str,
        name: &str,
    ) -> Result<NodeId, AssertionRefusal> {
        self.child(parent, namespace, name)?
            .ok_or_else(|| malformed(format!("no element {name}")))
    }

    /// The text of an element, comments aside, trimmed.
    pub(super) fn text(&self, node: NodeId) -> String {
        self.document.text_content_deep(node).trim().to_owned()
    }

    /// `NameQualifier` of an assertion's subject.
    pub(super) fn name_qualifier(&self, assertion: NodeId) -> Option<&str> {
        let subject =
            self.document
                .first_child_element_by_name_ns(assertion, namespace::SAML, "Subject")?;
        let name_id =
            self.document
                .first_child_element_by_name_ns(subject, namespace::SAML, "NameID")?;
        self.attribute(name_id, "NameQualifier")
    }

    /// The signature that is a direct child of an assertion.
    pub(super) fn signature_of(
        &self,
        assertion: NodeId,
    ) -> Result<Option<NodeId>, AssertionRefusal> {
        self.child(assertion, namespace::DSIG, "Signature")
    }

    /// True when a signature stands elsewhere than right under an assertion of the header.
    pub(super) fn has_stray_signature(&self) -> bool {
        self.signatures.iter().any(|signature| {
            self.document
                .parent(*signature)
                .is_none_or(|parent| !self.assertions.contains(&parent))
        })
    }
}

/// The header `wsse:Security`, none when there is none.
fn security_header(document: &Document<'_>) -> Result<Option<NodeId>, AssertionRefusal> {
    let root = document
        .document_element()
        .ok_or_else(|| malformed("no root element"))?;
    let soap = namespace::SOAP
        .into_iter()
        .find(|soap| {
            matches!(
                document.node_kind(root),
                Some(NodeKind::Element(element)) if element.matches_name_ns(soap, "Envelope")
            )
        })
        .ok_or_else(|| malformed("the root is no SOAP envelope"))?;
    let headers = document.child_elements_by_name_ns(root, soap, "Header");
    let blocks: Vec<NodeId> = headers
        .iter()
        .flat_map(|header| document.child_elements_by_name_ns(*header, namespace::WSSE, "Security"))
        .collect();
    match blocks.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        several => Err(malformed(format!(
            "{} headers wsse:Security",
            several.len()
        ))),
    }
}
