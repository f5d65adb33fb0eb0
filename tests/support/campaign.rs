//! A whole run of `banc demo` or `banc run`, and what it left.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::process::{campaign_banc, fresh_dir, output};

/// What a run left.
pub(crate) struct Campaign {
    /// Exit code.
    pub(crate) code: i32,
    /// The run record.
    pub(crate) run: serde_json::Value,
    /// The run folder.
    pub(crate) directory: PathBuf,
    /// What was printed on standard output.
    pub(crate) printed: String,
    /// What was printed on standard error.
    pub(crate) complained: String,
}

/// Plays with short quiet windows; `arguments` begin with the command.
pub(crate) fn play(name: &str, arguments: &[&str]) -> Campaign {
    let directory = fresh_dir(name);
    let mut command = campaign_banc();
    command
        .args(arguments)
        .args(["--quiet-window", "300ms", "--report-dir"])
        .arg(&directory);
    let output = output(&mut command);
    let text =
        std::fs::read_to_string(directory.join("run.json")).unwrap_or_else(|_| "null".to_owned());
    Campaign {
        code: output.status.code().unwrap_or(-1),
        run: serde_json::from_str(&text).unwrap(),
        directory,
        printed: String::from_utf8_lossy(&output.stdout).into_owned(),
        complained: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

impl Campaign {
    /// Digest of the run.
    pub(crate) fn digest(&self) -> &str {
        self.run["digest"]
            .as_str()
            .unwrap_or_else(|| panic!("no digest: {}", self.complained))
    }

    /// Verdict of each scenario played.
    pub(crate) fn verdicts(&self) -> BTreeMap<String, String> {
        let scenarios = self.run["scenarios"]
            .as_array()
            .unwrap_or_else(|| panic!("{}", self.complained));
        scenarios
            .iter()
            .map(|one| {
                (
                    one["id"].as_str().unwrap().to_owned(),
                    one["verdict"].as_str().unwrap().to_owned(),
                )
            })
            .collect()
    }

    /// Verdict of each exigence, from `rem.csv`: the worst of its preuves.
    pub(crate) fn exigences(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in self.rem() {
            found
                .entry(row["N° exigence"].clone())
                .or_default()
                .insert(row["Verdict"].clone());
        }
        found
    }

    /// Exigences that are red.
    pub(crate) fn red(&self) -> BTreeSet<String> {
        let red = |verdicts: &BTreeSet<String>| verdicts.contains("Non conforme");
        self.exigences()
            .into_iter()
            .filter(|(_, verdicts)| red(verdicts))
            .map(|(id, _)| id)
            .collect()
    }

    /// Rows of `rem.csv` by column.
    pub(crate) fn rem(&self) -> Vec<BTreeMap<String, String>> {
        let text = std::fs::read_to_string(self.directory.join("rem.csv")).unwrap();
        let mut rows = csv(text.trim_start_matches('\u{feff}')).into_iter();
        let head = rows.next().unwrap();
        rows.map(|row| {
            assert_eq!(
                row.len(),
                head.len(),
                "a row of rem.csv has another number of cells"
            );
            head.iter().cloned().zip(row).collect()
        })
        .collect()
    }
}

/// Reads RFC 4180 with semicolons.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match (quoted, character) {
            (true, '"') if characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            (_, '"') => quoted = !quoted,
            (false, ';') => row.push(std::mem::take(&mut cell)),
            (false, '\n') => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (false, '\r') => {}
            (_, other) => cell.push(other),
        }
    }
    assert!(!quoted, "a quoted cell has no end");
    rows
}
