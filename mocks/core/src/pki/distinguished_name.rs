//! Distinguished names as text: written one way, compared leniently.
//!
//! Clients write the subject of a certificate in many ways: either order, commas or slashes,
//! attribute names of several libraries. Only the attributes and their values count.

use x509_parser::x509::{AttributeTypeAndValue, X509Name};

/// Attribute types: dotted OID, then the names that libraries give them, the one we write first.
const TYPES: [(&str, &[&str]); 15] = [
    ("2.5.4.3", &["CN", "COMMONNAME"]),
    ("2.5.4.4", &["SN", "SURNAME"]),
    ("2.5.4.5", &["SERIALNUMBER"]),
    ("2.5.4.6", &["C", "COUNTRYNAME"]),
    ("2.5.4.7", &["L", "LOCALITYNAME"]),
    ("2.5.4.8", &["ST", "S", "SP", "STATEORPROVINCENAME"]),
    ("2.5.4.9", &["STREET", "STREETADDRESS"]),
    ("2.5.4.10", &["O", "ORGANIZATIONNAME"]),
    ("2.5.4.11", &["OU", "ORGANIZATIONALUNITNAME"]),
    ("2.5.4.12", &["T", "TITLE"]),
    ("2.5.4.42", &["GN", "G", "GIVENNAME"]),
    ("2.5.4.43", &["I", "INITIALS"]),
    ("1.2.840.113549.1.9.1", &["E", "EMAIL", "EMAILADDRESS"]),
    ("0.9.2342.19200300.100.1.25", &["DC", "DOMAINCOMPONENT"]),
    ("0.9.2342.19200300.100.1.1", &["UID", "USERID"]),
];

/// How a text agrees with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnAgreement {
    /// The same attributes, in the order and with the separators of RFC 4514.
    Same,
    /// The same attributes, written otherwise.
    OtherForm,
    /// Other attributes.
    Different,
}

/// A name as RFC 4514 writes it: last attribute first, comma without space.
pub fn rfc4514(name: &X509Name<'_>) -> String {
    let mut parts: Vec<String> = name
        .iter_rdn()
        .map(|rdn| {
            rdn.iter()
                .map(|attribute| {
                    let oid = attribute.attr_type().to_id_string();
                    format!("{}={}", label(&oid), escape(&attribute_text(attribute)))
                })
                .collect::<Vec<_>>()
                .join("+")
        })
        .collect();
    parts.reverse();
    parts.join(",")
}

/// Compares a text with a name.
pub fn compare_dn(text: &str, name: &X509Name<'_>) -> DnAgreement {
    if text == rfc4514(name) {
        return DnAgreement::Same;
    }
    let mut expected: Vec<(String, String)> = name
        .iter_attributes()
        .map(|attribute| {
            (
                attribute.attr_type().to_id_string(),
                fold(&attribute_text(attribute)),
            )
        })
        .collect();
    let mut found = parse(text);
    expected.sort();
    found.sort();
    if !expected.is_empty() && expected == found {
        DnAgreement::OtherForm
    } else {
        DnAgreement::Different
    }
}

/// The value of an attribute, lossily when it is in no known character set.
pub(super) fn attribute_text(attribute: &AttributeTypeAndValue<'_>) -> String {
    attribute.as_str().map_or_else(
        |_| String::from_utf8_lossy(attribute.attr_value().data).into_owned(),
        str::to_owned,
    )
}

fn label(oid: &str) -> &str {
    TYPES
        .iter()
        .find(|(candidate, _)| *candidate == oid)
        .map_or(oid, |(_, names)| names[0])
}

