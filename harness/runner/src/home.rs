//! Where the installation keeps its test authority: one folder per user, chosen once.

use std::path::{Path, PathBuf};

/// The folder given on the command line, else the user's data folder, else `.banc` here.
#[expect(
    clippy::disallowed_methods,
    reason = "the environment is read here, for the configuration"
)]
pub fn directory(given: Option<PathBuf>) -> PathBuf {
    if let Some(given) = given {
        return given;
    }
    let from = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    from("XDG_DATA_HOME")
        .or_else(|| from("HOME").map(|home| home.join(".local").join("share")))
        .or_else(|| from("LOCALAPPDATA"))
        .map_or_else(|| PathBuf::from(".banc"), |data| data.join("banc-segur"))
}

/// Where the test authority is kept.
pub fn pki(home: &Path) -> PathBuf {
    home.join("pki")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_wins() {
        assert_eq!(directory(Some("here".into())), PathBuf::from("here"));
        assert!(!directory(None).as_os_str().is_empty());
    }
}
