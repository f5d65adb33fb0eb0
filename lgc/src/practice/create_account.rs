//! `compte.creer`: a local account. Its RPPS number is looked up in the directory when it is not given; a
//! lookup that fails is postponed, and the account is usable all the same.
//!
//! Source: SC.SSI/IE.30 (draft). A name shared by several professionals gives no number: the software
//! never chooses among homonyms.

use std::time::Instant;

use banc_contract::{Account, Done, LocalAccount};

use super::{Practice, PracticeState};
use crate::annuaire::lookup::Lookup;
use crate::annuaire::query;
use crate::annuaire::search::SearchError;
use crate::defauts::Defect;
use crate::identity::Refusal;

/// Accounts completed at one time: the directory limits calls.
const MOST_AT_ONCE: usize = 3;

/// What came of the lookup of an account's number.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Completion {
    Given,
    Found(String),
    Nobody,
    Several,
    /// Found, and already that of this other account.
    Taken(String),
    Postponed(String),
}

impl Completion {
    fn of(looked_up: Result<Lookup, SearchError>) -> Self {
        match looked_up {
            Ok(Lookup::Unique(rpps)) => Self::Found(rpps),
            Ok(Lookup::Nobody) => Self::Nobody,
            Ok(Lookup::Several) => Self::Several,
            Err(error) => Self::Postponed(error.to_string()),
        }
    }

    /// True when something remains to be found.
    fn is_open(&self) -> bool {
        !matches!(self, Self::Given | Self::Found(_))
    }

    fn told(&self) -> String {
        match self {
            Self::Given => String::new(),
            Self::Found(rpps) => format!(" Numéro RPPS trouvé dans l'Annuaire Santé : {rpps}."),
            Self::Nobody => {
                " L'Annuaire Santé ne connaît personne de ce nom : le numéro RPPS reste \
                             à compléter."
                    .to_owned()
            }
            Self::Several => " Plusieurs professionnels portent ce nom dans l'Annuaire Santé : le \
                              numéro RPPS reste à compléter, aucun n'est choisi pour vous."
                .to_owned(),
            Self::Taken(login) => format!(
                " Le numéro RPPS trouvé est déjà celui d'un autre compte, {login} : il reste à \
                 compléter."
            ),
            Self::Postponed(reason) => {
                format!(" Recherche du numéro RPPS reportée : {reason}. Le compte est utilisable.")
            }
        }
    }
}

impl Practice {
    pub(super) async fn create_account(
        &self,
        mut account: LocalAccount,
        deadline: Instant,
    ) -> Result<Done, Refusal> {
        account.rpps = account.rpps.as_deref().map(query::rpps).transpose()?;
        self.state().check_new_account(&account)?;
        let completion = match &account.rpps {
            Some(_) => Completion::Given,
            None => Completion::of(
                self.directory
                    .rpps_of(&account.nom, &account.prenom, deadline)
                    .await,
            ),
        };
        let mut state = self.state();
        if let (Completion::Postponed(reason), true) =
            (&completion, state.defects.has(Defect::CompteBloque))
        {
            return Err(Refusal::new(format!("Compte refusé : {reason}.")));
        }
        let completion = state.unless_taken(completion);
        if let Completion::Found(rpps) = &completion {
            account.rpps = Some(rpps.clone());
        }
        state.accounts.add(&account, completion.is_open())?;
        if matches!(completion, Completion::Postponed(_)) {
            let login = account.compte.trim().to_owned();
            state.correspondents.postponed.insert(login);
        }
        Ok(Done {
            message: Some(format!(
                "Compte {} créé.{}",
                account.compte,
                completion.told()
            )),
            ..Done::default()
        })
    }

    /// Looks up these accounts again; gives those that were completed.
    pub(super) async fn complete_accounts(
        &self,
        waiting: Vec<Account>,
        deadline: Instant,
    ) -> Vec<Account> {
        let mut completed = Vec::new();
        for account in waiting.into_iter().take(MOST_AT_ONCE) {
            let looked_up = self
                .directory
                .rpps_of(&account.nom, &account.prenom, deadline)
                .await;
            let number = match looked_up {
                Ok(Lookup::Unique(number)) => Some(number),
                Ok(Lookup::Nobody | Lookup::Several) => None,
                Err(_) => break,
            };
            let mut state = self.state();
            state.correspondents.postponed.remove(&account.compte);
            completed.extend(state.give_number(&account.compte, number));
        }
        completed
    }
}

impl PracticeState {
    /// What can be refused before the directory is asked for nothing.
    fn check_new_account(&self, account: &LocalAccount) -> Result<(), Refusal> {
        if account.nom.trim().is_empty() || account.prenom.trim().is_empty() {
            return Err(Refusal::new(
                "Compte refusé : il faut un nom et un prénom d'exercice.",
            ));
        }
        if self.accounts.find(account.compte.trim()).is_some() {
            return Err(Refusal::new(format!(
                "Le compte {} existe déjà.",
                account.compte.trim()
            )));
        }
        Ok(())
    }

    /// A number that another account holds is not given to a second one: two users of one name, of
    /// whom the directory knows one, look just the same.
    fn unless_taken(&self, completion: Completion) -> Completion {
        let Completion::Found(rpps) = &completion else {
            return completion;
        };
        match self.accounts.by_rpps(rpps) {
            Some(other) => Completion::Taken(other.compte.clone()),
            None => completion,
        }
    }

    /// Accounts without number whose look-up failed; those that the directory could not tell wait for an
    /// import or for somebody.
    pub(super) fn postponed_accounts(&self) -> Vec<Account> {
        let postponed = |account: &&Account| {
            account.rpps.is_none() && self.correspondents.postponed.contains(&account.compte)
        };
        self.accounts.all().filter(postponed).cloned().collect()
    }

    /// Gives an account the number found for it, unless another account bears it or somebody typed one
    /// meanwhile; gives the account when it was completed.
    pub(super) fn give_number(&mut self, login: &str, number: Option<String>) -> Option<Account> {
        let number = number.filter(|number| self.accounts.by_rpps(number).is_none())?;
        self.correspondents.postponed.remove(login);
        let account = self.accounts.find_mut(login)?;
        if account.rpps.is_some() {
            return None;
        }
        account.rpps = Some(number);
        account.a_completer = false;
        Some(account.clone())
    }
}
