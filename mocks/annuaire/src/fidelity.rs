//! What the simulated directory does, where each behaviour comes from, and what that is worth.
//!
//! One row per behaviour; the page of fidelity is generated from this table. Variations and
//! tolerances add their own rows, from where they are defined.

mod table;

use std::fmt::Write as _;

use crate::quirk::Quirk;
use crate::variation;

pub use table::ROWS;

/// What a behaviour is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Official documentation, guide, server code, or a published standard that it rests on.
    Officiel,
    /// Seen in a client of the real service.
    VuChezUnClient,
    /// Reported by a third party.
    DeSecondeMain,
    /// Deduced, or chosen by the bench.
    Deduit,
}

impl Confidence {
    /// Every level, best first.
    pub const ALL: [Self; 4] = [
        Self::Officiel,
        Self::VuChezUnClient,
        Self::DeSecondeMain,
        Self::Deduit,
    ];

    /// Name in French.
    pub fn label(self) -> &'static str {
        match self {
            Self::Officiel => "officiel",
            Self::VuChezUnClient => "vu chez un client",
            Self::DeSecondeMain => "de seconde main",
            Self::Deduit => "déduit",
        }
    }
}

/// One behaviour.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Stable name.
    pub id: &'static str,
    /// The behaviour, one French sentence.
    pub behaviour: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// What it is worth.
    pub confidence: Confidence,
}

/// The rows as a French page, without heading of level one.
pub fn markdown() -> String {
    let mut out = String::from("## Annuaire Santé\n\n### Comportements\n\n");
    for confidence in Confidence::ALL {
        let count = ROWS
            .iter()
            .filter(|row| row.confidence == confidence)
            .count();
        let _ = writeln!(out, "- {} : {count}", confidence.label());
    }
    out.push_str("\n| Comportement | Énoncé | Source | Confiance |\n|---|---|---|---|\n");
    for row in ROWS {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            row.id,
            cell(row.behaviour),
            cell(row.source),
            row.confidence.label()
        );
    }
    out.push_str("\n### Variations (réponses correctes mais inhabituelles)\n\n| Variation | Ce qui la permet |\n|---|---|\n");
    for variation in variation::ALL {
        let _ = writeln!(
            out,
            "| `{}` | {} |",
            variation.name,
            cell(variation.permitted_by)
        );
    }
    out.push_str(
        "\n### Tolérances (notées dans l'échange)\n\n| Tolérance | Ce qui est admis |\n|---|---|\n",
    );
    for quirk in Quirk::ALL {
        let _ = writeln!(out, "| `{}` | {} |", quirk.name(), cell(quirk.meaning()));
    }
    out
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_sentence_with_a_source_and_a_name_of_its_own() {
        let names: std::collections::BTreeSet<_> = ROWS.iter().map(|row| row.id).collect();
        assert_eq!(names.len(), ROWS.len());
        for row in ROWS {
            assert!(row.behaviour.ends_with('.'), "{}", row.id);
            assert!(!row.source.is_empty(), "{}", row.id);
        }
        for confidence in Confidence::ALL {
            assert!(
                ROWS.iter().any(|row| row.confidence == confidence),
                "{confidence:?}"
            );
        }
    }

    #[test]
    fn refusals_each_have_a_row() {
        for code in crate::problem::REFUSALS {
            assert!(
                ROWS.iter().any(|row| row.id == format!("refus.{code}")),
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
