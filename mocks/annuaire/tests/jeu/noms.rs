//! Invented names, and plausible places.

/// Beginnings of invented surnames.
const DEBUTS: [&str; 20] = [
    "ADRU", "BELVO", "CASTI", "DORVA", "ESTRÉ", "FLAVI", "GRIMO", "HALBE", "JOLVA", "KERVO",
    "LUDRE", "MERCO", "NORBE", "OLIVA", "PERRO", "QUINTÉ", "ROUVE", "SALVE", "TRÉMO", "VALDO",
];

/// Ends of invented surnames.
const FINS: [&str; 12] = [
    "LIN", "CARD", "ZAC", "MEUR", "SSET", "VILLE", "RAND", "BERT", "NEUF", "GNAC", "TIN", "LOUP",
];

/// First names, each with its civility.
pub(crate) const PRENOMS: [(&str, &str); 16] = [
    ("Agathe", "MME"),
    ("Basile", "M"),
    ("Célestine", "MME"),
    ("Désiré", "M"),
    ("Éloïse", "MME"),
    ("Fulbert", "M"),
    ("Garance", "MME"),
    ("Hippolyte", "M"),
    ("Inès", "MME"),
    ("Jean-Baptiste", "M"),
    ("Léopoldine", "MME"),
    ("Maël", "M"),
    ("Ninon", "MME"),
    ("Octave", "M"),
    ("Philomène", "MME"),
    ("Théophile", "M"),
];

/// Postal codes and towns, as the postal service writes them.
pub(crate) const LIEUX: [(&str, &str); 16] = [
    ("75009", "PARIS"),
    ("69003", "LYON"),
    ("13006", "MARSEILLE"),
    ("31000", "TOULOUSE"),
    ("44000", "NANTES"),
    ("67000", "STRASBOURG"),
    ("33000", "BORDEAUX"),
    ("59800", "LILLE"),
    ("35000", "RENNES"),
    ("63000", "CLERMONT FERRAND"),
    ("21000", "DIJON"),
    ("37000", "TOURS"),
    ("87000", "LIMOGES"),
    ("29200", "BREST"),
    ("74000", "ANNECY"),
    ("97400", "ST DENIS"),
];

/// Kinds of way and names.
pub(crate) const VOIES: [(&str, &str); 12] = [
    ("RUE", "DES LILAS"),
    ("AV", "DE LA REPUBLIQUE"),
    ("BD", "VICTOR HUGO"),
    ("PL", "DU MARCHE"),
    ("RUE", "DE L'EGLISE"),
    ("RUE", "PASTEUR"),
    ("AV", "DES TILLEULS"),
    ("CHE", "DU MOULIN"),
    ("RTE", "DE LA FORET"),
    ("IMP", "DES ACACIAS"),
    ("QU", "DES BRUMES"),
    ("RUE", "JEAN JAURES"),
];

/// The surname of that rank; all differ below 240. Some have an apostrophe, a space or a hyphen.
pub(crate) fn nom(rank: usize) -> String {
    let plain = format!("{}{}", DEBUTS[rank % 20], FINS[(rank / 20) % 12]);
    match rank % 17 {
        3 => format!("D'{plain}"),
        8 => format!("LE {plain}"),
        13 => format!("{plain}-{}", DEBUTS[(rank + 7) % 20]),
        _ => plain,
    }
}

/// A text for the left part of an address: letters, digits and hyphens.
pub(crate) fn sans_accent(text: &str) -> String {
    text.chars()
        .filter_map(|letter| match letter {
            'É' | 'È' | 'é' | 'è' | 'ë' => Some('e'),
            'ï' => Some('i'),
            ' ' | '\'' => None,
            other => other.to_lowercase().next(),
        })
        .collect()
}
