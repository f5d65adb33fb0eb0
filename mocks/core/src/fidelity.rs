//! What a simulated service does, where each behaviour comes from, and what that is worth: the
//! shape of the tables that each service keeps, and their page.
//!
//! The rows are the services'.

use std::fmt::Write as _;

use crate::variation::Variation;

/// What a behaviour is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Official description or schema, or a published standard that it rests on.
    Officiel,
    /// Seen in a client of the real service: captures, code, fixtures.
    VuChezUnClient,
    /// Source code or behaviour of the product on which the real service is built: likely, not shown.
    ProduitSousJacent,
    /// Reported by a third party who quotes the specification.
    DeSecondeMain,
    /// Deduced, or chosen by the bench.
    Deduit,
    /// A contract that was not found, replaced by our own.
    Provisoire,
}

impl Confidence {
    /// Every level, best first.
    pub const ALL: [Self; 6] = [
        Self::Officiel,
        Self::VuChezUnClient,
        Self::ProduitSousJacent,
        Self::DeSecondeMain,
        Self::Deduit,
        Self::Provisoire,
    ];

    /// Name in French.
    pub fn label(self) -> &'static str {
        match self {
            Self::Officiel => "officiel",
            Self::VuChezUnClient => "vu chez un client",
            Self::ProduitSousJacent => "code du produit sous-jacent",
            Self::DeSecondeMain => "de seconde main",
            Self::Deduit => "déduit",
            Self::Provisoire => "provisoire",
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

/// One behaviour, in the order in which a table reads well.
pub const fn row(
    id: &'static str,
    confidence: Confidence,
    source: &'static str,
    behaviour: &'static str,
) -> Row {
    Row {
        id,
        behaviour,
        source,
        confidence,
    }
}

/// The behaviours of a service as French Markdown: counts by confidence, then a table.
pub fn behaviours<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> String {
    let counts = counts(&rows);
    format!("### Comportements\n\n{counts}\n{}", table(rows))
}

/// How many rows of each confidence, as a list; levels without a row are left out.
pub fn counts<'a>(rows: &(impl Iterator<Item = &'a Row> + Clone)) -> String {
    let mut out = String::new();
    for confidence in Confidence::ALL {
        let of_this = rows.clone().filter(|row| row.confidence == confidence);
        match of_this.count() {
            0 => {}
            count => {
                let _ = writeln!(out, "- {} : {count}", confidence.label());
            }
        }
    }
    out
}

/// Rows as a table.
pub fn table<'a>(rows: impl Iterator<Item = &'a Row>) -> String {
    let mut out =
        String::from("| Comportement | Énoncé | Source | Confiance |\n|---|---|---|---|\n");
    for row in rows {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            row.id,
            cell(row.behaviour),
            cell(row.source),
            row.confidence.label()
        );
    }
    out
}

/// The variations of a service as French Markdown.
pub fn variations(all: &[Variation]) -> String {
    let mut out = String::from(
        "\n### Variations (réponses correctes mais inhabituelles)\n\n\
         | Variation | Ce qui la permet |\n|---|---|\n",
    );
    for variation in all {
        let permitted_by = cell(variation.permitted_by);
        let _ = writeln!(out, "| `{}` | {permitted_by} |", variation.name);
    }
    out
}

/// Text that stands in a cell of a Markdown table.
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_counts_and_escapes() {
        let rows = [
            row("a", Confidence::Officiel, "norme", "Un | deux."),
            row("b", Confidence::Deduit, "banc", "Trois."),
        ];
        let page = behaviours(rows.iter());
        assert!(page.contains("- officiel : 1\n") && !page.contains("- provisoire"));
        assert!(page.contains("| `a` | Un \\| deux. | norme | officiel |\n"));
    }
}
