//! The tree: elements and texts in one arena, borrowed from the text where nothing was decoded.

use std::borrow::Cow;
use std::ops::Range;

use super::error::XmlError;
use super::{Limits, parser};

pub(super) const NONE: u32 = u32::MAX;

/// A parsed document.
#[derive(Clone, Debug)]
pub struct Document<'i> {
    pub(super) nodes: Vec<NodeData<'i>>,
    pub(super) attributes: Vec<Attribute<'i>>,
    /// Namespace names; the first one is "no namespace".
    pub(super) namespaces: Vec<Cow<'i, str>>,
}

#[derive(Clone, Debug)]
pub(super) struct NodeData<'i> {
    pub(super) kind: Kind<'i>,
    pub(super) next_sibling: u32,
}

#[derive(Clone, Debug)]
pub(super) enum Kind<'i> {
    Element(ElementData<'i>),
    Text(Cow<'i, str>),
}

#[derive(Clone, Debug)]
pub(super) struct ElementData<'i> {
    pub(super) prefix: &'i str,
    pub(super) local: &'i str,
    pub(super) namespace: u32,
    pub(super) first_child: u32,
    pub(super) last_child: u32,
    pub(super) attributes: Range<u32>,
    pub(super) span: Range<usize>,
}

/// An attribute that is not a namespace declaration.
#[derive(Clone, Debug)]
pub struct Attribute<'i> {
    /// Prefix as written, empty when there is none.
    pub prefix: &'i str,
    /// Local name.
    pub local: &'i str,
    pub(super) namespace: u32,
    /// Value, normalised.
    pub value: Cow<'i, str>,
}

/// An element of a document.
#[derive(Clone, Copy)]
pub struct Node<'d, 'i> {
    document: &'d Document<'i>,
    index: u32,
}

impl std::fmt::Debug for Node<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{{{}}}{}", self.namespace(), self.local_name())
    }
}

impl<'i> Document<'i> {
    /// Parses a whole document.
    pub fn parse(text: &'i str, limits: &Limits) -> Result<Self, XmlError> {
        parser::parse(text, limits)
    }

    /// The root element.
    pub fn root(&self) -> Node<'_, 'i> {
        // The parser returns no document without a root, and the root is the first node.
        self.node(0)
    }

    pub(crate) fn node(&self, index: u32) -> Node<'_, 'i> {
        Node {
            document: self,
            index,
        }
    }
}

impl<'d, 'i> Node<'d, 'i> {
    #[expect(
        clippy::unreachable,
        reason = "a Node is only ever made for an element"
    )]
    fn data(self) -> &'d ElementData<'i> {
        match &self.document.nodes[self.index as usize].kind {
            Kind::Element(data) => data,
            Kind::Text(_) => unreachable!("a Node is only ever made for an element"),
        }
    }

    pub(crate) fn index(self) -> u32 {
        self.index
    }

    /// Name without prefix.
    pub fn local_name(self) -> &'i str {
        self.data().local
    }

    /// Prefix as written, empty when there is none.
    pub fn prefix(self) -> &'i str {
        self.data().prefix
    }

    /// Namespace name, empty when there is none.
    pub fn namespace(self) -> &'d str {
        &self.document.namespaces[self.data().namespace as usize]
    }

    /// Whether the element has this expanded name.
    pub fn is(self, namespace: &str, local: &str) -> bool {
        self.data().local == local && self.namespace() == namespace
    }

    /// Bytes of the text that the element occupies, tags included.
    pub fn span(self) -> Range<usize> {
        self.data().span.clone()
    }

    /// Child elements, in order.
    pub fn children(self) -> impl Iterator<Item = Node<'d, 'i>> + use<'d, 'i> {
        let document = self.document;
        siblings(document, self.data().first_child).filter_map(move |index| {
            matches!(document.nodes[index as usize].kind, Kind::Element(_))
                .then_some(Node { document, index })
        })
    }

    /// First child element with this expanded name.
    pub fn child(self, namespace: &str, local: &str) -> Option<Node<'d, 'i>> {
        self.children().find(|child| child.is(namespace, local))
    }

    /// Descendant elements, in document order, this one excluded.
    pub fn descendants(self) -> impl Iterator<Item = Node<'d, 'i>> + use<'d, 'i> {
        let (document, span) = (self.document, self.span());
        (self.index + 1..u32::try_from(document.nodes.len()).unwrap_or(NONE))
            .filter(move |index| matches!(document.nodes[*index as usize].kind, Kind::Element(_)))
            .map(move |index| Node { document, index })
            .take_while(move |node| node.span().start < span.end)
    }

    /// The element's own text, without that of its children; borrowed in the usual case.
    pub fn text(self) -> Cow<'d, str> {
        let mut texts = siblings(self.document, self.data().first_child).filter_map(|index| {
            match &self.document.nodes[index as usize].kind {
                Kind::Text(text) => Some(&**text),
                Kind::Element(_) => None,
            }
        });
        let Some(first) = texts.next() else {
            return Cow::Borrowed("");
        };
        match texts.next() {
            None => Cow::Borrowed(first),
            Some(second) => Cow::Owned([first, second].into_iter().chain(texts).collect()),
        }
    }

    /// Value of an attribute; its namespace is empty when it has no prefix.
    pub fn attribute(self, namespace: &str, local: &str) -> Option<&'d str> {
        self.attributes()
            .find(|(ns, attribute)| attribute.local == local && *ns == namespace)
            .map(|(_, attribute)| &*attribute.value)
    }

    /// Attributes with their namespace, in order, namespace declarations excluded.
    pub fn attributes(self) -> impl Iterator<Item = (&'d str, &'d Attribute<'i>)> + use<'d, 'i> {
        let range = self.data().attributes.clone();
        let document = self.document;
        document.attributes[range.start as usize..range.end as usize]
            .iter()
            .map(move |attribute| {
                (
                    &*document.namespaces[attribute.namespace as usize],
                    attribute,
                )
            })
    }
}

fn siblings<'d>(document: &'d Document<'_>, first: u32) -> impl Iterator<Item = u32> + use<'d> {
    let nodes = &document.nodes;
    std::iter::successors((first != NONE).then_some(first), |index| {
        let next = nodes[*index as usize].next_sibling;
        (next != NONE).then_some(next)
    })
}
