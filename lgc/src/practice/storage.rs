//! What a practice keeps on disk: its accounts and the trace of sign-ins, in a folder of its own that goes
//! with it. Tokens are never written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use uuid::Uuid;

use super::PracticeState;
use crate::defauts::Defect;
use crate::psc::TokenSet;

/// The folder of one practice; removed when the practice ends.
#[derive(Debug)]
pub struct Storage {
    folder: PathBuf,
    /// What each file holds, so that it is written only when it changes.
    written: BTreeMap<&'static str, Vec<u8>>,
}

impl Storage {
    /// A new folder under `root`.
    pub fn create(root: &Path) -> std::io::Result<Self> {
        let folder = root.join(format!("cabinet-{}", Uuid::new_v4()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self {
            folder,
            written: BTreeMap::new(),
        })
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file whole, so that a reader never sees half of it.
    fn write(&mut self, name: &'static str, content: &impl Serialize) -> std::io::Result<()> {
        let bytes = serde_json::to_vec_pretty(content)?;
        if self.written.get(name) == Some(&bytes) {
            return Ok(());
        }
        let partial = self.folder.join(format!(".{name}.partiel"));
        std::fs::write(&partial, &bytes)?;
        std::fs::rename(partial, self.folder.join(name))?;
        self.written.insert(name, bytes);
        Ok(())
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        // What cannot be removed is in a temporary folder, or where the user wanted it.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl PracticeState {
    /// Defect `jeton_sur_disque`: the tokens are written beside the accounts, and stay there.
    pub(super) fn keep_on_disk_by_mistake(&mut self, tokens: &TokenSet) {
        if self.defects.has(Defect::JetonSurDisque)
            && let Some(storage) = &mut self.storage
        {
            let content =
                serde_json::json!({ "acces": tokens.access, "renouvellement": tokens.refresh });
            // A defect that could not do its harm does none.
            let _ = storage.write("jetons.json", &content);
        }
    }

    /// Writes what is kept on disk; a failure is told, and stops nobody.
    pub(super) fn save(&mut self) {
        let Some(storage) = &mut self.storage else {
            return;
        };
        let accounts: Vec<_> = self.accounts.all().collect();
        let written = storage
            .write("comptes.json", &accounts)
            .and_then(|()| storage.write("connexions.json", &self.sign_in_journal));
        if let Err(error) = written {
            self.add_work(
                None,
                format!("les données du cabinet ne s'écrivent pas : {error}"),
            );
        }
    }
}
