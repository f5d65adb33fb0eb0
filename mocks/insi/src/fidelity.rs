//! What the simulated INSi does, where each behaviour comes from, and what that is worth.
//!
//! One row per behaviour; `docs/fidelite.md` is generated from this table. Variations, quirks and
//! attested identities add their own rows, from where they are defined.

mod authentification;
mod operations;
mod transport;

use std::fmt::Write as _;

use banc_core::fidelity::{Confidence, Row, behaviours, cell, variations};
use banc_fixtures::identity::{Confidence as RowConfidence, Section, identities};

use crate::quirk::Quirk;
use crate::variation;

/// Every behaviour.
pub fn rows() -> impl Iterator<Item = &'static Row> + Clone {
    [transport::ROWS, authentification::ROWS, operations::ROWS]
        .into_iter()
        .flatten()
}

/// The rows as a French page, without heading of level one.
pub fn markdown() -> String {
    let mut out = String::from("## INSi\n\n");
    out.push_str(&behaviours(rows()));
    out.push_str(&variations(&variation::ALL));
    out.push_str("\n### Tolérances du décodeur (notées dans l'échange)\n\n| Tolérance | Ce qui est admis |\n|---|---|\n");
    for quirk in Quirk::ALL {
        let _ = writeln!(out, "| `{}` | {} |", quirk.name(), cell(quirk.meaning()));
    }
    attested(&mut out);
    out
}

fn attested(out: &mut String) {
    out.push_str("\n### Identités attestées\n\n| Ligne | Identité | Matricule connu | Particularité | Source | Confiance |\n|---|---|---|---|---|---|\n");
    for identity in identities().section(Section::Attestee) {
        let confidence = match identity.confiance {
            RowConfidence::VuChezUnClient => Confidence::VuChezUnClient,
            RowConfidence::DeSecondeMain => Confidence::DeSecondeMain,
            RowConfidence::Deduit | RowConfidence::Banc => Confidence::Deduit,
        };
        let _ = writeln!(
            out,
            "| {} | {} {} | {} | {} | {} | {} |",
            identity.ligne.unwrap_or_default(),
            identity.nom_naissance,
            identity.prenoms,
            if identity.matricule.is_some() {
                "oui"
            } else {
                "non"
            },
            cell(&identity.note),
            cell(&identity.source),
            confidence.label()
        );
    }
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
        for confidence in Confidence::ALL {
            assert!(
                confidence == Confidence::ProduitSousJacent
                    || rows().any(|row| row.confidence == confidence),
                "{confidence:?}"
            );
        }
    }

    #[test]
    fn official_refusals_each_have_a_row() {
        for code in crate::codes::OFFICIAL {
            assert!(
                rows().any(|row| row.id == format!("faute.{code}")),
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
        assert!(
            page.contains("| `faute.insi_102` |") && page.contains("| 18 | DE VINCI RUTH | non |")
        );
    }
}
