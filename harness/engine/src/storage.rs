//! Searches the files of a practice software on this machine for tokens: read only, within stated
//! bounds, and nothing of what is read is kept but where a token was found.
//!
//! A token is looked for as it is, in base64, in hexadecimal, percent-encoded and in UTF-16. One
//! that the software has encrypted is not found, and is not asked to be.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use regex::bytes::RegexSet;
use serde::{Deserialize, Serialize};

use crate::token::{IssuedToken, TokenKind};

/// Most files read in one search.
const MAX_FILES: usize = 5_000;
/// Largest part of one file that is read, in bytes.
const MAX_FILE_BYTES: u64 = 32 * 1024 * 1024;
/// Most bytes read in one search.
const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// What of a token is looked for: its end, where the signature is. A shorter token is looked for
/// whole; below the least length it would be found by chance.
const NEEDLE: usize = 64;
/// Coarsest date of a file system in use (FAT).
const GRAIN: Duration = Duration::from_secs(2);
/// Shortest token looked for.
const LEAST: usize = 16;

/// What a search found. Paths are the adapter's; no content is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StorageSearch {
    /// Number of acts done when it was made.
    pub after_acts: usize,
    /// Paths named by the software.
    pub named: usize,
    /// Those that exist.
    pub existing: usize,
    /// Files read.
    pub files: usize,
    /// Bytes read.
    pub bytes: u64,
    /// Files or folders that exist and could not be read, or that are not absolute paths.
    pub unread: usize,
    /// True when one of the files was written since the scenario began: a practice software that
    /// signs in and out writes something.
    pub written: bool,
    /// True when a bound was met: the rest was not read.
    pub truncated: bool,
    /// Tokens looked for.
    pub tokens: usize,
    /// Where tokens were found.
    pub found: Vec<FoundToken>,
}

/// A token found in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FoundToken {
    /// File.
    pub file: String,
    /// Which token.
    pub kind: TokenKind,
    /// How it was written: `clair`, `base64`, `hexadecimal`, `pourcent`, `utf16`.
    pub form: String,
}

/// Searches files and folders, recursively; symbolic links inside folders are not followed. `began` is
/// when the scenario began, wall time.
pub fn search(paths: &[String], tokens: &[IssuedToken], began: SystemTime) -> StorageSearch {
    let needles = needles(tokens);
    let patterns = needles.iter().map(|needle| needle.pattern.as_str());
    let Ok(set) = RegexSet::new(patterns) else {
        // Patterns are escaped bytes: only their total size can be refused.
        return StorageSearch {
            named: paths.len(),
            truncated: true,
            ..StorageSearch::default()
        };
    };
    let mut reading = Reading {
        set,
        needles,
        began: began.checked_sub(GRAIN).unwrap_or(began),
        search: StorageSearch {
            named: paths.len(),
            tokens: tokens.iter().filter(|token| long(token)).count(),
            ..StorageSearch::default()
        },
    };
    for path in paths {
        let path = Path::new(path);
        if !path.is_absolute() {
            reading.search.unread += 1;
        } else if path.exists() {
            reading.search.existing += 1;
            reading.walk(path.to_path_buf());
        }
    }
    let mut search = reading.search;
    search.found.sort();
    search.found.dedup();
    search
}

struct Needle {
    kind: TokenKind,
    form: &'static str,
    pattern: String,
}

struct Reading {
    set: RegexSet,
    needles: Vec<Needle>,
    began: SystemTime,
    search: StorageSearch,
}

impl Reading {
    fn walk(&mut self, root: PathBuf) {
        let mut waiting = vec![root];
        while let Some(path) = waiting.pop() {
            let Ok(kind) = std::fs::metadata(&path) else {
                self.search.unread += 1;
                continue;
            };
            if kind.is_dir() {
                self.children(&path, &mut waiting);
            } else if kind.is_file() {
                self.file(&path);
            }
        }
    }

    fn children(&mut self, folder: &Path, waiting: &mut Vec<PathBuf>) {
        let Ok(entries) = std::fs::read_dir(folder) else {
            self.search.unread += 1;
            return;
        };
        for entry in entries {
            match entry.and_then(|entry| Ok((entry.path(), entry.file_type()?))) {
                Ok((_, kind)) if kind.is_symlink() => {}
                Ok((path, _)) => waiting.push(path),
                Err(_) => self.search.unread += 1,
            }
        }
    }

    fn file(&mut self, path: &Path) {
        if self.search.files >= MAX_FILES || self.search.bytes >= MAX_BYTES {
            self.search.truncated = true;
            return;
        }
        let mut content = Vec::new();
        let written = std::fs::metadata(path).and_then(|about| about.modified());
        self.search.written |= written.is_ok_and(|at| at >= self.began);
        let read = File::open(path)
            .and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut content));
        let Ok(length) = read else {
            self.search.unread += 1;
            return;
        };
        self.search.truncated |= length as u64 > MAX_FILE_BYTES;
        self.search.files += 1;
        self.search.bytes += length as u64;
        for index in self.set.matches(&content) {
            self.search.found.push(FoundToken {
                file: path.display().to_string(),
                kind: self.needles[index].kind,
                form: self.needles[index].form.to_owned(),
            });
        }
    }
}

