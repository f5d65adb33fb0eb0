//! The matricule INS: its shape and its key.
//!
//! Source: key rule of the NIR (97 minus the remainder by 97; Corsica `2A` reads 19, `2B` reads 18),
//! checked on captured numbers.

/// The key of a thirteen-character number; `None` when its shape is wrong.
pub fn key_of(number: &str) -> Option<String> {
    if number.len() != 13 || !number.is_ascii() {
        return None;
    }
    let digits = match &number[5..7] {
        "2A" => format!("{}19{}", &number[..5], &number[7..]),
        "2B" => format!("{}18{}", &number[..5], &number[7..]),
        _ => number.to_owned(),
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value: u64 = digits.parse().ok()?;
    Some(format!("{:02}", 97 - value % 97))
}

/// True when the fifteen characters are a number followed by its key.
pub fn is_sound(matricule: &str) -> bool {
    matricule.len() == 15
        && matricule.is_ascii()
        && key_of(&matricule[..13]).is_some_and(|key| key == matricule[13..])
}

/// The number without its key.
pub fn number(matricule: &str) -> &str {
    matricule.get(..13).unwrap_or(matricule)
}

/// The key, when the matricule carries one.
pub fn key(matricule: &str) -> Option<&str> {
    matricule.get(13..15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_attested_numbers() {
        for (number, key) in [
            ("297022A020778", "78"),
            ("180032B020401", "23"),
            ("160012B020777", "13"),
            ("2751263220749", "74"),
            ("1090763220834", "89"),
        ] {
            assert_eq!(key_of(number).as_deref(), Some(key));
            assert!(is_sound(&format!("{number}{key}")));
        }
    }

    #[test]
    fn wrong_shapes_and_keys_are_seen() {
        assert!(!is_sound("109076322083488"));
        assert!(!is_sound("1090763220834"));
        assert!(!is_sound("é90763220834890"));
        assert_eq!(key_of("10907632208X4"), None);
    }
}
