//! Reading a SOAP 1.2 answer: an envelope, then either the expected element or a fault. Anything else is
//! unreadable, which is a technical failure.

use uppsala::{Document, NodeId, Parser};

use super::failure::Failure;

const SOAP: &str = "http://www.w3.org/2003/05/soap-envelope";
const SIRAM: &str = "urn:siram";
const DEEPEST: u32 = 64;

/// Parses XML without any DTD.
pub fn parse(text: &str) -> Result<Document<'_>, Failure> {
    Parser::new()
        .with_forbid_dtd(true)
        .with_max_depth(DEEPEST)
        .parse(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Failure::Unreadable(format!("XML invalide ({error})")))
}

/// The element of the body that bears this name, or the fault as a failure.
pub fn body_element(
    document: &Document<'_>,
    namespace: &str,
    name: &str,
) -> Result<NodeId, Failure> {
    let unreadable = |reason: &str| Failure::Unreadable(reason.to_owned());
    let envelope = document
        .document_element()
        .filter(|id| is(document, *id, SOAP, "Envelope"))
        .ok_or_else(|| unreadable("ce n'est pas une enveloppe SOAP 1.2"))?;
    let bodies = document.child_elements_by_name_ns(envelope, SOAP, "Body");
    let [body] = bodies[..] else {
        return Err(unreadable("l'enveloppe n'a pas un corps et un seul"));
    };
    if let Some(fault) = document.first_child_element_by_name_ns(body, SOAP, "Fault") {
        return Err(read_fault(document, fault));
    }
    document
        .first_child_element_by_name_ns(body, namespace, name)
        .ok_or_else(|| Failure::Unreadable(format!("le corps ne contient pas {name}")))
}

/// Source: CNAM schema of `siram:Erreur`, seen in clients: the code stands in an attribute, in upper or
/// lower case, under two shapes of fault that differ by their prefixes only.
fn read_fault(document: &Document<'_>, fault: NodeId) -> Failure {
    let child =
        |parent: NodeId, name: &str| document.first_child_element_by_name_ns(parent, SOAP, name);
    let detail = child(fault, "Detail")
        .and_then(|id| document.first_child_element_by_name_ns(id, SIRAM, "Erreur"));
    let code = detail
        .and_then(|id| document.get_attribute(id, "code"))
        .map(ToOwned::to_owned)
        .or_else(|| {
            child(fault, "Code")
                .and_then(|id| {
                    child(id, "Subcode")
                        .and_then(|sub| child(sub, "Value"))
                        .or(child(id, "Value"))
                })
                .map(|id| text(document, id))
        })
        .unwrap_or_else(|| "sans code".to_owned());
    let reason = child(fault, "Reason")
        .and_then(|id| child(id, "Text"))
        .map(|id| text(document, id));
    let explanation = detail.map(|id| text(document, id));
    let words: Vec<String> = [explanation, reason]
        .into_iter()
        .flatten()
        .filter(|words| !words.is_empty())
        .collect();
    Failure::Fault {
        code,
        text: words.join(" — "),
    }
}

/// The text of an element, with its white space made plain.
pub fn text(document: &Document<'_>, id: NodeId) -> String {
    document
        .text_content_deep(id)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The text of a child, exactly as received; `None` when it is absent.
pub fn child_text(
    document: &Document<'_>,
    parent: NodeId,
    namespace: &str,
    name: &str,
) -> Option<String> {
    document
        .first_child_element_by_name_ns(parent, namespace, name)
        .map(|id| document.text_content_deep(id))
}

fn is(document: &Document<'_>, id: NodeId, namespace: &str, name: &str) -> bool {
    document
        .element(id)
        .is_some_and(|element| element.matches_name_ns(namespace, name))
}
