//! The message being written. It belongs to the user who writes it, and outlives his session.

use banc_contract::{Done, Draft};

use super::PracticeState;

impl PracticeState {
    /// `brouillon.saisir`: types text at the end of the message.
    pub(super) fn type_draft(&mut self, text: &str) -> Done {
        self.draft_mut().texte.push_str(text);
        Done {
            message: Some("Brouillon enregistré.".to_owned()),
            ..Done::default()
        }
    }

    /// The draft of the current user, or of the last one while the session is closed.
    pub(super) fn draft(&self) -> Draft {
        self.drafts
            .get(&self.user.name)
            .cloned()
            .unwrap_or_default()
    }

    /// The same, to be changed.
    pub(super) fn draft_mut(&mut self) -> &mut Draft {
        self.drafts.entry(self.user.name.clone()).or_default()
    }
}
