//! Texts as string searches compare them: without case, accents or repeated blanks.
//!
//! Source: FHIR R4 §3.1.1.4.8: matching of strings ignores case and accents unless `:exact`.

/// The text as it is compared.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(plain) => out.push_str(plain),
            None => out.push(letter),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letters of a French letter with an accent or a ligature.
fn plain(letter: char) -> Option<&'static str> {
    match letter {
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => Some("a"),
        'ç' => Some("c"),
        'é' | 'è' | 'ê' | 'ë' => Some("e"),
        'î' | 'ï' | 'í' | 'ì' => Some("i"),
        'ñ' => Some("n"),
        'ô' | 'ö' | 'ó' | 'ò' | 'õ' => Some("o"),
        'ù' | 'û' | 'ü' | 'ú' => Some("u"),
        'ÿ' => Some("y"),
        'œ' => Some("oe"),
        'æ' => Some("ae"),
        '’' => Some("'"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_blanks_do_not_count() {
        assert_eq!(folded("  D’ESTRÉMEUR   Éloïse "), "d'estremeur eloise");
        assert_eq!(folded("Sœur"), "soeur");
    }
}
