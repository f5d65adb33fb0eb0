//! Escaping for writers: text content and double-quoted attribute values.

/// Appends text content; `]]>` cannot appear because `>` is escaped.
pub fn text(out: &mut String, value: &str) {
    push(out, value, false);
}

/// Appends an attribute value meant for double quotes; white space survives normalisation.
pub fn attribute(out: &mut String, value: &str) {
    push(out, value, true);
}

fn push(out: &mut String, value: &str, attribute: bool) {
    let mut from = 0;
    for (at, byte) in value.bytes().enumerate() {
        let replacement = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if attribute => "&quot;",
            b'\t' if attribute => "&#9;",
            b'\n' if attribute => "&#10;",
            b'\r' => "&#13;",
            // Not allowed in XML 1.0 in any form.
            0..=8 | 11 | 12 | 14..=31 => "\u{FFFD}",
            _ => continue,
        };
        out.push_str(&value[from..at]);
        out.push_str(replacement);
        from = at + 1;
    }
    out.push_str(&value[from..]);
}

/// Appends `<name>value</name>`; `name` is trusted.
pub fn element(out: &mut String, name: &str, value: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    text(out, value);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Limits};
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let value = "a<b>&\"'\r\n\té]]>";
        let mut out = String::from("<e a=\"");
        attribute(&mut out, value);
        out.push_str("\">");
        text(&mut out, value);
        out.push_str("</e>");
        let document = Document::parse(&out, &Limits::default()).unwrap();
        assert_eq!(document.root().text(), value);
        assert_eq!(document.root().attribute("", "a"), Some(value));
    }
}
