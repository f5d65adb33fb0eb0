//! What the two simulated services do, where each behaviour comes from, and what that is worth.
//!
//! One row per behaviour; `docs/fidelite.md` is generated from this table. Variations add their own
//! rows, from where they are defined.

mod api_psc;
mod proxy_esante;

use std::fmt::Write as _;

use crate::variation::{self, Variation};

/// What a behaviour is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Official text or contract, or a published standard that it rests on.
    Officiel,
    /// Seen in a client, in a server's source, or in captured tokens.
    VuChezUnClient,
    /// Reported by a third party who quotes the specification.
    DeSecondeMain,
    /// Deduced, or chosen by the bench.
    Deduit,
    /// A contract that was not found, replaced by our own.
    Provisoire,
}

impl Confidence {
    /// Every level, best first.
    pub const ALL: [Self; 5] = [
        Self::Officiel,
        Self::VuChezUnClient,
        Self::DeSecondeMain,
        Self::Deduit,
        Self::Provisoire,
    ];

    /// Name in French.
    pub fn label(self) -> &'static str {
        match self {
            Self::Officiel => "officiel",
            Self::VuChezUnClient => "vu chez un client",
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

const fn row(
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
    let mut out = String::new();
    let variations: [&[Variation]; 2] = [variation::of_api_psc(), variation::of_proxy_esante()];
    for ((title, rows), variations) in ROWS.into_iter().zip(variations) {
        if !out.is_empty() {
            out.push('\n');
        }
        service(&mut out, title, rows, variations);
    }
    out
}

fn service(out: &mut String, title: &str, rows: &[Row], variations: &[Variation]) {
    let _ = write!(out, "## {title}\n\n### Comportements\n\n");
    for confidence in Confidence::ALL {
        let count = rows
            .iter()
            .filter(|row| row.confidence == confidence)
            .count();
        let _ = writeln!(out, "- {} : {count}", confidence.label());
    }
    out.push_str("\n| Comportement | Énoncé | Source | Confiance |\n|---|---|---|---|\n");
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
    out.push_str("\n### Variations (réponses correctes mais inhabituelles)\n\n| Variation | Ce qui la permet |\n|---|---|\n");
    for variation in variations {
        let _ = writeln!(
            out,
            "| `{}` | {} |",
            variation.name,
            cell(variation.permitted_by)
        );
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
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
