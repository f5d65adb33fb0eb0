//! A small XML writer for requests: elements, attributes, escaped text. It writes what it is told and
//! knows no vocabulary.

use std::borrow::Cow;

/// Text of an XML document being written.
#[derive(Debug, Default)]
pub struct XmlWriter {
    out: String,
}

impl XmlWriter {
    /// An empty writer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens an element, lets `content` fill it, closes it.
    pub fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self),
    ) {
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            self.out.push(' ');
            self.out.push_str(attribute);
            self.out.push_str("=\"");
            self.out.push_str(&escape(value));
            self.out.push('"');
        }
        self.out.push('>');
        content(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// Writes an element that holds text alone.
    pub fn text_element(&mut self, name: &str, text: &str) {
        self.element(name, &[], |writer| writer.text(text));
    }

    /// Writes an element when there is something to put in it.
    pub fn optional_element(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text_element(name, text);
        }
    }

    /// Writes escaped text.
    pub fn text(&mut self, text: &str) {
        self.out.push_str(&escape(text));
    }

    /// Inserts XML that is already written, such as a signed assertion.
    pub fn raw(&mut self, xml: &str) {
        self.out.push_str(xml);
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.out
    }
}

/// Text as it stands in an element or an attribute.
fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\r', '\n', '\t']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\r' => escaped.push_str("&#13;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut writer = XmlWriter::new();
        writer.element("a", &[("b", "<\"&")], |inside| {
            inside.text_element("c", "D'ARTAGNAN & <fils>");
            inside.optional_element("d", None);
        });
        assert_eq!(
            writer.finish(),
            "<a b=\"&lt;&quot;&amp;\"><c>D'ARTAGNAN &amp; &lt;fils&gt;</c></a>"
        );
    }
}
