//! Semicolon-separated tables that open well in the spreadsheets of a French office.
//!
//! UTF-8 with BOM, CRLF line ends, RFC 4180 quoting; a cell that a spreadsheet would take for a
//! formula is neutralised by an apostrophe.

/// A table being written.
pub(super) struct Table {
    text: String,
    columns: usize,
}

impl Table {
    /// A table with its header.
    pub(super) fn new(columns: &[&str]) -> Self {
        let mut table = Self {
            text: "\u{feff}".to_owned(),
            columns: columns.len(),
        };
        table.line(columns);
        table
    }

    /// Adds a row of exactly as many cells as there are columns.
    pub(super) fn row(&mut self, cells: &[&str]) {
        debug_assert_eq!(cells.len(), self.columns, "a row of another width");
        self.line(cells);
    }

    fn line(&mut self, cells: &[&str]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.text.push(';');
            }
            self.text.push_str(&quoted(&neutral(cell)));
        }
        self.text.push_str("\r\n");
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// Neutralises a cell that begins like a formula.
fn neutral(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_neutralised() {
        let mut table = Table::new(&["N°", "Texte"]);
        table.row(&["=1+1", "a;b"]);
        table.row(&["-2", "dit \"oui\"\nou non"]);
        table.row(&["@x", "\tonglet"]);
        assert_eq!(
            table.finish(),
            "\u{feff}N°;Texte\r\n'=1+1;\"a;b\"\r\n'-2;\"dit \"\"oui\"\"\nou non\"\r\n'@x;'\tonglet\r\n"
        );
    }
}
