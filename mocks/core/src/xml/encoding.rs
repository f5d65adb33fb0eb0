//! From bytes to text: UTF-8 as is, US-ASCII and ISO-8859-1 transcoded, the rest refused by name.
//!
//! The charset of the transport wins over the XML declaration (RFC 7303 §3); a byte order mark
//! wins over both.

use std::borrow::Cow;

use super::error::XmlError;

/// How the bytes were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// US-ASCII.
    Ascii,
    /// ISO-8859-1, transcoded.
    Latin1,
}

/// A text ready to be parsed.
#[derive(Clone, Debug)]
pub struct Decoded<'b> {
    /// The text, without byte order mark; borrowed when nothing was transcoded.
    pub text: Cow<'b, str>,
    /// How it was read.
    pub encoding: Encoding,
}

/// Text of a document. `charset` is the parameter of the content type, when there is one.
pub fn decode<'b>(bytes: &'b [u8], charset: Option<&str>) -> Result<Decoded<'b>, XmlError> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8(rest);
    }
    for (mark, name) in [
        (b"\xFF\xFE", "UTF-16LE"),
        (b"\xFE\xFF", "UTF-16BE"),
        (b"\0<", "UTF-16BE"),
        (b"<\0", "UTF-16LE"),
    ] {
        if bytes.starts_with(mark) {
            return Err(XmlError::Encoding { name: name.into() });
        }
    }
    let name = charset.or_else(|| declared(bytes)).unwrap_or("utf-8");
    if name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("utf8") {
        utf8(bytes)
    } else if name.eq_ignore_ascii_case("us-ascii") || name.eq_ignore_ascii_case("ascii") {
        ascii(bytes)
    } else if ["iso-8859-1", "iso8859-1", "latin1"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
    {
        Ok(Decoded {
            text: Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
            encoding: Encoding::Latin1,
        })
    } else {
        Err(XmlError::Encoding { name: name.into() })
    }
}

fn utf8(bytes: &[u8]) -> Result<Decoded<'_>, XmlError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: Cow::Borrowed(text),
            encoding: Encoding::Utf8,
        }),
        Err(error) => Err(XmlError::Bytes {
            encoding: "UTF-8",
            offset: error.valid_up_to(),
        }),
    }
}

fn ascii(bytes: &[u8]) -> Result<Decoded<'_>, XmlError> {
    if let Some(offset) = bytes.iter().position(|byte| !byte.is_ascii()) {
        return Err(XmlError::Bytes {
            encoding: "US-ASCII",
            offset,
        });
    }
    utf8(bytes).map(|decoded| Decoded {
        encoding: Encoding::Ascii,
        ..decoded
    })
}

/// Encoding named by the XML declaration, read from the first bytes alone.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(200)];
    if !head.starts_with(b"<?xml") {
        return None;
    }
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?;
    let after = declaration
        .split_once("encoding")?
        .1
        .trim_start()
        .strip_prefix('=')?
        .trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin1_is_transcoded_and_utf8_is_borrowed() {
        let latin = decode(
            b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>",
            None,
        )
        .unwrap();
        assert!(latin.text.ends_with("<a>é</a>"));
        assert_eq!(latin.encoding, Encoding::Latin1);
        let plain = decode("<a>é</a>".as_bytes(), Some("UTF-8")).unwrap();
        assert!(matches!(plain.text, Cow::Borrowed(_)));
        assert_eq!(decode(b"\xEF\xBB\xBF<a/>", None).unwrap().text, "<a/>");
    }

    #[test]
    fn the_transport_wins_over_the_declaration() {
        let bytes = "<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>".as_bytes();
        assert!(decode(bytes, Some("utf-8")).unwrap().text.contains('é'));
    }

    #[test]
    fn other_encodings_and_wrong_bytes_are_refused() {
        assert_eq!(
            decode(b"<a>\xE9</a>", None).unwrap_err(),
            XmlError::Bytes {
                encoding: "UTF-8",
                offset: 3
            }
        );
        for (bytes, charset) in [
            (&b"<a/>"[..], Some("windows-1252")),
            (&b"<\0a\0"[..], None),
            (&b"\xFF\xFE<\0"[..], Some("utf-8")),
        ] {
            assert!(
                matches!(decode(bytes, charset), Err(XmlError::Encoding { .. })),
                "{bytes:?}"
            );
        }
        assert!(matches!(
            decode(b"<a>\xE9</a>", Some("us-ascii")),
            Err(XmlError::Bytes { .. })
        ));
    }
}
