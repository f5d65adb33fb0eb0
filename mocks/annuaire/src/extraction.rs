//! The free-access extractions: one line per activity of a professional
//! (`PS_LibreAcces_Personne_activite`), one line per MSSanté mailbox
//! (`Extraction_Correspondance_MSSante`). The same directory as the FHIR side.
//!
//! Source: columns and their order seen in clients of the real files (no official list was found);
//! text in UTF-8, `|` between cells, a line of column names. The real service gives ZIP archives;
//! the bench gives the text, as the open-data mirror does.

mod activity;
mod mailbox;

use crate::dataset::{Dataset, Structure};
use crate::label;

/// Path of the extraction of professionals and their activities.
pub const EXTRACTION_PATH: &str = "/extraction/PS_LibreAcces_Personne_activite.txt";

/// Path of the extraction of MSSanté mailboxes.
pub const MSS_EXTRACTION_PATH: &str = "/extraction/Extraction_Correspondance_MSSante.txt";

/// The folder of both.
pub(crate) const FOLDER: &str = "/extraction/";

/// The extraction of that path.
pub(crate) fn of_path(path: &str, dataset: &Dataset) -> Option<String> {
    match path {
        EXTRACTION_PATH => Some(activity::write(dataset)),
        MSS_EXTRACTION_PATH => Some(mailbox::write(dataset)),
        _ => None,
    }
}

/// A line; a cell holds neither the separator nor an end of line.
fn line(cells: &[&str]) -> String {
    let mut out = String::new();
    for (rank, cell) in cells.iter().enumerate() {
        if rank > 0 {
            out.push('|');
        }
        out.extend(cell.chars().map(|letter| match letter {
            '|' | '\n' | '\r' => ' ',
            other => other,
        }));
    }
    out
}

/// The postal code and the town, as a distribution office writes them.
fn routing(structure: &Structure) -> String {
    format!("{} {}", structure.code_postal, structure.commune)
}

/// The code of a way, and its label.
fn way(structure: &Structure) -> (&str, &'static str) {
    let code = structure.voie.type_voie.as_str();
    (code, label::type_voie(code))
}

fn text(value: Option<&String>) -> &str {
    value.map_or("", String::as_str)
}
