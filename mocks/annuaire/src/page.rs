//! The identifier of a next page: the whole search and the place to go on from, in an opaque text.
//!
//! The directory keeps nothing between two pages. Source: the real one stores or encodes the same
//! things (search, size, last identifier) behind a long opaque text; the encoding is the bench's.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::kind::Kind;

/// What an identifier holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Page {
    #[serde(rename = "t")]
    kind: String,
    /// The pairs of the query.
    #[serde(rename = "q")]
    pub(crate) pairs: Vec<(String, String)>,
    /// Place, in the directory, of the last resource that was given.
    #[serde(rename = "d")]
    pub(crate) after: usize,
}

impl Page {
    pub(crate) fn new(kind: Kind, pairs: Vec<(String, String)>, after: usize) -> Self {
        Self {
            kind: kind.name().to_owned(),
            pairs,
            after,
        }
    }

    /// The opaque text.
    pub(crate) fn encode(&self) -> String {
        // A structure of texts and numbers always has a JSON form.
        let json = serde_json::to_vec(self).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(json)
    }

    /// What an opaque text holds; nothing when it is not one of ours.
    pub(crate) fn decode(text: &str) -> Option<(Kind, Self)> {
        let json = URL_SAFE_NO_PAD.decode(text).ok()?;
        let page: Self = serde_json::from_slice(&json).ok()?;
        Some((Kind::of(&page.kind)?, page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_read_back_and_any_other_text_is_not() {
        let page = Page::new(Kind::Device, vec![("a:exact".into(), "é|&".into())], 49);
        let text = page.encode();
        assert!(
            text.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        );
        assert_eq!(Page::decode(&text), Some((Kind::Device, page)));
        for wrong in ["", "abc", "e30", &text[1..]] {
            assert_eq!(Page::decode(wrong), None, "{wrong}");
        }
    }
}
