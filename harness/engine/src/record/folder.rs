//! The run folder: private to its owner, because a run keeps simulated secrets raw.

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A run folder that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{path} cannot be written: {source}; choose another --report-dir or make room")]
pub struct FolderError {
    /// File or folder.
    pub path: PathBuf,
    /// Why.
    pub source: std::io::Error,
}

/// A folder of mode 0700 whose files are of mode 0600.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Creates the folder, with its parents, or tightens the mode of an existing one.
    pub(crate) fn create(path: &Path) -> Result<Self, FolderError> {
        create_private(path).map_err(|source| FolderError {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self {
            path: path.to_owned(),
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A folder inside this one.
    pub(crate) fn inside(&self, name: &str) -> Result<Self, FolderError> {
        Self::create(&self.path.join(name))
    }

    /// Writes a file whole; a reader sees the old one or the new one, never a half.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        let path = self.path.join(name);
        let failed = |source| FolderError {
            path: path.clone(),
            source,
        };
        let temporary = self.path.join(format!(".{name}.tmp"));
        let mut file = open(&temporary, false).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        drop(file);
        std::fs::rename(&temporary, &path).map_err(failed)
    }

    /// Opens a file to append to it.
    pub(crate) fn append(&self, name: &str) -> Result<std::fs::File, FolderError> {
        let path = self.path.join(name);
        open(&path, true).map_err(|source| FolderError { path, source })
    }
}

#[cfg(unix)]
fn create_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(path)
}

fn open(path: &Path, append: bool) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).write(true);
    if append {
        options.append(true);
    } else {
        options.truncate(true);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}
