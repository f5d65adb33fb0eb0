//! What the two simulated services do, where each behaviour comes from, and what that is worth.
//!
//! One row per behaviour; `docs/fidelite.md` is generated from this table. Variations add their own
//! rows, from where they are defined.

mod api_psc;
mod proxy_esante;

use banc_core::fidelity::{Row, behaviours, variations};

use crate::variation::{self, Variation};

/// Every behaviour, by service.
pub const ROWS: [(&str, &[Row]); 2] = [
    (
        "Serveur d'autorisation et API protégée (API Pro Santé Connectées)",
        api_psc::ROWS,
    ),
    ("Proxy e-Santé", proxy_esante::ROWS),
];

/// The rows as a French page, without heading of level one.
pub fn markdown() -> String {
    let offered: [&[Variation]; 2] = [variation::of_api_psc(), variation::of_proxy_esante()];
    let pages = ROWS
        .into_iter()
        .zip(offered)
        .map(|((title, rows), offered)| {
            let behaviours = behaviours(rows.iter());
            format!("## {title}\n\n{behaviours}{}", variations(offered))
        });
    pages.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_sentence_with_a_source_and_a_name_of_its_own() {
        let rows: Vec<&Row> = ROWS.iter().flat_map(|(_, rows)| *rows).collect();
        let names: std::collections::BTreeSet<_> = rows.iter().map(|row| row.id).collect();
        assert_eq!(names.len(), rows.len());
        for row in rows {
            assert!(row.behaviour.ends_with('.'), "{}", row.id);
            assert!(!row.source.is_empty(), "{}", row.id);
        }
    }

    #[test]
    fn the_page_is_a_set_of_tables() {
        let page = markdown();
        for line in page.lines().filter(|line| line.starts_with("| ")) {
            assert!(line.ends_with(" |"), "{line}");
        }
        assert!(page.contains("| `as.cnf` |") && page.contains("| `proxy.connect` |"));
        assert!(page.contains("| `cnf_rfc8705` |") && page.contains("| `cookie_attributs` |"));
    }
}
