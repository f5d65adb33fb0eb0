//! `ins.rechercher`: asks INSi for the identity of a record and opens the comparison.
//!
//! Source: INSi integration guide (second-hand, seen in clients): each birth first name alone, in order,
//! until a `00` or a technical failure; then all of them joined, when there are several. After a `02` the
//! user may ask for all first names at once, or for the birth place to be sent.

use std::time::Instant;

use banc_contract::action::SearchMode;
use banc_contract::{Done, Status};

use super::state::PendingComparison;
use super::{Practice, PracticeState};
use crate::defauts::Defect;
use crate::identity::comparison::{self, InsIdentity};
use crate::identity::{Record, Refusal, status};
use crate::insi::answer::Answer;
use crate::insi::request::RequestTraits;
use crate::insi::{Caller, Failure, InsiRequest};

/// How the user asks.
#[derive(Clone, Copy, Debug)]
pub struct SearchWish {
    /// By traits or by card.
    pub mode: SearchMode,
    /// All first names in one call.
    pub joined: bool,
    /// The birth place is sent.
    pub with_place: bool,
}

/// What a series of calls gave.
enum Found {
    Identity(Box<InsIdentity>),
    Several,
    Nobody,
}

impl Practice {
    pub(super) async fn search_ins(
        &self,
        id: &str,
        wish: SearchWish,
        deadline: Instant,
    ) -> Result<Done, Refusal> {
        let (requests, revision, user) = {
            let mut state = self.state();
            let requests = state.plan_search(id, wish)?;
            state.pending.remove(id);
            (
                requests,
                state.record(id)?.revision,
                state.user.name.clone(),
            )
        };
        let found = self.ask(&requests, &user, deadline).await;
        self.state().conclude_search(id, wish, revision, found)
    }

    /// Sends the requests in order until one finds an identity or fails.
    async fn ask(
        &self,
        requests: &[InsiRequest],
        user: &str,
        deadline: Instant,
    ) -> Result<Found, Failure> {
        let mut found = Found::Nobody;
        for request in requests {
            let attempts = self.call_insi(Caller::User, request, deadline).await;
            self.state().trace_attempts(user, request, &attempts);
            let Some(last) = attempts.into_iter().next_back() else {
                continue;
            };
            match last.outcome? {
                Answer::Found(identity) => return Ok(Found::Identity(identity)),
                Answer::Several => found = Found::Several,
                Answer::NoneFound | Answer::Consistent | Answer::Inconsistent => {}
            }
        }
        Ok(found)
    }
}

impl PracticeState {
    /// The calls to make, none of which is made when a rule forbids it.
    fn plan_search(&self, id: &str, wish: SearchWish) -> Result<Vec<InsiRequest>, Refusal> {
        self.check_may_call()?;
        let record = self.record(id)?;
        // INS/va1.20: INSi is never asked for a doubted or imaginary identity.
        if status::is_doubted(&record.attributes) && !self.defects.has(Defect::InsiMalgreDoute) {
            return Err(Refusal::new(
                "Appel à INSi bloqué : l'identité porte l'attribut douteux ou fictif.",
            ));
        }
        if wish.mode == SearchMode::CarteVitale && !self.defects.has(Defect::CarteParTraits) {
            let card = self.card.clone().ok_or_else(|| {
                Refusal::new("Recherche impossible : aucune carte Vitale n'est dans le lecteur.")
            })?;
            return Ok(vec![InsiRequest::Card(card)]);
        }
        let traits = request_traits(record, wish.with_place)?;
        let list = record.traits.prenoms_naissance.clone().unwrap_or_default();
        Ok(first_names_to_try(&list, wish.joined)
            .into_iter()
            .map(|first_name| {
                InsiRequest::Traits(RequestTraits {
                    first_name,
                    ..traits.clone()
                })
            })
            .collect())
    }

