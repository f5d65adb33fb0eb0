//! Which characters XML 1.0 allows, and where.
//!
//! Source: XML 1.0 (fifth edition) productions `Char`, `NameStartChar`, `NameChar`; Namespaces in
//! XML 1.0, production `NCName` (a name without colon).

/// Offset of the first character that XML 1.0 forbids anywhere, if any.
pub(super) fn first_forbidden(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let forbidden = match byte {
            b'\t' | b'\n' | b'\r' => false,
            // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
            0xEF => {
                bytes.get(at + 1) == Some(&0xBF) && matches!(bytes.get(at + 2), Some(0xBE | 0xBF))
            }
            _ => byte < 0x20,
        };
        if forbidden {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Whether a character reference may stand for this character.
pub(super) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Whether a text is a name without colon.
pub(super) fn is_ncname(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(is_name_start) && chars.all(is_name_char)
}

fn is_name_start(c: char) -> bool {
    match c {
        'A'..='Z' | 'a'..='z' | '_' => true,
        c if c.is_ascii() => false,
        _ => matches!(c,
            '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
            | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
            | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
            | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}'),
    }
}

fn is_name_char(c: char) -> bool {
    matches!(c, '0'..='9' | '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
        || is_name_start(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_the_two_last_are_forbidden() {
        assert_eq!(first_forbidden("a\tb\r\né"), None);
        assert_eq!(first_forbidden("ab\u{0}"), Some(2));
        assert_eq!(first_forbidden("é\u{FFFF}"), Some(2));
        assert_eq!(first_forbidden("\u{FFFD}"), None);
        assert!(!is_char('\u{1}'));
    }

    #[test]
    fn names_are_checked() {
        for good in ["a", "_a", "é-1.b", "RECSANSVITALE"] {
            assert!(is_ncname(good), "{good}");
        }
        for bad in ["", "1a", "-a", "a b", "a:b", "<", "a="] {
            assert!(!is_ncname(bad), "{bad}");
        }
    }
}
