//! A `banc serve` whose standard error is kept, to look for what must not be there.

use std::path::PathBuf;
use std::process::{Child, Stdio};

use crate::process::{banc, fresh_dir, wait_until};

/// A running `banc serve` that says all that it can.
pub(crate) struct Overheard {
    child: Child,
    /// What it said of itself.
    pub(crate) said: serde_json::Value,
    folder: PathBuf,
}

impl Overheard {
    /// Starts it; `name` names its folder.
    pub(crate) fn start(name: &str) -> Self {
        let folder = fresh_dir(name);
        let file = |name: &str| std::fs::File::create(folder.join(name)).unwrap();
        let child = banc()
            .args(["serve", "--json"])
            .env("RUST_LOG", "trace")
            .env("RUST_BACKTRACE", "1")
            .stdin(Stdio::piped())
            .stdout(file("sortie.txt"))
            .stderr(file("erreurs.txt"))
            .spawn()
            .unwrap();
        let mut overheard = Self {
            child,
            said: serde_json::Value::Null,
            folder,
        };
        wait_until("banc serves", std::time::Duration::from_mins(1), || {
            let ended = overheard.child.try_wait().unwrap();
            assert!(ended.is_none(), "{}", overheard.heard());
            match serde_json::from_str(&overheard.read("sortie.txt")) {
                Ok(said) => {
                    overheard.said = said;
                    true
                }
                Err(_) => false,
            }
        });
        overheard
    }

    /// Everything that it wrote, on both outputs.
    pub(crate) fn heard(&self) -> String {
        self.read("sortie.txt") + &self.read("erreurs.txt")
    }

    fn read(&self, name: &str) -> String {
        let bytes = std::fs::read(self.folder.join(name)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Drop for Overheard {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
