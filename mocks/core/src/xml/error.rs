//! Why a text was refused as XML.

/// A text that was refused, with the place and the way out. Offsets are in bytes from the start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// More bytes than allowed.
    #[error("document of {actual} bytes, over the limit of {limit}")]
    TooLarge {
        /// Limit, in bytes.
        limit: usize,
        /// Size found, in bytes.
        actual: usize,
    },
    /// Bytes that are not in the announced encoding.
    #[error("invalid {encoding} at byte {offset}: send the document in UTF-8")]
    Bytes {
        /// Encoding that was announced or assumed.
        encoding: &'static str,
        /// First wrong byte.
        offset: usize,
    },
    /// An encoding that is not read.
    #[error("encoding `{name}` is not read: send UTF-8 (US-ASCII and ISO-8859-1 are transcoded)")]
    Encoding {
        /// Name as announced.
        name: String,
    },
    /// A document type declaration.
    #[error("document type declaration at byte {offset}: DTDs are refused, remove it")]
    Doctype {
        /// Where it ends.
        offset: usize,
    },
    /// A reference to an entity that is not predefined.
    #[error("entity `&{name};` at byte {offset} is not predefined: write the character itself")]
    Entity {
        /// Name of the entity.
        name: String,
        /// Place.
        offset: usize,
    },
    /// Elements nested too deep.
    #[error("elements nested deeper than {limit} at byte {offset}")]
    TooDeep {
        /// Limit.
        limit: usize,
        /// Place.
        offset: usize,
    },
    /// Too many attributes on one element.
    #[error("more than {limit} attributes on the element at byte {offset}")]
    TooManyAttributes {
        /// Limit.
        limit: usize,
        /// Place.
        offset: usize,
    },
    /// Too many elements and texts.
    #[error("more than {limit} nodes in the document")]
    TooManyNodes {
        /// Limit.
        limit: usize,
    },
    /// A prefix without declaration, or a forbidden declaration.
    #[error("namespace prefix `{prefix}` at byte {offset}: {detail}")]
    Prefix {
        /// The prefix.
        prefix: String,
        /// Place.
        offset: usize,
        /// What is wrong.
        detail: &'static str,
    },
    /// The same attribute twice on one element.
    #[error("attribute `{name}` given twice on the element at byte {offset}")]
    DuplicateAttribute {
        /// Name as written.
        name: String,
        /// Place.
        offset: usize,
    },
    /// Any other breach of XML's rules.
    #[error("malformed XML at byte {offset}: {detail}")]
    Malformed {
        /// Place.
        offset: usize,
        /// What is wrong.
        detail: String,
    },
}

impl XmlError {
    pub(super) fn malformed(offset: usize, detail: impl Into<String>) -> Self {
        Self::Malformed {
            offset,
            detail: detail.into(),
        }
    }
}
