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

use crate::deviation::{Deviation, Spoilt};
use crate::variation;

/// What a behaviour is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Document, sample or code published by ANS, or a published standard that it rests on.
    Officiel,
    /// Seen in a client of the real service.
    VuChezUnClient,
    /// Source code or behaviour of Keycloak, on which the real service is built: likely, not shown.
    Keycloak,
    /// Reported by a third party.
    DeSecondeMain,
    /// Deduced, or chosen by the bench.
    Deduit,
}

impl Confidence {
    /// Every level, best first.
    pub const ALL: [Self; 5] = [
        Self::Officiel,
        Self::VuChezUnClient,
        Self::Keycloak,
        Self::DeSecondeMain,
        Self::Deduit,
    ];

    /// Name in French.
    pub fn label(self) -> &'static str {
        match self {
            Self::Officiel => "officiel",
            Self::VuChezUnClient => "vu chez un client",
            Self::Keycloak => "code de Keycloak",
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
    for confidence in Confidence::ALL {
        let all = ROWS.iter().flat_map(|(_, rows)| *rows);
        let count = all.filter(|row| row.confidence == confidence).count();
        let _ = writeln!(out, "- {} : {count}", confidence.label());
    }
    for (title, rows) in ROWS {
        let _ = write!(
            out,
            "\n### {title}\n\n| Comportement | Énoncé | Source | Confiance |\n|---|---|---|---|\n"
        );
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
    }
    out.push_str("\n### Variations de Pro Santé Connect (réponses correctes mais inhabituelles)\n\n| Variation | Ce qui la permet |\n|---|---|\n");
    for variation in variation::ALL {
        let _ = writeln!(
            out,
            "| `{}` | {} |",
            variation.name,
            cell(variation.permitted_by)
        );
    }
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

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
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
        for confidence in Confidence::ALL {
            assert!(
                all.iter().any(|row| row.confidence == confidence),
                "{confidence:?}"
            );
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
