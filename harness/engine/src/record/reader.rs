//! Reads `run.json` back, refusing what it does not know.

use std::path::{Path, PathBuf};

use super::writer::RUN_FILE;
use super::{FORMAT, RunRecord};

/// Why a run cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file is not there or cannot be opened.
    #[error("{path} cannot be read: {source}; give the folder of a run")]
    Missing {
        /// File.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another version of the bench wrote it.
    #[error(
        "{path} has format {found}, this bench reads format {FORMAT}: judge the run with the bench that recorded it"
    )]
    Format {
        /// File.
        path: PathBuf,
        /// Format found.
        found: String,
    },
    /// The file is damaged.
    #[error("{path} is damaged: {reason}")]
    Damaged {
        /// File.
        path: PathBuf,
        /// Where and why.
        reason: String,
    },
}

/// Reads the record of a run folder.
pub fn read(directory: &Path) -> Result<RunRecord, ReadError> {
    let path = directory.join(RUN_FILE);
    let bytes = std::fs::read(&path).map_err(|source| ReadError::Missing {
        path: path.clone(),
        source,
    })?;
    let damaged = |reason: String| ReadError::Damaged {
        path: path.clone(),
        reason,
    };
    // The format is looked at first: another format may have any shape.
    let value: serde_json::Value =
        serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
    match value.get("format").and_then(serde_json::Value::as_u64) {
        Some(found) if found == u64::from(FORMAT) => {}
        found => {
            return Err(ReadError::Format {
                path,
                found: found.map_or_else(|| "none".to_owned(), |found| found.to_string()),
            });
        }
    }
    serde_path_to_error::deserialize(value).map_err(|error| damaged(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::sample;

    fn read_text(text: &str) -> Result<RunRecord, ReadError> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(RUN_FILE), text).unwrap();
        read(folder.path())
    }

    #[test]
    fn a_run_survives_a_round_trip() {
        let (run, _) = sample::run();
        let text = serde_json::to_string(&run).unwrap();
        assert_eq!(read_text(&text).unwrap(), run);
    }

    #[test]
    fn what_is_unknown_or_damaged_is_refused_with_a_reason() {
        let (run, _) = sample::run();
        let mut value = serde_json::to_value(&run).unwrap();
        value["scenarios"][0]["verdict"] = "formidable".into();
        let error = read_text(&value.to_string()).unwrap_err().to_string();
        assert!(error.contains("scenarios[0].verdict"), "{error}");
        value["format"] = 99.into();
        let error = read_text(&value.to_string()).unwrap_err().to_string();
        assert!(
            error.contains("has format 99, this bench reads format 1"),
            "{error}"
        );
        let error = read_text("{").unwrap_err().to_string();
        assert!(error.contains("is damaged"), "{error}");
        let error = read(Path::new("/nonexistent")).unwrap_err().to_string();
        assert!(error.contains("give the folder of a run"), "{error}");
    }
}
