//! Names: the form in which they are stored, and the key by which they are searched.
//!
//! Source: `INS/va1.56` (upper case, no diacritic; hyphen, apostrophe and space accepted), lexical
//! rules of the INSi integration guide (second-hand) for the shape.

use super::Refusal;

/// Longest name kept: `INS/va1.56` asks for 54 characters and advises 100.
pub const LONGEST: usize = 100;

/// The stored form of a typed name: upper-case ASCII, ligatures spelled out.
pub fn normalise(label: &str, typed: &str) -> Result<String, Refusal> {
    let mut stored = String::with_capacity(typed.len());
    for character in typed.trim().chars() {
        if !fold(character, &mut stored) {
            return Err(Refusal::new(format!(
                "{label} : le caractère « {character} » n'est pas accepté ; seuls les lettres, \
                 l'espace, l'apostrophe et le tiret le sont"
            )));
        }
    }
    check_shape(label, &stored)?;
    Ok(stored)
}

/// Checks a stored name: its length and the place of its signs.
fn check_shape(label: &str, stored: &str) -> Result<(), Refusal> {
    if stored.chars().count() > LONGEST {
        return Err(Refusal::new(format!(
            "{label} : plus de {LONGEST} caractères"
        )));
    }
    if stored.starts_with('-') {
        return Err(Refusal::new(format!(
            "{label} : le premier caractère ne peut pas être un tiret"
        )));
    }
    for pair in ["  ", "''", " '", "' "] {
        if stored.contains(pair) {
            return Err(Refusal::new(format!(
                "{label} : espaces ou apostrophes mal placés (« {pair} »)"
            )));
        }
    }
    Ok(())
}

/// Checks what holds for first names only: no double hyphen, no sign at the end.
pub fn check_first_names(label: &str, stored: &str) -> Result<(), Refusal> {
    if stored.contains("--") {
        return Err(Refusal::new(format!(
            "{label} : le double tiret n'est pas accepté dans un prénom"
        )));
    }
    if stored
        .split(' ')
        .any(|first_name| first_name.ends_with(['-', '\'']))
    {
        return Err(Refusal::new(format!(
            "{label} : un prénom ne peut pas finir par un tiret ou une apostrophe"
        )));
    }
    Ok(())
}

/// The search key: letters alone, so that apostrophes, hyphens, spaces, accents and case do not matter.
///
/// Source: `INS/va1.25`.
pub fn search_key(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        fold(character, &mut folded);
    }
    folded.retain(|character| character.is_ascii_uppercase());
    folded
}

/// Appends the stored form of one character; false when it has none.
fn fold(character: char, out: &mut String) -> bool {
    let folded = match character {
        'a'..='z' | 'A'..='Z' => {
            out.push(character.to_ascii_uppercase());
            return true;
        }
        // Combining marks: the letter before them has been kept already.
        '\u{300}'..='\u{36f}' => "",
        ' ' | '\u{a0}' | '\u{202f}' => " ",
        '\'' | '’' | '‘' | 'ʼ' => "'",
        '-' | '‐' | '‑' => "-",
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ą' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'Ā'
        | 'Ą' => "A",
        'ç' | 'ć' | 'č' | 'Ç' | 'Ć' | 'Č' => "C",
        'đ' | 'ď' | 'Đ' | 'Ď' => "D",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' | 'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ę' | 'Ě' => {
            "E"
        }
        'ğ' | 'Ğ' => "G",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' | 'Ì' | 'Í' | 'Î' | 'Ï' | 'Ī' | 'İ' => "I",
        'ł' | 'Ł' => "L",
        'ñ' | 'ń' | 'ň' | 'Ñ' | 'Ń' | 'Ň' => "N",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' | 'Ō' => {
            "O"
        }
        'ř' | 'Ř' => "R",
        'ś' | 'š' | 'ş' | 'Ś' | 'Š' | 'Ş' => "S",
        'ß' | 'ẞ' => "SS",
        'ť' | 'ţ' | 'Ť' | 'Ţ' => "T",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'Ù' | 'Ú' | 'Û' | 'Ü' | 'Ū' | 'Ů' => "U",
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' => "Y",
        'ź' | 'ż' | 'ž' | 'Ź' | 'Ż' | 'Ž' => "Z",
        'œ' | 'Œ' => "OE",
        'æ' | 'Æ' => "AE",
        _ => return false,
    };
    out.push_str(folded);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_stored_upper_case_without_diacritics() {
        for (typed, stored) in [
            ("d’Æion", "D'AEION"),
            ("Cœur", "COEUR"),
            ("Élé-Çan", "ELE-CAN"),
            (" le goff ", "LE GOFF"),
            ("Zoe\u{308}", "ZOE"),
            ("DUPONT--DURAND", "DUPONT--DURAND"),
        ] {
            assert_eq!(normalise("nom", typed).unwrap(), stored);
        }
    }

    #[test]
    fn bad_names_are_refused_and_the_reason_names_them() {
        for bad in ["DUP0NT", "A_B", "Я", "A  B", "A''B", "A 'B", "-A"] {
            let refusal = normalise("nom de naissance", bad).unwrap_err();
            assert!(refusal.0.starts_with("nom de naissance"), "{refusal}");
        }
        assert!(normalise("nom", &"A".repeat(100)).is_ok());
        assert!(normalise("nom", &"A".repeat(101)).is_err());
        assert!(check_first_names("prénoms", "JEAN--PAUL").is_err());
        assert!(check_first_names("prénoms", "JEAN- PAUL").is_err());
        assert!(check_first_names("prénoms", "PIERRE-ALAIN MURIEL").is_ok());
    }

    #[test]
    fn the_search_key_ignores_signs_accents_and_case() {
        for variant in ["D'ARC-LEROY", "darc leroy", "D’Arc--Leroy", "dàrç leroy"] {
            assert_eq!(search_key(variant), "DARCLEROY");
        }
    }
}
