//! `POST /observer`: what the software shows to the current user.

use banc_contract::answer::{TracedCall, UserRights};
use banc_contract::{Answer, Question};

use super::PracticeState;

impl PracticeState {
    /// The answer to a question; what the current user may not see is not in it.
    pub fn observe(&mut self, question: &Question) -> Answer {
        match question {
            Question::Identity { usager } => {
                self.view(usager).map_or(Answer::NonSupporte, |identity| {
                    Answer::Identite(Box::new(identity))
                })
            }
            Question::Patients {} => {
                let ids: Vec<String> = self.records.keys().cloned().collect();
                Answer::Patients(ids.iter().filter_map(|id| self.view(id).ok()).collect())
            }
            Question::CallJournal {} => Answer::Appels(self.shown_calls()),
            Question::IdentityJournal { usager } => {
                self.record(usager).map_or(Answer::NonSupporte, |record| {
                    Answer::Evenements(record.journal.clone())
                })
            }
            Question::Worklist {} => Answer::Travail(self.worklist.clone()),
            Question::ScreenMessage {} => Answer::Message(self.screen_message.clone()),
            Question::Rights {} => Answer::Droits(UserRights {
                utilisateur: self.user.name.clone(),
                droits: self.user.rights.iter().copied().collect(),
            }),
            Question::Session {} => Answer::Session(self.session_view()),
            Question::Account { compte } => Answer::Compte(self.accounts.find(compte).cloned()),
            Question::SignInJournal {} => Answer::Connexions(self.sign_in_journal.clone()),
            Question::Storage {} => Answer::Stockage(
                self.storage
                    .iter()
                    .map(|storage| storage.folder().display().to_string())
                    .collect(),
            ),
            Question::Draft {} => Answer::Brouillon(self.draft()),
            Question::Correspondents {} => self.shown_correspondents(),
        }
    }

    /// The trace of calls, without the INS for those who may not see it.
    fn shown_calls(&self) -> Vec<TracedCall> {
        let mut calls = self.calls.clone();
        if !self.sees_ins() {
            for call in &mut calls {
                call.matricule = None;
                call.historique_ins.clear();
            }
        }
        calls
    }
}
