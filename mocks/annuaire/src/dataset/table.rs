//! Tables of text: a line of column names, then one line per row, cells separated by `|`.

use std::collections::BTreeMap;

use super::DatasetError;

/// A table, read whole.
#[derive(Debug)]
pub(super) struct Table<'a> {
    name: &'static str,
    columns: BTreeMap<&'a str, usize>,
    rows: Vec<(usize, Vec<&'a str>)>,
}

/// A row of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'t, 'a> {
    table: &'t Table<'a>,
    line: usize,
    cells: &'t [&'a str],
}

impl<'a> Table<'a> {
    /// Reads a table; lines that begin with `#` are comments.
    pub(super) fn read(name: &'static str, text: &'a str) -> Result<Self, DatasetError> {
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
            .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let (_, header) = lines.next().ok_or(DatasetError::Empty(name))?;
        let columns: BTreeMap<&str, usize> = header.split('|').zip(0..).collect();
        let mut rows = Vec::new();
        for (line, text) in lines {
            let cells: Vec<&str> = text.split('|').collect();
            if cells.len() != columns.len() {
                return Err(DatasetError::Cells {
                    table: name,
                    line,
                    found: cells.len(),
                    expected: columns.len(),
                });
            }
            rows.push((line, cells));
        }
        Ok(Self {
            name,
            columns,
            rows,
        })
    }

    /// The rows, in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_, 'a>> {
        self.rows.iter().map(|(line, cells)| Row {
            table: self,
            line: *line,
            cells,
        })
    }
}

impl<'a> Row<'_, 'a> {
    fn cell(&self, column: &'static str) -> Result<&'a str, DatasetError> {
        let place = self.table.columns.get(column);
        place
            .and_then(|place| self.cells.get(*place))
            .copied()
            .ok_or(DatasetError::Column {
                table: self.table.name,
                column,
            })
    }

    /// A text that must be there.
    pub(super) fn text(&self, column: &'static str) -> Result<String, DatasetError> {
        match self.cell(column)? {
            "" => Err(self.wrong(column, "it is empty")),
            text => Ok(text.to_owned()),
        }
    }

    /// A text that may be empty.
    pub(super) fn free(&self, column: &'static str) -> Result<String, DatasetError> {
        self.cell(column).map(str::to_owned)
    }

    /// A text, absent when empty.
    pub(super) fn optional(&self, column: &'static str) -> Result<Option<String>, DatasetError> {
        let text = self.cell(column)?;
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }

    /// `oui` or `non`.
    pub(super) fn flag(&self, column: &'static str) -> Result<bool, DatasetError> {
        match self.cell(column)? {
            "oui" => Ok(true),
            "non" => Ok(false),
            _ => Err(self.wrong(column, "oui or non is expected")),
        }
    }

    /// An instant.
    pub(super) fn instant(&self, column: &'static str) -> Result<jiff::Timestamp, DatasetError> {
        self.cell(column)?.parse().map_err(|_| {
            self.wrong(
                column,
                "an instant such as 2026-01-15T09:30:00Z is expected",
            )
        })
    }

    /// What is wrong with a cell.
    pub(super) fn wrong(&self, column: &'static str, reason: impl Into<String>) -> DatasetError {
        DatasetError::Wrong {
            table: self.table.name,
            line: self.line,
            column,
            reason: reason.into(),
        }
    }
}
