//! WS-Addressing: the action and the message identifier, and the cheap classification of a call.

use banc_core::observed::insi::{InsiOperation, ObservedInsi};
use banc_core::soap::Envelope;

use super::block;
use super::content_type::ContentType;
use crate::config::InsiConfig;
use crate::denied::Denied;
use crate::fault::{Denial, WSA};
use crate::quirk::{Quirk, note};

/// Action of the search by traits. Source: CNAM WSDL DESIR_ICIR_EXP_1.5.0.
pub const ACTION_TRAITS: &str =
    "urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite";
/// Action of the search by carte Vitale. Source: CNAM WSDL DESIR_ICIR_EXP_1.5.0.
pub const ACTION_CARTE: &str = "urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecCarteVitale";

/// Reads action and message identifier into what is observed.
pub(crate) fn read(
    envelope: &Envelope<'_>,
    content_type: &ContentType<'_>,
    seen: &mut ObservedInsi,
) -> Result<(), Denied> {
    match block(envelope, WSA, "MessageID")? {
        None => note(&mut seen.quirks, Quirk::MessageIdAbsent),
        Some(node) => {
            let id = node.text().trim().to_owned();
            if !is_message_id(&id) {
                note(&mut seen.quirks, Quirk::MessageIdForme);
            }
            seen.message_id = Some(id);
        }
    }
    let addressed = block(envelope, WSA, "Action")?.map(banc_core::xml::Node::text);
    let addressed = addressed.as_deref().map(str::trim);
    match (content_type.action, addressed) {
        (Some(action), addressed) => {
            if addressed.is_some_and(|addressed| addressed != action) {
                note(&mut seen.quirks, Quirk::ActionDivergente);
            }
            seen.action = Some(action.to_owned());
            seen.action_source = Some("content-type".to_owned());
        }
        (None, Some(addressed)) => {
            note(&mut seen.quirks, Quirk::ActionParAdressage);
            seen.action = Some(addressed.to_owned());
            seen.action_source = Some("wsa:Action".to_owned());
        }
        (None, None) => {}
    }
    Ok(())
}

/// Operation of an action.
pub(crate) fn operation(action: &str, config: &InsiConfig) -> Option<InsiOperation> {
    match action {
        ACTION_TRAITS => Some(InsiOperation::RechercheTraits),
        ACTION_CARTE => Some(InsiOperation::RechercheCarteVitale),
        _ if config.verification.active && action == config.verification.action => {
            Some(InsiOperation::Verification)
        }
        _ => None,
    }
}

/// Operation asked, or the refusal of an action that is absent or unknown.
pub(crate) fn dispatch(seen: &ObservedInsi, config: &InsiConfig) -> Result<InsiOperation, Denied> {
    let Some(action) = &seen.action else {
        return Err(Denied::new(
            Denial::UnknownAction,
            "Action absente : ni paramètre action du type de contenu, ni wsa:Action.",
        ));
    };
    operation(action, config)
        .ok_or_else(|| Denied::new(Denial::UnknownAction, format!("Action inconnue : {action}")))
}

/// Action found without parsing: the content type's, else what stands between the tags of the
/// first element whose local name is `Action`.
pub(crate) fn glance<'r>(content_type: &ContentType<'r>, body: &'r [u8]) -> Option<&'r str> {
    if content_type.action.is_some() {
        return content_type.action;
    }
    let needle = b"Action";
    let at = body
        .windows(needle.len())
        .position(|window| window == needle)?;
    let rest = &body[at + needle.len()..];
    let start = rest.iter().position(|byte| *byte == b'>')? + 1;
    let length = rest[start..].iter().position(|byte| *byte == b'<')?;
    std::str::from_utf8(&rest[start..start + length])
        .ok()
        .map(str::trim)
}

/// `uuid:<uuid>` or a bare UUID (both accepted by the service, seen in clients); `urn:uuid:<uuid>`,
/// the form of RFC 9562, is as honest (inferred).
fn is_message_id(id: &str) -> bool {
    let id = id.strip_prefix("urn:").unwrap_or(id);
    let id = id.strip_prefix("uuid:").unwrap_or(id).as_bytes();
    id.len() == 36
        && id.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::content_type;

    #[test]
    fn message_identifiers_have_three_shapes() {
        let uuid = "e1825f06-58e9-42da-8829-1f199c99f2a8";
        for good in [
            uuid.to_owned(),
            format!("uuid:{uuid}"),
            format!("urn:uuid:{uuid}"),
        ] {
            assert!(is_message_id(&good));
        }
        assert!(!is_message_id("1") && !is_message_id(&uuid.replace('-', "_")));
    }

    #[test]
    fn a_glance_finds_the_action() {
        let body = b"<e:Header><wsa:Action xmlns:wsa='u'> urn:x </wsa:Action></e:Header>";
        assert_eq!(
            glance(&content_type::parse("application/soap+xml"), body),
            Some("urn:x")
        );
        let with = content_type::parse("application/soap+xml;action=\"urn:y\"");
        assert_eq!(glance(&with, body), Some("urn:y"));
        assert_eq!(glance(&content_type::parse(""), b"<Action"), None);
    }
}
