//! The reports of a run: pure functions of the record, the catalogue and the journal.
//!
//! Each report is a file of its own below; this one only writes them beside the run.

pub mod convergence;
pub mod html;
pub mod junit;
mod label;
mod redaction;
pub mod rem;
mod table;
pub mod text;
mod xml;

use std::path::Path;
use std::sync::Arc;

use banc_core::Exchange;

use crate::catalogue::Catalogue;
use crate::record::{Folder, FolderError, RunRecord};
use crate::tally::Tally;

/// All that a report is made from.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The record.
    pub run: &'a RunRecord,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// The exchanges of the journal, bodies included.
    pub exchanges: &'a [Arc<Exchange>],
    /// The arithmetic.
    pub tally: Tally<'a>,
}

impl<'a> Subject<'a> {
    /// Tallies a run to report on it.
    pub fn new(
        run: &'a RunRecord,
        catalogue: &'a Catalogue,
        exchanges: &'a [Arc<Exchange>],
    ) -> Self {
        Self {
            tally: Tally::of(run, catalogue),
            run,
            catalogue,
            exchanges,
        }
    }
}

/// Writes every report into the run folder: `summary.txt`, `junit.xml`, `rem.csv`,
/// `convergence.csv`, `report.html`.
pub fn write(
    directory: &Path,
    run: &RunRecord,
    catalogue: &Catalogue,
    exchanges: &[Arc<Exchange>],
) -> Result<(), FolderError> {
    let folder = Folder::create(directory)?;
    let subject = Subject::new(run, catalogue, exchanges);
    let failed = |name: &str, reason: String| FolderError {
        path: directory.join(name),
        source: std::io::Error::other(reason),
    };
    let summary = text::render(&subject, Some(directory));
    folder.write("summary.txt", summary.as_bytes())?;
    let junit = junit::render(&subject).map_err(|error| failed("junit.xml", error))?;
    folder.write("junit.xml", junit.as_bytes())?;
    folder.write("rem.csv", rem::render(&subject).as_bytes())?;
    folder.write("convergence.csv", convergence::render(&subject).as_bytes())?;
    let page =
        html::render(&subject).map_err(|error| failed("report.html", format!("{error:#}")))?;
    folder.write("report.html", page.as_bytes())
}
