//! The free-access extractions, read by the names of their columns: professionals and their activities
//! (`PS_LibreAcces_Personne_activite`), or MSSanté mailboxes (`Extraction_Correspondance_MSSante`).
//!
//! Source: seen in clients and in public accounts of the files: UTF-8, `|`, a header row, perhaps a
//! separator at the end of each line, the suffix « structure BAL » in some versions. Columns that this
//! software does not use are left alone, whatever their number and order. Both are published as ZIP
//! archives and as text: this software reads the text.

use std::time::Instant;

use super::client::DirectoryClient;
use super::failure::DirectoryFailure;
use super::query;

/// What one line is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// An activity of an active professional: who is not in the file is not active.
    #[default]
    Professionals,
    /// A mailbox: who is not in the file may have none.
    Mailboxes,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// MSSanté address, in an extraction of mailboxes.
    pub address: Option<String>,
    /// RPPS number of the professional.
    pub rpps: Option<String>,
    /// Surname in practice.
    pub name: String,
    /// First name in practice.
    pub first_name: String,
    /// National identifier of the structure of a mailbox.
    pub structure: String,
    /// *Raison sociale* of the structure of a mailbox.
    pub structure_name: String,
}

/// The file, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extraction {
    /// What the lines are about.
    pub subject: Subject,
    /// Lines, in the order of the file; professionals without an RPPS number are left out.
    pub lines: Vec<Line>,
    /// Lines that could not be read: another number of columns, or no address.
    pub rejected: usize,
}

/// Where the columns are.
struct Columns {
    count: usize,
    address: Option<usize>,
    number: Option<usize>,
    national: Option<usize>,
    name: usize,
    first_name: usize,
    structure: Option<usize>,
    structure_name: Option<usize>,
}

/// The cells of a line, without the separator that may end it.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim_end_matches('\r');
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').map(str::trim).collect()
}

impl Columns {
    fn read(header: &str) -> Result<Self, DirectoryFailure> {
        let names: Vec<String> = cells(header)
            .into_iter()
            .map(|name| {
                let name = name.to_lowercase().replace('’', "'");
                name.trim_end_matches(" structure bal").to_owned()
            })
            .collect();
        let find = |wanted: &str| names.iter().position(|name| name == wanted);
        let require = |wanted: &str| {
            find(wanted).ok_or_else(|| {
                DirectoryFailure::Unreadable(format!("extraction sans colonne « {wanted} »"))
            })
        };
        let columns = Self {
            count: names.len(),
            address: find("adresse bal"),
            number: find("identifiant pp"),
            national: find("identification nationale pp"),
            name: require("nom d'exercice")?,
            first_name: require("prénom d'exercice")?,
            structure: find("identification structure"),
            structure_name: find("raison sociale"),
        };
        if columns.number.is_none() && columns.national.is_none() {
            return Err(DirectoryFailure::Unreadable(
                "extraction sans identifiant de professionnel".to_owned(),
            ));
        }
        Ok(columns)
    }

    /// A line, unless it is not whole. A last cell that is empty may look like the separator at the end
    /// of a line: it is put back.
    fn line(&self, text: &str) -> Option<Line> {
        let mut cells = cells(text);
        if cells.len() + 1 == self.count && text.trim_end().ends_with('|') {
            cells.push("");
        }
        if cells.len() != self.count {
            return None;
        }
        let cell = |column: Option<usize>| column.map_or("", |column| cells[column]);
        let address = cell(self.address);
        if self.address.is_some() && !address.contains('@') {
            return None;
        }
        Some(Line {
            address: Some(address.to_owned()).filter(|address| !address.is_empty()),
            rpps: rpps(cell(self.national), cell(self.number)),
            name: cells[self.name].to_owned(),
            first_name: cells[self.first_name].to_owned(),
            structure: cell(self.structure).to_owned(),
            structure_name: cell(self.structure_name).to_owned(),
        })
    }
}

