//! The limit of open files, raised at start: thousands of connections may be open at once.

/// What was had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenFiles {
    /// Files that may be open at once.
    pub limit: u64,
    /// What to tell the user, when it is not enough.
    pub warning: Option<String>,
}

/// What the bench wants: two thousand idle connections beside its own, twice.
const WANTED: u64 = 8192;

/// Raises the limit as far as the system allows, and says so when it is not enough.
pub fn raise_open_files() -> OpenFiles {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(limit) if limit >= WANTED => OpenFiles {
            limit,
            warning: None,
        },
        Ok(limit) => OpenFiles {
            limit,
            warning: Some(format!(
                "only {limit} files may be open at once, {WANTED} are wanted: raise the hard limit (`ulimit -Hn {WANTED}`) before many connections are opened"
            )),
        },
        Err(error) => OpenFiles {
            limit: 0,
            warning: Some(format!(
                "the limit of open files could not be raised ({error}): connections may be refused beyond the present one (`ulimit -n`)"
            )),
        },
    }
}