fn escape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let last = value.chars().count().saturating_sub(1);
    for (index, c) in value.chars().enumerate() {
        let special = matches!(c, ',' | '+' | '"' | '\\' | '<' | '>' | ';')
            || (c == '#' && index == 0)
            || (c == ' ' && (index == 0 || index == last));
        if special {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Attributes of a text: dotted OID (or the upper-case name when unknown), folded value.
fn parse(text: &str) -> Vec<(String, String)> {
    let (text, separators): (&str, &[char]) = match text.trim().strip_prefix('/') {
        Some(rest) => (rest, &['/']),
        None => (text.trim(), &[',', ';', '+']),
    };
    let mut attributes: Vec<(String, String)> = Vec::new();
    for part in split(text, separators) {
        if let Some((name, value)) = part.split_once('=')
            && !name.trim().is_empty()
            && !name.contains('\\')
        {
            attributes.push((oid_of(name), value.to_owned()));
        } else if let Some((_, value)) = attributes.last_mut() {
            // A separator that the client forgot to escape belongs to the value.
            value.push(separators[0]);
            value.push_str(&part);
        }
    }
    attributes
        .into_iter()
        .map(|(oid, value)| (oid, fold(&unescape(value.trim()))))
        .collect()
}

/// Splits at separators that are neither escaped nor quoted; escapes are kept.
fn split(text: &str, separators: &[char]) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    let mut quoted = false;
    for c in text.chars() {
        if !escaped && !quoted && separators.contains(&c) {
            parts.push(String::new());
            continue;
        }
        if !escaped && c == '"' {
            quoted = !quoted;
        }
        escaped = !escaped && c == '\\';
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

fn oid_of(name: &str) -> String {
    let name = name.trim().to_ascii_uppercase();
    let name = name.strip_prefix("OID.").unwrap_or(&name);
    TYPES
        .iter()
        .find(|(_, names)| names.contains(&name))
        .map_or_else(|| name.to_owned(), |(oid, _)| (*oid).to_owned())
}

fn unescape(value: &str) -> String {
    if let Some(text) = value.strip_prefix('#').and_then(der_string) {
        return text;
    }
    let inner = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(value);
    let mut bytes = Vec::with_capacity(inner.len());
    let source = inner.as_bytes();
    let mut index = 0;
    while index < source.len() {
        if source[index] == b'\\' && index + 1 < source.len() {
            let pair = source.get(index + 1..index + 3);
            if let Some(byte) = pair.and_then(|pair| hex::decode(pair).ok()) {
                bytes.extend(byte);
                index += 3;
            } else {
                bytes.push(source[index + 1]);
                index += 2;
            }
        } else {
            bytes.push(source[index]);
            index += 1;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The text of a DER string written in hexadecimal, as some libraries do for unknown types.
fn der_string(hexadecimal: &str) -> Option<String> {
    let bytes = hex::decode(hexadecimal).ok()?;
    let content = match bytes.get(1)? {
        0x81 => bytes.get(3..)?,
        length if *length < 0x80 => bytes.get(2..)?,
        _ => return None,
    };
    String::from_utf8(content.to_vec()).ok()
}

/// Case and runs of spaces do not count.
fn fold(value: &str) -> String {
    value
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(der: &[u8], check: impl FnOnce(&X509Name<'_>)) {
        let (_, certificate) = x509_parser::parse_x509_certificate(der).unwrap();
        check(certificate.subject());
    }

    fn certificate() -> rcgen::Certificate {
        let mut params = rcgen::CertificateParams::default();
        params.distinguished_name = rcgen::DistinguishedName::new();
        for (kind, value) in [
            (rcgen::DnType::CountryName, "FR"),
            (rcgen::DnType::OrganizationName, "Cabinet, Dupont & Fils"),
            (rcgen::DnType::CommonName, "899700000017"),
            (rcgen::DnType::CustomDnType(vec![2, 5, 4, 42]), "Élodie"),
        ] {
            params.distinguished_name.push(kind, value);
        }
        let key = rcgen::KeyPair::generate().unwrap();
        params.self_signed(&key).unwrap()
    }

    #[test]
    fn the_many_ways_to_write_a_name_agree() {
        name_of(certificate().der(), |name| {
            let ours = rfc4514(name);
            assert_eq!(
                ours,
                "GN=Élodie,CN=899700000017,O=Cabinet\\, Dupont & Fils,C=FR"
            );
            assert_eq!(compare_dn(&ours, name), DnAgreement::Same);
            for text in [
                "C=FR, O=\"Cabinet, Dupont & Fils\", CN=899700000017, GIVENNAME=Élodie",
                "/C=FR/O=Cabinet, Dupont & Fils/CN=899700000017/GN=ÉLODIE",
                "C=FR,O=Cabinet\\2C Dupont & Fils,CN=899700000017,2.5.4.42=#0c07c3896c6f646965",
                "OID.2.5.4.42=\\C3\\89lodie; CN=899700000017; O=Cabinet, Dupont & Fils; C=FR",
                "GN=Élodie+CN=899700000017, O=cabinet,  dupont & fils, C=fr",
            ] {
                assert_eq!(compare_dn(text, name), DnAgreement::OtherForm, "{text}");
            }
        });
    }

    #[test]
    fn another_name_never_agrees() {
        name_of(certificate().der(), |name| {
            for text in [
                "",
                "/",
                "CN=899700000017",
                "GN=Élodie,CN=899700000018,O=Cabinet\\, Dupont & Fils,C=FR",
                "GN=Élodie,CN=899700000017,CN=x,O=Cabinet\\, Dupont & Fils,C=FR",
                "\\",
                "#",
                "CN=#8",
                "CN=\\",
            ] {
                assert_eq!(compare_dn(text, name), DnAgreement::Different, "{text}");
            }
        });
    }
}
