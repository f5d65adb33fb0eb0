//! Namespace prefixes in scope, by the rules of Namespaces in XML 1.0.

use std::borrow::Cow;

use super::XML_NAMESPACE;
use super::document::NONE;
use super::error::XmlError;
use super::start_tag::{self, RawAttribute};

const XMLNS_NAMESPACE: &str = "http://www.w3.org/2000/xmlns/";

/// The prefixes in scope, innermost last.
#[derive(Debug)]
pub(super) struct Scope<'i> {
    bindings: Vec<Binding<'i>>,
}

#[derive(Debug)]
struct Binding<'i> {
    prefix: &'i str,
    /// Index in the document's namespaces.
    namespace: u32,
    depth: usize,
}

impl Default for Scope<'_> {
    fn default() -> Self {
        let always = |prefix, namespace| Binding {
            prefix,
            namespace,
            depth: 0,
        };
        Self {
            bindings: vec![always("", 0), always("xml", 1)],
        }
    }
}

impl<'i> Scope<'i> {
    /// The namespaces of every document: none, and that of `xml`.
    pub(super) fn namespaces() -> Vec<Cow<'i, str>> {
        vec![Cow::Borrowed(""), Cow::Borrowed(XML_NAMESPACE)]
    }

    /// Takes the declarations of a start tag into scope.
    pub(super) fn declare(
        &mut self,
        attributes: &[RawAttribute<'i>],
        depth: usize,
        namespaces: &mut Vec<Cow<'i, str>>,
    ) -> Result<(), XmlError> {
        let first = self.bindings.len();
        for attribute in attributes {
            let prefix = match (attribute.prefix, attribute.local) {
                ("", "xmlns") => "",
                ("xmlns", prefix) => prefix,
                _ => continue,
            };
            let value = start_tag::value(attribute)?;
            let twice = self.bindings[first..]
                .iter()
                .any(|known| known.prefix == prefix);
            if let Some(detail) = breach(prefix, &value, twice) {
                let (prefix, offset) = (prefix.to_owned(), attribute.offset);
                return Err(XmlError::Prefix {
                    prefix,
                    offset,
                    detail,
                });
            }
            let known = namespaces.iter().position(|known| *known == value);
            let namespace = known.unwrap_or_else(|| {
                namespaces.push(value);
                namespaces.len() - 1
            });
            self.bindings.push(Binding {
                prefix,
                namespace: index_of(namespace),
                depth,
            });
        }
        Ok(())
    }

    /// Index of the namespace that a prefix stands for here.
    pub(super) fn resolve(&self, prefix: &str, offset: usize) -> Result<u32, XmlError> {
        let binding = self
            .bindings
            .iter()
            .rev()
            .find(|binding| binding.prefix == prefix);
        binding
            .map(|binding| binding.namespace)
            .ok_or_else(|| XmlError::Prefix {
                prefix: prefix.to_owned(),
                offset,
                detail: "not declared",
            })
    }

    /// Forgets what the element at this depth declared.
    pub(super) fn leave(&mut self, depth: usize) {
        while self
            .bindings
            .last()
            .is_some_and(|binding| binding.depth == depth)
        {
            self.bindings.pop();
        }
    }
}

fn breach(prefix: &str, value: &str, twice: bool) -> Option<&'static str> {
    match (prefix, value) {
        ("xmlns", _) => Some("it may not be declared"),
        ("xml", XML_NAMESPACE) => None,
        ("xml", _) => Some("it may not be declared otherwise"),
        (_, XML_NAMESPACE | XMLNS_NAMESPACE) => Some("this namespace may not be bound"),
        _ if twice => Some("declared twice"),
        ("", "") => None,
        (_, "") => Some("it may not be undeclared in XML 1.0"),
        _ => None,
    }
}

/// An index of the arena. Limits on size and nodes keep every one under 2^32 - 1.
pub(super) fn index_of(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(NONE)
}
