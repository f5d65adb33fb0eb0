//! What the simulated directory does, where each behaviour comes from, and what that is worth.
//!
//! One row per behaviour; the page of fidelity is generated from this table. Variations and
//! tolerances add their own rows, from where they are defined.

mod lecture;
mod recherche;
mod transport;

use std::fmt::Write as _;

use banc_core::fidelity::{Row, behaviours, cell, variations};

use crate::quirk::Quirk;
use crate::variation;

/// Every behaviour.
pub fn rows() -> impl Iterator<Item = &'static Row> + Clone {
    [transport::ROWS, recherche::ROWS, lecture::ROWS]
        .into_iter()
        .flatten()
}

/// The rows as a French page, without heading of level one.
pub fn markdown() -> String {
    let mut out = String::from("## Annuaire Santé\n\n");
    out.push_str(&behaviours(rows()));
    out.push_str(&variations(&variation::ALL));
    out.push_str(
        "\n### Tolérances (notées dans l'échange)\n\n| Tolérance | Ce qui est admis |\n|---|---|\n",
    );
    for quirk in Quirk::ALL {
        let _ = writeln!(out, "| `{}` | {} |", quirk.name(), cell(quirk.meaning()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_sentence_with_a_source_and_a_name_of_its_own() {
        let names: std::collections::BTreeSet<_> = rows().map(|row| row.id).collect();
        assert_eq!(names.len(), rows().count());
        for row in rows() {
            assert!(row.behaviour.ends_with('.'), "{}", row.id);
            assert!(!row.source.is_empty(), "{}", row.id);
        }
    }

    #[test]
    fn refusals_each_have_a_row() {
        for code in crate::problem::REFUSALS {
            assert!(
                rows().any(|row| row.id == format!("refus.{code}")),
                "{code}"
            );
        }
    }

    #[test]
    fn the_page_is_a_set_of_tables() {
        let page = markdown();
        for line in page.lines().filter(|line| line.starts_with("| ")) {
            assert!(line.ends_with(" |"), "{line}");
        }
    }
}
