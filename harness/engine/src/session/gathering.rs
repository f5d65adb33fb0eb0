//! What a check needs, gathered: questions asked once, windows watched, what the software keeps on
//! this machine.

use banc_contract::{Answer, Question};
use banc_core::journal::{Cursor, Entry, NoteKind};

use super::Session;
use crate::fact::QuietRecord;
use crate::storage::{self, StorageSearch};
use crate::token;

/// A window watched since the last action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Watched {
    service: String,
    lull: bool,
}

impl Session {
    pub(super) async fn ask_once(&mut self, question: Question) {
        let acts = self.facts.acts.len();
        let window = self.facts.window_act;
        // What was asked before the window's first action is "before", even if no action followed.
        let asked = acts > window
            && self
                .facts
                .observations
                .iter()
                .any(|seen| seen.after_acts == acts && seen.question == question);
        if !asked {
            self.observe(question).await;
        }
    }

    /// Watches a service for a whole window, once per action.
    pub(super) async fn watch(&mut self, service: String) {
        let cursor = Cursor(self.facts.window_from.saturating_sub(1));
        self.watch_from(service, cursor, false).await;
    }

    /// Lets a whole window pass after calls that were expected, once per action.
    pub(super) async fn wait_out(&mut self, service: String) {
        let cursor = self.parts.journal.cursor();
        self.watch_from(service, cursor, true).await;
    }

    async fn watch_from(&mut self, service: String, cursor: Cursor, lull: bool) {
        let watched = Watched {
            service: service.clone(),
            lull,
        };
        if self.watched.contains(&watched) {
            return;
        }
        let window = self.parts.quiet_window;
        let lane = self.parts.lane.clone();
        let held = self
            .parts
            .journal
            .quiet(cursor, Some(&lane), window, |exchange| {
                // A lull is waited out to its end: the check reads what came.
                !lull && *exchange.service == *service
            })
            .await;
        let came = self
            .exchanges()
            .iter()
            .any(|exchange| exchange.number > cursor.0 && *exchange.service == *service);
        let before = cursor.0 + 1;
        let control = self
            .exchanges()
            .iter()
            .rev()
            .find(|each| each.number < before && *each.service == *service)
            .map(|each| each.number);
        if let Ok(quiet) = &held {
            self.troubles.extend(quiet.troubles.iter().cloned());
            self.refuse_failed_handshakes(cursor);
        }
        self.facts.quiet.push(QuietRecord {
            service,
            window_ms: u64::try_from(window.as_millis()).unwrap_or(u64::MAX),
            held: held.is_ok() && !came,
            control,
            lull,
        });
        self.watched.push(watched);
    }

    /// Asks where the software keeps its data and searches it for the tokens that the simulated
    /// services gave on this lane, once per action.
    pub(super) async fn search_storage(&mut self) {
        self.ask_once(Question::Storage {}).await;
        let acts = self.facts.acts.len();
        if self
            .facts
            .searches
            .iter()
            .any(|search| search.after_acts == acts)
        {
            return;
        }
        let facts = self.facts();
        let asked = facts.latest(|question| matches!(question, Question::Storage {}));
        let Some(Answer::Stockage(paths)) = asked.and_then(|(_, seen)| seen.answer.clone()) else {
            return;
        };
        let tokens = token::issued(&facts.exchanges);
        let began = self.began.into();
        let searched =
            tokio::task::spawn_blocking(move || storage::search(&paths, &tokens, began)).await;
        match searched {
            Ok(search) => self.facts.searches.push(StorageSearch {
                after_acts: acts,
                ..search
            }),
            Err(_panic) => self
                .troubles
                .push("la fouille du stockage a échoué dans le banc".to_owned()),
        }
    }

    /// A connection that failed in its handshake may have been the call that is said to be absent:
    /// nothing can be said then.
    fn refuse_failed_handshakes(&mut self, cursor: Cursor) {
        let entries = self.parts.journal.since(cursor, Some(&self.parts.lane));
        for note in entries.iter().filter_map(Entry::note) {
            if let NoteKind::HandshakeFailed { front, reason, .. } = &note.kind {
                self.troubles.push(format!(
                    "une connexion à {front} a échoué pendant que l'absence d'appel était guettée : {reason}"
                ));
            }
        }
    }
}