fn long(token: &IssuedToken) -> bool {
    token.value.len() >= LEAST
}

/// The end of a token, cut at a character.
fn end(value: &str) -> &str {
    let start = value.len().saturating_sub(NEEDLE);
    (start..value.len())
        .find_map(|index| value.get(index..))
        .unwrap_or(value)
}

fn needles(tokens: &[IssuedToken]) -> Vec<Needle> {
    let mut needles = Vec::new();
    for token in tokens.iter().filter(|token| long(token)) {
        let text = end(&token.value);
        let mut add = |form, bytes: &[u8]| {
            needles.push(Needle {
                kind: token.kind,
                form,
                pattern: escaped(bytes),
            });
        };
        add("clair", text.as_bytes());
        add("hexadecimal", hex::encode(text).as_bytes());
        add("hexadecimal", hex::encode_upper(text).as_bytes());
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        add("utf16", &wide);
        for bytes in in_base64(text) {
            add("base64", &bytes);
        }
        let percent = percent(text);
        if percent != text {
            add("pourcent", percent.as_bytes());
        }
    }
    needles
}

/// The text as it may stand inside a longer base64 text: at each of the three alignments, without
/// the characters that depend on what is around, in both alphabets.
fn in_base64(text: &str) -> Vec<Vec<u8>> {
    let mut forms = Vec::new();
    for skip in 0..3 {
        let Some(aligned) = text.as_bytes().get(skip..) else {
            continue;
        };
        let whole = &aligned[..aligned.len() - aligned.len() % 3];
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let form = engine.encode(whole).into_bytes();
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    forms
}

fn percent(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A pattern that matches exactly these bytes.
fn escaped(bytes: &[u8]) -> String {
    let mut out = String::from("(?-u)");
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(out, "\\x{byte:02X}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(value: &str) -> IssuedToken {
        IssuedToken {
            kind: TokenKind::Acces,
            value: value.to_owned(),
            exchange: 1,
            service: "psc".to_owned(),
        }
    }

    /// The form under which a token is found in a file with this content.
    fn found(value: &str, content: &[u8]) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("sous")).unwrap();
        std::fs::write(folder.path().join("sous/etat.bin"), content).unwrap();
        let paths = vec![folder.path().display().to_string()];
        let search = search(&paths, &[token(value)], SystemTime::UNIX_EPOCH);
        assert_eq!((search.existing, search.files, search.tokens), (1, 1, 1));
        assert!(search.written);
        search.found.first().map(|found| found.form.clone())
    }

    const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLWRlLXRlc3QtYXNzZXotbG9uZ3VlLXBvdXItZXRyZS11bmlxdWU";

    #[test]
    fn a_token_is_found_in_every_form() {
        let is = |content: &[u8], form: &str| {
            assert_eq!(found(JWT, content).as_deref(), Some(form));
        };
        is(format!("{{\"jeton\":\"{JWT}\"}}").as_bytes(), "clair");
        is(hex::encode(JWT).as_bytes(), "hexadecimal");
        for before in ["", "a", "ab"] {
            let wrapped = STANDARD_NO_PAD.encode(format!("{before}{JWT}suite"));
            is(wrapped.as_bytes(), "base64");
        }
        let wide: Vec<u8> = JWT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        is(&wide, "utf16");
        let opaque = "jeton+opaque/de=test+assez/long";
        assert_eq!(
            found(opaque, b"x=jeton%2Bopaque%2Fde%3Dtest%2Bassez%2Flong&y=1").as_deref(),
            Some("pourcent")
        );
    }

    #[test]
    fn a_file_older_than_the_scenario_is_told_apart() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let paths = vec![file.path().display().to_string()];
        let written = |began| search(&paths, &[token(JWT)], began).written;
        let now = file.as_file().metadata().unwrap().modified().unwrap();
        assert!(written(now));
        assert!(!written(now + Duration::from_mins(1)));
    }

    #[test]
    fn what_is_not_there_is_not_found_and_what_is_not_read_is_said() {
        assert_eq!(found(JWT, b"rien"), None);
        let search = search(
            &["relatif".to_owned(), "/nulle/part".to_owned()],
            &[token(JWT), token("court")],
            SystemTime::UNIX_EPOCH,
        );
        assert!(!search.written);
        assert_eq!((search.named, search.existing, search.unread), (2, 0, 1));
        assert_eq!(search.tokens, 1);
    }
}
