//! What the simulated provider does, where each behaviour comes from, and what that is worth.
//!
//! One row per behaviour; `docs/fidelite.md` is generated from this table. Variations and deviations
//! add their own rows, from where they are defined.

mod ciba;
mod clients;
mod connexion;
mod documents;
mod jetons;
mod sortie;

use std::fmt::Write as _;

use banc_core::fidelity::{Row, counts, table, variations};

use crate::deviation::{Deviation, Spoilt};
use crate::variation;

/// Every behaviour, by part of the service.
pub const ROWS: [(&str, &[Row]); 6] = [
    ("Adresses, document de découverte et clés", documents::ROWS),
    (
        "Demande d'autorisation et page de connexion",
        connexion::ROWS,
    ),
    (
        "Jetons, UserInfo, introspection et révocation",
        jetons::ROWS,
    ),
    ("Fin de session", sortie::ROWS),
    ("CIBA et e-CPS", ciba::ROWS),
    ("Clients", clients::ROWS),
];

/// The rows as a French page, without heading of level one.
pub fn markdown() -> String {
    let mut out = String::from("## Pro Santé Connect\n\n");
    out.push_str(&counts(&ROWS.iter().flat_map(|(_, rows)| *rows)));
    for (title, rows) in ROWS {
        let _ = write!(out, "\n### {title}\n\n{}", table(rows.iter()));
    }
    out.push_str(&variations(&variation::ALL));
    out.push_str("\n### Écarts de Pro Santé Connect (réponses fausses, demandées par les scénarios)\n\n| Écart | Ce qu'il fausse |\n|---|---|\n");
    for deviation in Deviation::ALL {
        let spoilt = match deviation.spoils() {
            Spoilt::Callback => "le retour au logiciel",
            Spoilt::IdToken => "le jeton d'identité",
            Spoilt::UserInfo => "UserInfo",
        };
        let _ = writeln!(out, "| `{}` | {spoilt} |", deviation.name());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_sentence_with_a_source_and_a_name_of_its_own() {
        let all: Vec<_> = ROWS.iter().flat_map(|(_, rows)| *rows).collect();
        let names: std::collections::BTreeSet<_> = all.iter().map(|row| row.id).collect();
        assert_eq!(names.len(), all.len());
        for row in &all {
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
        assert!(page.contains("| `ciba.ordre` |") && page.contains("| `state_altere` |"));
    }
}
