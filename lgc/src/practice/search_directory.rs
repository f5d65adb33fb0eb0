//! `annuaire.rechercher`: asks the directory while a message is being written, and proposes what it
//! found. Nothing is picked for the user, whatever the number of answers.
//!
//! Source: SC.MSS/UX.41 and SC.MSS/CONF.20 (the directory asked on demand, by ten criteria).

use std::collections::BTreeSet;
use std::time::Instant;

use banc_contract::{Correspondent, DirectoryCriteria, Done};

use super::{Practice, PracticeState};
use crate::annuaire::same_name;
use crate::annuaire::search::{Found, SearchError};
use crate::annuaire::{DirectoryFailure, Entry};
use crate::defauts::Defect;
use crate::identity::Refusal;

impl Practice {
    pub(super) async fn search_directory(
        &self,
        criteria: &DirectoryCriteria,
        deadline: Instant,
    ) -> Result<Done, Refusal> {
        self.state().correspondents.proposed.clear();
        if self.state().defects.has(Defect::AnnuaireEnCache) {
            let found = self.state().search_stale_copy(criteria);
            return Ok(self.state().propose(found));
        }
        let found = match self.directory.search(criteria, deadline).await {
            Ok(found) => found,
            Err(SearchError::Failure(_)) if self.state().defects.has(Defect::PanneLueCommeVide) => {
                Found::default()
            }
            Err(error) => return Err(failed(error)),
        };
        let (mut done, postponed) = {
            let mut state = self.state();
            (state.propose(found), state.postponed_accounts())
        };
        for account in self.complete_accounts(postponed, deadline).await {
            let told = done.message.get_or_insert_default();
            told.push_str(" Le numéro RPPS a été trouvé pour le compte ");
            told.push_str(&account.compte);
            told.push('.');
        }
        Ok(done)
    }
}

/// A search that failed says nothing of who is in the directory, and the user is told so.
fn failed(error: SearchError) -> Refusal {
    match error {
        SearchError::Criteria(refusal) => refusal,
        SearchError::Failure(failure @ DirectoryFailure::KeyRefused(_)) => Refusal::new(format!(
            "Recherche impossible : {failure}. Prévenez votre éditeur."
        )),
        SearchError::Failure(failure) => Refusal::new(format!(
            "La recherche n'a pas abouti : {failure}. Elle ne dit rien de l'existence du \
             correspondant ; réessayez plus tard."
        )),
    }
}

impl PracticeState {
    fn propose(&mut self, found: Found) -> Done {
        for rpps in &found.deactivated {
            self.correspondents.book.deactivate(rpps);
        }
        let mut message = Some(told(&found));
        let mut entries = found.entries;
        if self.defects.has(Defect::AnnuaireMuet) {
            message = message.filter(|_| !entries.is_empty());
        }
        if self.defects.has(Defect::AdresseInventee) {
            entries.iter_mut().for_each(invent);
        }
        if self.defects.has(Defect::PremierHomonyme) && entries.len() > 1 {
            self.take_first(&mut entries);
        }
        let shown: Vec<Correspondent> = entries.iter().map(Entry::shown).collect();
        self.correspondents.proposed = entries;
        Done {
            correspondants: Some(shown),
            message,
            ..Done::default()
        }
    }

    /// The defect `premier_homonyme`.
    fn take_first(&mut self, entries: &mut Vec<Entry>) {
        entries.truncate(1);
        let address = entries
            .first()
            .and_then(|entry| entry.addresses.first().cloned());
        self.draft_mut().destinataires.extend(address);
    }

    /// The defect `annuaire_en_cache`: the address book stands for the directory.
    fn search_stale_copy(&self, criteria: &DirectoryCriteria) -> Found {
        let has = |wanted: &Option<String>, own: &str| {
            wanted
                .as_deref()
                .is_none_or(|wanted| same_name::key(own).starts_with(&same_name::key(wanted)))
        };
        let held = self.correspondents.book.shown();
        let entries = held
            .iter()
            .filter(|each| {
                has(&criteria.nom, &each.nom)
                    && has(&criteria.prenom, each.prenom.as_deref().unwrap_or_default())
            })
            .filter_map(|each| self.correspondents.book.find(&each.id));
        Found {
            entries: entries.collect(),
            ..Found::default()
        }
    }
}

/// The defect `adresse_inventee`.
fn invent(entry: &mut Entry) {
    if let (true, Some(first_name)) = (entry.addresses.is_empty(), &entry.first_name) {
        entry
            .addresses
            .push(format!("{first_name}.{}@medecin.mssante.fr", entry.name).to_lowercase());
    }
}

/// What the user is told of a search.
fn told(found: &Found) -> String {
    let mut sentences = Vec::new();
    match (found.entries.as_slice(), found.deactivated.is_empty()) {
        ([], false) => sentences.push(
            "Le professionnel trouvé dans l'Annuaire Santé n'y est plus actif : il n'est pas proposé."
                .to_owned(),
        ),
        ([], true) => sentences.push(
            "Aucun correspondant ne répond à ces critères dans l'Annuaire Santé.".to_owned(),
        ),
        ([only], _) => sentences.push(format!("1 correspondant proposé : {}.", only.label())),
        (several, _) => sentences.push(format!("{} correspondants proposés.", several.len())),
    }
    if homonyms(&found.entries) {
        sentences.push(
            "Plusieurs portent le même nom : vérifiez le numéro RPPS avant de choisir.".to_owned(),
        );
    }
    let without: Vec<String> = found
        .entries
        .iter()
        .filter(|entry| entry.addresses.is_empty())
        .map(Entry::label)
        .collect();
    match without.as_slice() {
        [] => {}
        [one] => sentences.push(format!("Sans adresse MSSanté dans l'annuaire : {one}.")),
        several => sentences.push(format!(
            "{} n'ont pas d'adresse MSSanté dans l'annuaire.",
            several.len()
        )),
    }
    if found.incomplete {
        sentences
            .push("Trop de réponses pour être toutes montrées : précisez la recherche.".to_owned());
    }
    sentences.join(" ")
}

/// True when two professionals bear the same surname and first name.
fn homonyms(entries: &[Entry]) -> bool {
    let mut seen = BTreeSet::new();
    entries
        .iter()
        .filter_map(|entry| Some((&entry.name, entry.first_name.as_ref()?)))
        .any(|(family, given)| !seen.insert((same_name::key(family), same_name::key(given))))
}
