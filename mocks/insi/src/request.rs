//! Reading a request: content type, addressing, context blocks.
//!
//! The bodies are read by the operations, the assertions by the authentication.

pub(crate) mod addressing;
pub(crate) mod content_type;
pub(crate) mod contexts;

use banc_core::soap::Envelope;
use banc_core::xml::Node;

use crate::denied::Denied;

/// The only header block of that name; two of them are refused.
pub(crate) fn block<'d, 'i>(
    envelope: &'d Envelope<'i>,
    namespace: &str,
    local: &str,
) -> Result<Option<Node<'d, 'i>>, Denied> {
    let mut blocks = envelope
        .headers()
        .filter(|block| block.node.is(namespace, local));
    let first = blocks.next().map(|block| block.node);
    if blocks.next().is_some() {
        return Err(Denied::sender(format!("Bloc d'en-tête {local} en double.")));
    }
    Ok(first)
}

/// Text of a child element, `None` when it is absent.
pub(crate) fn child_text(node: Node<'_, '_>, namespace: &str, local: &str) -> Option<String> {
    node.child(namespace, local)
        .map(|child| child.text().into_owned())
}
