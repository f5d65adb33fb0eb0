//! The inside of a start tag: attributes and namespace declarations, in one pass.

use std::borrow::Cow;

use super::chars;
use super::error::XmlError;

/// An attribute as written: prefix, local name, raw value.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawAttribute<'i> {
    pub(super) prefix: &'i str,
    pub(super) local: &'i str,
    pub(super) raw: &'i str,
    pub(super) offset: usize,
}

/// Splits `prefix:local`, checking both halves.
pub(super) fn split_name(name: &str, offset: usize) -> Result<(&str, &str), XmlError> {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    if chars::is_ncname(local)
        && (prefix.is_empty() != name.contains(':'))
        && (prefix.is_empty() || chars::is_ncname(prefix))
    {
        Ok((prefix, local))
    } else {
        Err(XmlError::malformed(
            offset,
            format!("`{}` is not a name", name.escape_debug()),
        ))
    }
}

/// Reads the attributes of a start tag. `inside` is what stands between the element's name and
/// `>` or `/>`, and starts at `offset`.
pub(super) fn attributes<'i>(
    inside: &'i str,
    offset: usize,
    limit: usize,
    out: &mut Vec<RawAttribute<'i>>,
) -> Result<(), XmlError> {
    let bytes = inside.as_bytes();
    let mut at = 0;
    loop {
        let spaces = count(&bytes[at..], |byte| byte.is_ascii_whitespace());
        if at + spaces == bytes.len() {
            return Ok(());
        }
        if spaces == 0 {
            return Err(XmlError::malformed(
                offset + at,
                "attributes are not separated by a space",
            ));
        }
        at += spaces;
        if out.len() == limit {
            return Err(XmlError::TooManyAttributes { limit, offset });
        }
        let start = at;
        at += count(&bytes[at..], |byte| {
            byte != b'=' && !byte.is_ascii_whitespace()
        });
        let name = &inside[start..at];
        at += count(&bytes[at..], |byte| byte.is_ascii_whitespace());
        if bytes.get(at) != Some(&b'=') {
            return Err(XmlError::malformed(
                offset + start,
                "attribute without value",
            ));
        }
        at += 1;
        at += count(&bytes[at..], |byte| byte.is_ascii_whitespace());
        let Some(quote @ (b'"' | b'\'')) = bytes.get(at).copied() else {
            return Err(XmlError::malformed(
                offset + at,
                "attribute value without quotes",
            ));
        };
        let length = count(&bytes[at + 1..], |byte| byte != quote);
        if at + 1 + length == bytes.len() {
            return Err(XmlError::malformed(
                offset + at,
                "attribute value without closing quote",
            ));
        }
        let raw = &inside[at + 1..at + 1 + length];
        if raw.contains('<') {
            return Err(XmlError::malformed(
                offset + at,
                "`<` in an attribute value",
            ));
        }
        let (prefix, local) = split_name(name, offset + start)?;
        out.push(RawAttribute {
            prefix,
            local,
            raw,
            offset: offset + start,
        });
        at += length + 2;
    }
}

fn count(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    bytes
        .iter()
        .position(|byte| !wanted(*byte))
        .unwrap_or(bytes.len())
}

/// Value of an attribute, references resolved and white space normalised (XML 1.0 §3.3.3).
pub(super) fn value<'i>(attribute: &RawAttribute<'i>) -> Result<Cow<'i, str>, XmlError> {
    let raw = attribute.raw;
    if !raw
        .bytes()
        .any(|byte| matches!(byte, b'&' | b'\t' | b'\n' | b'\r'))
    {
        return Ok(Cow::Borrowed(raw));
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\t', '\n', '\r']) {
        out.push_str(&rest[..at]);
        let found = &rest[at..];
        if let Some(reference) = found.strip_prefix('&') {
            let (name, after) = reference.split_once(';').ok_or_else(|| {
                XmlError::malformed(attribute.offset, "`&` without `;` in an attribute value")
            })?;
            out.push(reference_char(name, attribute.offset)?);
            rest = after;
        } else {
            // A line end written CR LF counts for one space.
            rest = found.strip_prefix("\r\n").unwrap_or(&found[1..]);
            out.push(' ');
        }
    }
    out.push_str(rest);
    Ok(Cow::Owned(out))
}

/// Character of a reference, `name` being what stands between `&` and `;`.
pub(super) fn reference_char(name: &str, offset: usize) -> Result<char, XmlError> {
    let code = match name {
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "amp" => return Ok('&'),
        "quot" => return Ok('"'),
        "apos" => return Ok('\''),
        _ => match name.strip_prefix('#') {
            None => {
                // Bounded, because it goes to messages.
                let name = name.chars().take(40).collect();
                return Err(XmlError::Entity { name, offset });
            }
            Some(number) => match number.strip_prefix('x') {
                Some(hexadecimal) if hexadecimal.bytes().all(|b| b.is_ascii_hexdigit()) => {
                    u32::from_str_radix(hexadecimal, 16).ok()
                }
                None if number.bytes().all(|b| b.is_ascii_digit()) => number.parse().ok(),
                _ => None,
            },
        },
    };
    code.and_then(char::from_u32)
        .filter(|c| chars::is_char(*c))
        .ok_or_else(|| {
            XmlError::malformed(
                offset,
                format!("`&{};` is not a character", name.escape_debug()),
            )
        })
}
