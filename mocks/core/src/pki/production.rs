//! Guard rail: certificates of the production IGC-Santé have no business on a test bench.

use rustls_pki_types::CertificateDer;
use x509_parser::x509::X509Name;

/// Beginnings of the common names of production authorities; the test ones put `TEST` before.
///
/// Source: seen in clients (authorities that real clients pin).
const PRODUCTION: [&str; 2] = ["AC IGC-SANTE", "AC RACINE IGC-SANTE"];

/// The production authority that a chain names as issuer or holds, by its common name.
///
/// A certificate that cannot be read names nobody.
pub fn production_authority(chain: &[CertificateDer<'_>]) -> Option<String> {
    chain.iter().find_map(|der| {
        let (_, parsed) = x509_parser::parse_x509_certificate(der).ok()?;
        production_name(parsed.issuer()).or_else(|| production_name(parsed.subject()))
    })
}

fn production_name(name: &X509Name<'_>) -> Option<String> {
    name.iter_common_name().find_map(|attribute| {
        let text = super::distinguished_name::attribute_text(attribute);
        is_production(&text).then_some(text)
    })
}

fn is_production(common_name: &str) -> bool {
    let folded = common_name
        .to_uppercase()
        .replace('É', "E")
        .replace("IGC SANTE", "IGC-SANTE");
    let folded = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    PRODUCTION.iter().any(|start| folded.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_names_are_told_from_test_names() {
        for name in [
            "AC IGC-SANTE ELEMENTAIRE ORGANISATIONS",
            "AC RACINE IGC-SANTE ELEMENTAIRE",
            "ac igc-santé  standard personnes",
        ] {
            assert!(is_production(name), "{name}");
        }
        for name in [
            "TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS",
            "TEST AC RACINE IGC-SANTE ELEMENTAIRE",
            "AC DE L'EDITEUR",
            "",
        ] {
            assert!(!is_production(name), "{name}");
        }
    }
}
