//! Reading XML received from the outside, safely and by (namespace, local name).
//!
//! A read-only tree over the text, built from tokens: no DTD, no entity beyond the five predefined
//! ones and character references, limits on size, depth, attributes and nodes. It does not
//! validate against a schema, and it does not write: writers are templates, with [`escape`].

mod chars;
mod document;
mod encoding;
mod error;
pub mod escape;
mod parser;
mod scope;
mod start_tag;

pub use document::{Attribute, Document, Node};
pub use encoding::{Decoded, Encoding, decode};
pub use error::XmlError;

/// Namespace that the prefix `xml` always has.
pub const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// What a document may cost before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest text, in bytes.
    pub bytes: usize,
    /// Deepest nesting of elements; the root is at depth 1.
    pub depth: usize,
    /// Most attributes on one element, namespace declarations included.
    pub attributes: usize,
    /// Most elements and texts in all.
    pub nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 16 << 20,
            depth: 64,
            attributes: 256,
            nodes: 1 << 20,
        }
    }
}
