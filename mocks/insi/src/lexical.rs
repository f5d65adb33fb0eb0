//! What a search may contain: characters and shapes of names, first names, sex, date, place.
//!
//! Source: SEL-MP-043 v05 as quoted by a third party (second-hand), same rules coded by two clients.
//! The service answers the fault insi_102 to what breaks them (seen in a client).

/// Why a trait is refused, in French, for the investigator.
pub type Breach = &'static str;

/// Birth name: `A`–`Z`, space, apostrophe, hyphen (also doubled); no space or hyphen first.
pub fn nom(value: &str) -> Result<(), Breach> {
    characters(value)?;
    if value.contains("---") {
        return Err("plus de deux traits d'union de suite");
    }
    Ok(())
}

/// First name, or first names joined by a space: as a name, without doubled hyphen, and ending
/// neither with a hyphen nor with an apostrophe.
pub fn prenom(value: &str) -> Result<(), Breach> {
    characters(value)?;
    if value.contains("--") {
        return Err("double trait d'union dans un prénom");
    }
    if value.ends_with(['-', '\'']) {
        return Err("un prénom ne finit ni par un trait d'union ni par une apostrophe");
    }
    Ok(())
}

fn characters(value: &str) -> Result<(), Breach> {
    let bytes = value.as_bytes();
    match bytes.first() {
        None => return Err("valeur vide"),
        Some(b' ' | b'-') => return Err("commence par une espace ou un trait d'union"),
        Some(_) => {}
    }
    if !bytes
        .iter()
        .all(|byte| matches!(byte, b'A'..=b'Z' | b' ' | b'\'' | b'-'))
    {
        return Err("caractère autre que A à Z, espace, apostrophe droite ou trait d'union");
    }
    for pair in bytes.windows(2) {
        match pair {
            b"  " => return Err("deux espaces de suite"),
            b"''" => return Err("deux apostrophes de suite"),
            b" '" | b"' " => return Err("espace et apostrophe contiguës"),
            _ => {}
        }
    }
    Ok(())
}

/// Sex: `M` or `F`.
pub fn sexe(value: &str) -> Result<(), Breach> {
    match value {
        "M" | "F" => Ok(()),
        _ => Err("le sexe vaut M ou F"),
    }
}

/// Birth date: `AAAA-MM-JJ`, digits only; lunar dates have impossible days and are let through.
pub fn date(value: &str) -> Result<(), Breach> {
    let bytes = value.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if shaped {
        Ok(())
    } else {
        Err("la date s'écrit AAAA-MM-JJ")
    }
}

/// Birth place: INSEE code, five characters.
pub fn lieu(value: &str) -> Result<(), Breach> {
    let shaped = matches!(
        value.as_bytes(),
        [b'0'..=b'9', b'0'..=b'9' | b'A' | b'B', rest @ ..]
            if rest.len() == 3 && rest.iter().all(u8::is_ascii_digit)
    );
    if shaped {
        Ok(())
    } else {
        Err("le lieu est un code officiel géographique de cinq caractères")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_inventory_pass() {
        for good in [
            "ADRUN",
            "D'ARTAGNAN DE L'HERAULT",
            "PATB-QUATRE",
            "DUPONT--MARTIN",
            "'T HOOFT",
            "DE VINCI",
        ] {
            assert_eq!(nom(good), Ok(()), "{good}");
        }
        for good in ["PIERRE-ALAIN", "PIERRE-ALAIN MURIEL FLORIANT", "N'GOLO"] {
            assert_eq!(prenom(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn forbidden_shapes_are_refused() {
        for bad in [
            "",
            " A",
            "-A",
            "a",
            "É",
            "D’ÆION",
            "A  B",
            "A''B",
            "A 'B",
            "A' B",
            "A1",
            "A---B",
            "A\tB",
        ] {
            assert!(nom(bad).is_err(), "{bad}");
        }
        for bad in ["A--B", "A-", "A'", "CŒUR", ""] {
            assert!(prenom(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn sex_date_and_place_have_their_shape() {
        assert!(sexe("M").is_ok() && sexe("I").is_err() && sexe("m").is_err());
        assert!(date("1936-06-21").is_ok() && date("1936-14-40").is_ok());
        for bad in ["", "1936-6-21", "21/06/1936", "1936-06-21Z", "1936x06-21"] {
            assert!(date(bad).is_err(), "{bad}");
        }
        assert!(lieu("63220").is_ok() && lieu("2A020").is_ok() && lieu("99999").is_ok());
        for bad in ["", "6322", "2C020", "632200", "2a020"] {
            assert!(lieu(bad).is_err(), "{bad}");
        }
    }
}