/// The RPPS number of a professional: the national identifier is `8` and this number; other types of
/// identifier give none.
fn rpps(national: &str, number: &str) -> Option<String> {
    match national.len() {
        0 => query::rpps(number).ok(),
        12 => query::rpps(national).ok(),
        _ => None,
    }
}

impl DirectoryClient {
    /// Fetches the extraction and reads it.
    pub async fn import(&self, deadline: Instant) -> Result<Extraction, DirectoryFailure> {
        read(&self.extraction(deadline).await?)
    }
}

/// Reads the file. A file without a single usable line is a failure: it would empty the address book.
pub fn read(bytes: &[u8]) -> Result<Extraction, DirectoryFailure> {
    if bytes.starts_with(b"PK") {
        return Err(DirectoryFailure::Unreadable(
            "archive ZIP, ce logiciel lit le texte".to_owned(),
        ));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| DirectoryFailure::Unreadable(format!("extraction : {error}")))?;
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let columns = Columns::read(lines.next().unwrap_or_default())?;
    let subject = if columns.address.is_some() {
        Subject::Mailboxes
    } else {
        Subject::Professionals
    };
    let mut extraction = Extraction {
        subject,
        ..Extraction::default()
    };
    for line in lines.filter(|line| !line.trim().is_empty()) {
        match columns.line(line) {
            None => extraction.rejected += 1,
            Some(line) if line.rpps.is_none() && subject == Subject::Professionals => {}
            Some(line) => extraction.lines.push(line),
        }
    }
    if extraction.lines.is_empty() {
        return Err(DirectoryFailure::Unreadable(
            "extraction sans aucune ligne utilisable".to_owned(),
        ));
    }
    Ok(extraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "Type de BAL|Adresse BAL|Type Identifiant PP|Identifiant PP|Identification nationale PP|Type identifiant structure|Identification Structure|Nom d'exercice|Prénom d'exercice|Raison Sociale structure BAL";

    #[test]
    fn columns_are_found_by_name_and_bad_lines_are_counted() {
        let text = format!(
            "\u{feff}{HEADER}\r\n\
             PER|a@x.mssante.fr|8|99700427885|899700427885|||KIT|DOC|\r\n\
             ORG|s@x.mssante.fr||||1|1990000001|||CENTRE DES LILAS\n\
             PER|b@x.mssante.fr|0|012345678|0012345678|||ADELI|ANNE|\n\
             PER|tronquée\n"
        );
        let read = read(text.as_bytes()).unwrap();
        assert_eq!((read.subject, read.rejected), (Subject::Mailboxes, 1));
        let rpps: Vec<_> = read.lines.iter().map(|each| each.rpps.as_deref()).collect();
        assert_eq!(rpps, [Some("99700427885"), None, None]);
        assert_eq!(read.lines[1].structure_name, "CENTRE DES LILAS");
        assert_eq!(read.lines[1].structure, "1990000001");
    }

    #[test]
    fn professionals_are_read_with_the_separator_at_the_end_of_lines() {
        let text = "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Nom d'exercice|Prénom d'exercice|Code fonction|\n\
                    8|99700427885|899700427885|KIT|DOC||\n\
                    8|99700427885|899700427885|KIT|DOC|FON-01|\n\
                    0|012345678|0012345678|ADELI|ANNE||\n\
                    8|997\n";
        let read = read(text.as_bytes()).unwrap();
        assert_eq!((read.subject, read.rejected), (Subject::Professionals, 1));
        assert_eq!(read.lines.len(), 2);
        assert!(read.lines.iter().all(|line| line.address.is_none()));
        assert_eq!(read.lines[1].first_name, "DOC");
    }

    #[test]
    fn what_is_not_an_extraction_is_a_failure() {
        for wrong in [
            "",
            "<html></html>",
            HEADER,
            "PK\u{3}\u{4}",
            "Adresse BAL|Nom d'exercice|Prénom d'exercice\na@b|c|d",
        ] {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong}");
        }
        assert!(read(&[0xff, 0xfe]).is_err());
    }
}
