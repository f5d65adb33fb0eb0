//! The content type of a request and the action it may carry.
//!
//! Source: RFC 3902 §3 (`application/soap+xml` and its `action` parameter); clients send
//! `application/soap+xml; charset=utf-8; action="urn:…"` (seen in a client).

/// A parsed content type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ContentType<'h> {
    pub(crate) media: &'h str,
    pub(crate) charset: Option<&'h str>,
    pub(crate) action: Option<&'h str>,
}

/// Parses a header value; parameters that are not understood are ignored.
pub(crate) fn parse(header: &str) -> ContentType<'_> {
    let mut parts = Parts(header);
    let mut parsed = ContentType {
        media: parts.next().unwrap_or_default(),
        ..ContentType::default()
    };
    for part in parts {
        let Some((name, value)) = part.split_once('=') else {
            continue;
        };
        let (name, value) = (name.trim(), value.trim());
        let value = value
            .strip_prefix('"')
            .and_then(|v| v.strip_suffix('"'))
            .unwrap_or(value);
        if name.eq_ignore_ascii_case("charset") {
            parsed.charset = Some(value);
        } else if name.eq_ignore_ascii_case("action") && !value.is_empty() {
            parsed.action = Some(value);
        }
    }
    parsed
}

/// Parts between semicolons that stand outside quotes, trimmed.
struct Parts<'h>(&'h str);

impl<'h> Iterator for Parts<'h> {
    type Item = &'h str;

    fn next(&mut self) -> Option<&'h str> {
        if self.0.is_empty() {
            return None;
        }
        let mut quoted = false;
        let end = self.0.bytes().position(|byte| {
            quoted ^= byte == b'"';
            byte == b';' && !quoted
        });
        let (part, rest) = match end {
            Some(end) => (&self.0[..end], &self.0[end + 1..]),
            None => (self.0, ""),
        };
        self.0 = rest;
        Some(part.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_in_any_order_and_case() {
        let parsed = parse("application/soap+xml;Action=\"urn:a;b\" ; CHARSET=UTF-8");
        assert_eq!(parsed.media, "application/soap+xml");
        assert_eq!(parsed.action, Some("urn:a;b"));
        assert_eq!(parsed.charset, Some("UTF-8"));
        assert_eq!(parse("text/xml").action, None);
        assert_eq!(parse("a/b; action=\"\"").action, None);
        assert_eq!(parse(""), ContentType::default());
    }
}
