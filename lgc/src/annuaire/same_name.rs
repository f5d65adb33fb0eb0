//! When two names of the directory are one: case, accents and signs do not matter. Digits do: names of
//! test identities bear some.

use crate::identity::name;

/// The key by which names are compared.
pub fn key(text: &str) -> String {
    text.split_inclusive(|character: char| character.is_ascii_digit())
        .flat_map(|part| {
            let digit = part.chars().last().filter(char::is_ascii_digit);
            [
                name::search_key(part),
                digit.map(String::from).unwrap_or_default(),
            ]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_do_not_matter_and_digits_do() {
        assert_eq!(key("Côté-d’Arc"), key("COTE DARC"));
        assert_eq!(key("DOC0042788"), "DOC0042788");
        assert_ne!(key("DOC0042788"), key("DOC0042786"));
        assert_eq!(key("4e arr."), "4EARR");
    }
}