    fn conclude_search(
        &mut self,
        id: &str,
        wish: SearchWish,
        revision: u64,
        found: Result<Found, Failure>,
    ) -> Result<Done, Refusal> {
        let identity = match found {
            Err(failure) => {
                return Err(Refusal::new(format!(
                    "Échec technique de l'appel à INSi : {failure}. L'identité n'est pas modifiée, l'appel pourra être refait."
                )));
            }
            Ok(Found::Nobody) => return Ok(done(id, nobody_found(wish))),
            Ok(Found::Several) => return self.several_found(id),
            Ok(Found::Identity(identity)) => *identity,
        };
        let record = self.record(id)?;
        if record.revision != revision {
            return Err(Refusal::new(
                "Le dossier a été modifié pendant l'appel à INSi : relancez la recherche.",
            ));
        }
        comparison::check_usable(&identity, &self.defects)?;
        let mut comparison = comparison::compare(&record.traits, &identity, &self.defects);
        if !self.sees_ins() {
            // INS/va1.50: the comparison is no way round the right to see the INS.
            comparison.matricule.numero.clear();
        }
        self.pending
            .insert(id.to_owned(), PendingComparison { identity, revision });
        if self.defects.has(Defect::ComparaisonSautee) {
            return self.decide_ins(id, true);
        }
        let message = if comparison.alertes.is_empty() {
            "INSi a trouvé une identité : comparez puis acceptez ou refusez.".to_owned()
        } else {
            comparison.alertes.join(" ")
        };
        Ok(Done {
            comparaison: Some(comparison),
            ..done(id, message)
        })
    }

    /// Code `02`: the software never chooses among homonyms.
    fn several_found(&mut self, id: &str) -> Result<Done, Refusal> {
        if self.defects.has(Defect::HomonymeChoisi) {
            let author = self.author();
            let record = self.record_mut(id)?;
            let before = record.status;
            record.status = Status::Recuperee;
            record.revision += 1;
            record.trace(&author, "ins", Some(before), Vec::new());
        }
        Ok(done(
            id,
            "INSi a trouvé plusieurs identités : complétez les prénoms de naissance, puis le lieu de naissance, et relancez la recherche.".to_owned(),
        ))
    }
}

/// The first names to send, in order: each alone, then all joined; or all joined at once.
fn first_names_to_try(list: &str, joined: bool) -> Vec<String> {
    let names: Vec<&str> = list.split_whitespace().collect();
    if joined || names.len() < 2 {
        return vec![names.join(" ")];
    }
    names
        .iter()
        .copied()
        .map(ToOwned::to_owned)
        .chain([names.join(" ")])
        .collect()
}

/// The traits INSi needs; the first name is to be filled.
pub(super) fn request_traits(record: &Record, with_place: bool) -> Result<RequestTraits, Refusal> {
    let traits = &record.traits;
    let needed = |value: &Option<String>, label: &str| {
        value
            .clone()
            .filter(|value| !value.is_empty())
            .ok_or_else(|| {
                Refusal::new(format!(
                    "Appel à INSi impossible : {label} n'est pas renseigné."
                ))
            })
    };
    let sex = needed(&traits.sexe, "le sexe")?;
    if sex == "I" {
        return Err(Refusal::new(
            "Appel à INSi impossible : le sexe indéterminé n'est pas accepté par le téléservice.",
        ));
    }
    Ok(RequestTraits {
        name: needed(&traits.nom_naissance, "le nom de naissance")?,
        first_name: needed(&traits.premier_prenom, "le premier prénom")?,
        sex,
        birth_date: needed(&traits.date_naissance, "la date de naissance")?,
        birth_place: traits
            .lieu_naissance
            .clone()
            .filter(|place| with_place && place != "99999"),
    })
}

fn nobody_found(wish: SearchWish) -> String {
    match wish.mode {
        SearchMode::CarteVitale => {
            "INSi n'a trouvé aucune identité pour cette carte Vitale : essayez la recherche par traits."
        }
        SearchMode::Traits => {
            "INSi n'a trouvé aucune identité : l'INS n'a pas été trouvé. Vérifiez les traits sur un justificatif (nom de naissance exact, tirets et apostrophes compris)."
        }
    }
    .to_owned()
}

fn done(id: &str, message: String) -> Done {
    Done {
        usager: Some(id.to_owned()),
        message: Some(message),
        ..Done::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_names_go_one_by_one_then_joined() {
        assert_eq!(
            first_names_to_try("PIERRE PAUL JACQUES", false),
            ["PIERRE", "PAUL", "JACQUES", "PIERRE PAUL JACQUES"]
        );
        assert_eq!(first_names_to_try("PIERRE-ALAIN", false), ["PIERRE-ALAIN"]);
        assert_eq!(first_names_to_try("PIERRE PAUL", true), ["PIERRE PAUL"]);
    }
}
