//! Indented XML for the eyes, and raw text where the XML is not well formed or too large.
//!
//! It shows; it never resolves entities, and what it shows may differ in white space alone.

use quick_xml::events::Event;
use quick_xml::{Reader, Writer};

/// Bytes beyond which a body is not indented.
const INDENT_LIMIT: usize = 256 * 1024;

/// Nesting beyond which a body is not indented.
const DEPTH_LIMIT: usize = 100;

/// The text indented, or `None` when it is not well-formed XML that can be indented.
///
/// White space is added between tags alone, never beside text, which may be split by references.
pub(super) fn indented(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.starts_with('<') || text.len() > INDENT_LIMIT {
        return None;
    }
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new(Vec::new());
    let mut depth = 0_usize;
    let mut previous = Previous::Nothing;
    loop {
        let event = reader.read_event().ok()?;
        let next = match &event {
            Event::Eof => break,
            Event::DocType(_) => return None,
            Event::Text(part) if part.trim().is_empty() && previous != Previous::Text => continue,
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => Previous::Text,
            Event::Start(_) => Previous::Start,
            Event::End(_) => {
                depth = depth.checked_sub(1)?;
                Previous::Other
            }
            _ => Previous::Other,
        };
        let closes_leaf = previous == Previous::Start && matches!(event, Event::End(_));
        let beside_text = previous == Previous::Text || next == Previous::Text;
        if previous != Previous::Nothing && !beside_text && !closes_leaf {
            let margin = format!("\n{}", "  ".repeat(depth));
            writer.get_mut().extend_from_slice(margin.as_bytes());
        }
        if next == Previous::Start {
            depth += 1;
        }
        if depth > DEPTH_LIMIT {
            return None;
        }
        writer.write_event(event).ok()?;
        previous = next;
    }
    if depth > 0 {
        return None;
    }
    String::from_utf8(writer.into_inner()).ok()
}

/// What was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Previous {
    Nothing,
    Start,
    Text,
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_xml_is_indented_and_keeps_its_text() {
        let shown =
            indented("<?xml version=\"1.0\"?><a x=\"1\"><b> t &amp; &lt;u </b><c/></a>").unwrap();
        assert_eq!(
            shown,
            "<?xml version=\"1.0\"?>\n<a x=\"1\">\n  <b> t &amp; &lt;u </b>\n  <c/>\n</a>"
        );
    }

    #[test]
    fn everything_else_is_left_raw() {
        let deep = "<a>".repeat(200) + &"</a>".repeat(200);
        let cases = [
            "",
            "texte",
            "{\"a\":1}",
            "<a><b></a>",
            "<a>",
            "</a>",
            "<a",
            "<a>&bad",
            "<!DOCTYPE a><a/>",
            "<a></a></a>",
            deep.as_str(),
        ];
        for case in cases {
            // "<a>&bad" is the one that must not panic, whatever it gives.
            if case != "<a>&bad" {
                assert_eq!(indented(case), None, "{case}");
            }
            let _ = indented(case);
        }
    }
}
