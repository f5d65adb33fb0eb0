//! `annuaire.importer`: completes the address book and the accounts from a free-access extraction, and
//! reports what changed.
//!
//! Source: `ANN/va1.01` to `.03`. What the user typed in an account is never replaced, and a name that
//! several professionals bear gives no number. An extraction of mailboxes holds only those who have one:
//! a name that is unique in it proves nothing, and the directory is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Instant;

use banc_contract::{Account, Done};

use super::{Practice, PracticeState};
use crate::annuaire::book::Report;
use crate::annuaire::extraction::{Extraction, Subject};
use crate::annuaire::same_name;
use crate::defauts::Defect;
use crate::identity::Refusal;

/// RPPS numbers by surname and first name, as they are compared.
type Names = BTreeMap<(String, String), BTreeSet<String>>;

/// What an import did by itself, and the accounts that the directory is asked about.
#[derive(Default)]
struct Taken {
    report: Report,
    completed: Vec<Account>,
    waiting: Vec<Account>,
}

impl Practice {
    pub(super) async fn import_extraction(&self, deadline: Instant) -> Result<Done, Refusal> {
        let extraction = self.directory.import(deadline).await.map_err(|failure| {
            Refusal::new(format!(
                "L'import n'a pas abouti : {failure}. Le carnet est resté tel qu'il était."
            ))
        })?;
        let mut taken = self.state().take_in(&extraction);
        let looked_up = self.complete_accounts(taken.waiting, deadline).await;
        taken.completed.extend(looked_up);
        Ok(Done {
            message: Some(told(&extraction, &taken.report, &taken.completed)),
            correspondants: Some(taken.report.changed),
            ..Done::default()
        })
    }
}

impl PracticeState {
    fn take_in(&mut self, extraction: &Extraction) -> Taken {
        if self.defects.has(Defect::ImportSansEffet) {
            return Taken::default();
        }
        let mut taken = Taken {
            report: self.correspondents.book.import(extraction),
            ..Taken::default()
        };
        let names = names(extraction);
        let unknown: Vec<Account> = self
            .accounts
            .all()
            .filter(|account| account.rpps.is_none())
            .cloned()
            .collect();
        for account in unknown {
            match (
                names.get(&key(&account.nom, &account.prenom)),
                extraction.subject,
            ) {
                (Some(numbers), Subject::Professionals) if numbers.len() == 1 => {
                    let number = numbers.iter().next().cloned();
                    taken
                        .completed
                        .extend(self.give_number(&account.compte, number));
                }
                (Some(_), Subject::Professionals) => self.mark_to_complete(&account.compte),
                (Some(_), Subject::Mailboxes) => {
                    self.mark_to_complete(&account.compte);
                    taken.waiting.push(account);
                }
                (None, _) if account.a_completer => taken.waiting.push(account),
                (None, _) => {}
            }
        }
        taken
    }

    fn mark_to_complete(&mut self, login: &str) {
        if let Some(account) = self.accounts.find_mut(login) {
            account.a_completer = true;
        }
    }
}

fn key(family: &str, given: &str) -> (String, String) {
    (same_name::key(family), same_name::key(given))
}

fn names(extraction: &Extraction) -> Names {
    let mut names = Names::new();
    for line in &extraction.lines {
        if let Some(rpps) = &line.rpps {
            names
                .entry(key(&line.name, &line.first_name))
                .or_default()
                .insert(rpps.clone());
        }
    }
    names
}

/// The report shown to the user.
fn told(extraction: &Extraction, report: &Report, completed: &[Account]) -> String {
    let mut text = format!(
        "Import terminé : {} lignes lues, {} correspondants ajoutés, {} mis à jour, {} adresses \
         retirées, {} professionnels désactivés, {} comptes complétés",
        extraction.lines.len(),
        report.added,
        report.updated,
        report.withdrawn,
        report.deactivated,
        completed.len()
    );
    if extraction.rejected > 0 {
        // Writing to a string cannot fail.
        let _ = write!(text, ", {} lignes illisibles", extraction.rejected);
    }
    text.push('.');
    text
}
